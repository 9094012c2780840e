// DaemonSets: one pod a node.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

const manifest = `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - {name: c, image: 'busybox:1.36', command: [sleep, '3600']}
`

async function available(world: World): Promise<void> {
  await world.until('one a node, up to date', async () => {
    const { metadata, status } = await world.get('DaemonSet', 'agent')
    const { desiredNumberScheduled, numberAvailable, updatedNumberScheduled, observedGeneration } = status
    const counts = [desiredNumberScheduled, numberAvailable, updatedNumberScheduled]
    return observedGeneration === metadata!.generation && counts.every((count) => count === world.nodes.length)
  })
}

export const daemonSetScenarios: Scenario[] = [
  {
    name: 'a DaemonSet puts one pod on each node, and a pod that is deleted comes back on the same one',
    async run(world) {
      await world.create(manifest)
      await available(world)
      const pods = await world.list('Pod')
      expect(new Set(pods.map(({ spec }) => spec['nodeName']))).toEqual(new Set(world.nodes))
      expect(pods).toHaveLength(world.nodes.length)
      expect(await world.events('DaemonSet', 'agent')).toHaveLength(world.nodes.length)
      const [first] = pods
      await world.remove('Pod', first!.metadata!.name!)
      await world.until('another on the same node', async () => {
        const now = await world.list('Pod')
        const same = now.filter(({ spec }) => spec['nodeName'] === first!.spec['nodeName'])
        return now.length === pods.length && same[0]?.metadata!.uid !== first!.metadata!.uid
      })
    },
  },
  {
    name: 'a new template rolls over all nodes, and keeps the old one as a revision',
    async run(world) {
      await world.create(manifest)
      await available(world)
      const before = new Set((await world.list('Pod')).map(({ metadata }) => metadata!.uid))
      await world.patch('DaemonSet', 'agent', { spec: { template: { metadata: { annotations: { version: 'dos' } } } } })
      await available(world)
      const after = await world.list('Pod')
      expect(after.filter(({ metadata }) => before.has(metadata!.uid))).toEqual([])
      expect(await world.list('ControllerRevision')).toHaveLength(2)
    },
  },
]
