// Gives every node a range of pod addresses: 10.42.N.0/24. k8s: pkg/controller/nodeipam (range as k3s has it)
import { keyOf } from '../api/object.ts'
import { nodes } from '../api/refs.ts'
import { watching, type CreateController } from './controller.ts'

const rangesMax = 256

export const createNodeIpamController: CreateController = (context) => {
  const { client, informers } = context
  const cache = informers.for(nodes)
  const recorder = context.recorderFor('cidrAllocator')
  return {
    name: 'node-ipam',
    // One at a time, so that no two nodes get the same range.
    workers: 1,
    watches: [watching(nodes, (node) => (node.spec?.podCIDR ? [] : [keyOf(node)]))],
    async sync(key) {
      const node = cache.get('', key)
      if (!node || node.spec?.podCIDR) return
      const taken = new Set(cache.list().map(({ spec }) => spec?.podCIDR))
      const free = Array.from({ length: rangesMax }, (_, index) => `10.42.${index}.0/24`).find(
        (range) => !taken.has(range),
      )
      if (!free) {
        const message = `Node ${key} status is now: CIDRNotAvailable`
        recorder.event(node, 'Normal', 'CIDRNotAvailable', message)
        return
      }
      const body = { spec: { podCIDR: free, podCIDRs: [free] } }
      await client.patch(nodes, '', key, { kind: 'strategic', body })
    },
  }
}
