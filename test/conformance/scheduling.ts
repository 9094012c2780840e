// Where pods land, and what one that fits nowhere is told.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

function pod(name: string, spec: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  terminationGracePeriodSeconds: 0
  containers: [{name: c, image: 'busybox:1.36', command: [sleep, '3600']}]
  ${spec}
---`
}

const tail = 'no new claims to deallocate, preemption: 0/3 nodes are available: 3'

async function refusal(world: World, name: string): Promise<void | string> {
  const [first] = await world.until(`event of ${name}`, async () => {
    const found = await world.events('Pod', name)
    return found.length > 0 && found
  })
  return first
}

function spread(replicas: number, rule: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: wordpress}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: wordpress}}
  template:
    metadata: {labels: {app: wordpress}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{name: c, image: 'busybox:1.36', command: [sleep, '3600']}]
      affinity: {podAntiAffinity: {${rule}}}
`
}

const self = 'labelSelector: {matchLabels: {app: wordpress}}, topologyKey: kubernetes.io/hostname'

async function nodesOf(world: World): Promise<string[]> {
  const pods = await world.list('Pod')
  return pods.map(({ spec }) => (spec['nodeName'] as string) ?? '').toSorted()
}

export const schedulingScenarios: Scenario[] = [
  {
    name: 'required self-anti-affinity: three of four run, one a node; the fourth is told why',
    async run(world) {
      await world.create(spread(4, `requiredDuringSchedulingIgnoredDuringExecution: [{${self}}]`))
      await world.until('three placed', async () => (await nodesOf(world)).filter(Boolean).length === 3)
      expect(await nodesOf(world)).toEqual(['', ...world.nodes])
      const pending = (await world.list('Pod')).find(({ spec }) => !spec['nodeName'])
      expect(await refusal(world, pending!.metadata!.name!)).toBe(
        `Warning FailedScheduling (default-scheduler): 0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. ${tail} No preemption victims found for incoming pod.`,
      )
    },
  },
  {
    name: 'preferred self-anti-affinity: three replicas on three nodes, and five still run',
    async run(world) {
      const rule = `preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {${self}}}]`
      await world.create(spread(3, rule))
      await world.until('three placed', async () => (await nodesOf(world)).filter(Boolean).length === 3)
      expect(await nodesOf(world)).toEqual(world.nodes)
      await world.patch('Deployment', 'wordpress', { spec: { replicas: 5 } })
      await world.until('five placed', async () => (await nodesOf(world)).filter(Boolean).length === 5)
      const counts = world.nodes.map(async (node) => (await nodesOf(world)).filter((each) => each === node).length)
      expect((await Promise.all(counts)).toSorted((a, b) => a - b)).toEqual([1, 2, 2])
    },
  },
  {
    name: 'a selector that no node matches, more cpu than there is, and a node by name that is not there',
    async run(world) {
      await world.create(
        pod('selector', 'nodeSelector: {gpu: "true"}') +
          pod(
            'afinidad',
            'affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: nadie}}, topologyKey: kubernetes.io/hostname}]}}',
          ),
      )
      expect(await refusal(world, 'selector')).toBe(
        `Warning FailedScheduling (default-scheduler): 0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. ${tail} Preemption is not helpful for scheduling.`,
      )
      expect(await refusal(world, 'afinidad')).toBe(
        `Warning FailedScheduling (default-scheduler): 0/3 nodes are available: 3 node(s) didn't match pod affinity rules. ${tail} Preemption is not helpful for scheduling.`,
      )
      await world.create(`
apiVersion: v1
kind: Pod
metadata: {name: mucha}
spec:
  containers: [{name: c, image: 'busybox:1.36', resources: {requests: {cpu: '500'}}}]
`)
      expect(await refusal(world, 'mucha')).toBe(
        `Warning FailedScheduling (default-scheduler): 0/3 nodes are available: 3 Insufficient cpu. ${tail} Preemption is not helpful for scheduling.`,
      )
      const { status } = await world.get('Pod', 'mucha')
      expect(status['conditions']).toMatchObject([{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }])
    },
  },
  {
    name: 'a scheduled pod is told where',
    async run(world) {
      await world.create(pod('web', 'nodeSelector: {kubernetes.io/hostname: $NODE2}'))
      await world.until('running', async () => (await world.get('Pod', 'web')).status['phase'] === 'Running')
      expect((await world.get('Pod', 'web')).spec['nodeName']).toBe(world.nodes[1])
      expect((await world.events('Pod', 'web'))[0]).toBe(
        'Normal Scheduled (default-scheduler): Successfully assigned <ns>/web to <node>',
      )
    },
  },
]
