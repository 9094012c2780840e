// Taints that say what is wrong with a node, for the scheduler to stay away. k8s: pkg/controller/nodelifecycle doNoScheduleTaintingPass
import { keyOf } from '../api/object.ts'
import { nodes } from '../api/refs.ts'
import type { Node, Taint } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'

const unschedulable = 'node.kubernetes.io/unschedulable'
/** Condition → status → taint. */
const taintKeys: Record<string, Record<string, string>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
}
const ownKeys = new Set([unschedulable, ...Object.values(taintKeys).flatMap((statuses) => Object.values(statuses))])

export const createNodeTaintController: CreateController = ({ client, informers }) => {
  const cache = informers.for(nodes)
  return {
    name: 'node-lifecycle',
    watches: [watching(nodes, (node) => [keyOf(node)])],
    async sync(key) {
      const node = cache.get('', key)
      if (!node) return
      const taints = taintsOf(node)
      if (JSON.stringify(taints) === JSON.stringify(node.spec?.taints ?? [])) return
      await client.update(nodes, { ...node, spec: { ...node.spec, taints } })
    },
  }
}

/** The taints that a node should have: others' as they are, ours by its conditions. */
export function taintsOf({ spec, status }: Node): Taint[] {
  const wanted = (status?.conditions ?? []).flatMap((condition) => {
    const key = taintKeys[condition.type]?.[condition.status]
    return key ? [key] : []
  })
  if (spec?.unschedulable) wanted.push(unschedulable)
  const isOurs = ({ key, effect }: Taint): boolean => ownKeys.has(key) && effect === 'NoSchedule'
  const kept = (spec?.taints ?? []).filter((taint) => !isOurs(taint) || wanted.includes(taint.key))
  const missing = wanted.filter((key) => !kept.some((taint) => isOurs(taint) && taint.key === key))
  return [...kept, ...missing.map((key) => ({ key, effect: 'NoSchedule' }))]
}
