// What chaos does to a cluster: one step after another, each left to chance and told in a line.
import type { KubeObject } from '../../sim/api/object.ts'
import type { Pod } from '../../sim/generated/types.ts'
import { manifestOf, pathOf, type Declared, type WorkloadKind } from './declared.ts'
import { namespace, nodeNames, type World } from './world.ts'

/** Where a run of chaos stands. */
export interface Story {
  world: World
  random: () => number
  declared: Declared[]
  /** What was declared at revisions that one may go back to. */
  past: { revision: number; declared: Declared[] }[]
}

/** Does one thing and tells it. */
export async function step(story: Story): Promise<string> {
  const total = steps.reduce((sum, [weight]) => sum + weight, 0)
  let left = story.random() * total
  const chosen = steps.find(([weight]) => (left -= weight) < 0) ?? steps[0]!
  return chosen[1](story)
}

type Act = (story: Story) => Promise<string>

const steps: [number, Act][] = [
  [14, create],
  [12, scale],
  [8, change],
  [8, remove],
  [16, deletePod],
  [8, deletePart],
  [2, evict],
  [6, switchNode],
  [3, cordon],
  [1, deleteNode],
  [2, jump],
  [2, restart],
  [2, goBack],
]

const kinds: WorkloadKind[] = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Service']
const declaredMax = 12

function pick<T>({ random }: Story, list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)]
}

async function create(story: Story): Promise<string> {
  const kind = pick(story, kinds)!
  // A Service has the name of what it leads to; no two workloads may select the same pods.
  const name = `${pick(story, ['a', 'b', 'c'])}-${pick(story, kinds.slice(0, 4))!.toLowerCase()}`
  const mine = kind === 'Service' ? name : `${name.slice(0, 1)}-${kind.toLowerCase()}`
  const found = story.declared.some((one) => one.kind === kind && one.name === mine)
  if (found || story.declared.length >= declaredMax) return scale(story)
  const declared: Declared = {
    kind,
    name: mine,
    count: Math.floor(story.random() * 5),
    version: 1,
    volumes: story.random() < 0.5,
    other: story.random() < 0.5,
  }
  const { code } = await story.world.call('POST', pathOf(kind), manifestOf(declared))
  // 409: the one before is still going.
  if (code === 201) story.declared.push(declared)
  return `create ${kind} ${mine} ×${declared.count}: ${code}`
}

async function scale(story: Story): Promise<string> {
  const scalable = story.declared.filter(({ kind }) => ['Deployment', 'ReplicaSet', 'StatefulSet'].includes(kind))
  const declared = pick(story, scalable)
  if (!declared) return 'nothing to scale'
  const count = Math.floor(story.random() * 5)
  const { code } = await story.world.call('PATCH', pathOf(declared.kind, declared.name), { spec: { replicas: count } })
  if (code === 200) declared.count = count
  return `scale ${declared.kind} ${declared.name} to ${count}: ${code}`
}

async function change(story: Story): Promise<string> {
  const changeable = story.declared.filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind))
  const declared = pick(story, changeable)
  if (!declared) return 'nothing to change'
  const next = { ...declared, version: Math.floor(story.random() * 4) }
  const { template } = manifestOf(next)['spec' as never] as { template: object }
  const { code } = await story.world.call('PATCH', pathOf(next.kind, next.name), { spec: { template } })
  if (code === 200) declared.version = next.version
  return `change ${next.kind} ${next.name} to ${next.version}: ${code}`
}

async function remove(story: Story): Promise<string> {
  const declared = pick(story, story.declared)
  if (!declared) return 'nothing to remove'
  const { kind, name } = declared
  const orphan = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].includes(kind) && story.random() < 0.2
  const propagationPolicy = orphan ? 'Orphan' : pick(story, ['Foreground', 'Background'])
  const { code } = await story.world.call('DELETE', pathOf(kind, name), { propagationPolicy })
  if (!orphan) {
    if (code === 200) story.declared = story.declared.filter((one) => one !== declared)
    return `remove ${kind} ${name} ${propagationPolicy}: ${code}`
  }
  // Who leaves orphans wants them back.
  await story.world.clock.advance(5000)
  const again = await story.world.call('POST', pathOf(kind), manifestOf(declared))
  if (again.code !== 201) story.world.failures.push(`${kind} ${name} no vuelve a crearse: ${JSON.stringify(again)}`)
  return `replace ${kind} ${name}: ${code} ${again.code}`
}

function mine(world: World, kind: string): KubeObject[] {
  return world.objects(kind).filter(({ metadata }) => metadata.namespace === namespace)
}

async function deletePod(story: Story): Promise<string> {
  const pod = pick(story, mine(story.world, 'Pod'))
  if (!pod) return 'no pod to delete'
  const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}`
  const { code } = await story.world.call('DELETE', path, story.random() < 0.3 ? { gracePeriodSeconds: 0 } : {})
  return `delete pod ${pod.metadata.name}: ${code}`
}

const parts = {
  PersistentVolumeClaim: 'api/v1/namespaces/caos/persistentvolumeclaims',
  ReplicaSet: 'apis/apps/v1/namespaces/caos/replicasets',
  ControllerRevision: 'apis/apps/v1/namespaces/caos/controllerrevisions',
  EndpointSlice: 'apis/discovery.k8s.io/v1/namespaces/caos/endpointslices',
  Endpoints: 'api/v1/namespaces/caos/endpoints',
  Event: 'api/v1/namespaces/caos/events',
}

/** What controllers made. */
async function deletePart(story: Story): Promise<string> {
  const kind = pick(story, Object.keys(parts) as (keyof typeof parts)[])!
  const declared = new Set(story.declared.map((one) => `${one.kind} ${one.name}`))
  const part = pick(
    story,
    mine(story.world, kind).filter(({ metadata }) => !declared.has(`${kind} ${metadata.name}`)),
  )
  if (!part) return `no ${kind} to delete`
  const { code } = await story.world.call('DELETE', `/${parts[kind]}/${part.metadata.name}`)
  return `delete ${kind} ${part.metadata.name}: ${code}`
}

async function evict(story: Story): Promise<string> {
  const pod = pick(story, mine(story.world, 'Pod') as Pod[])
  if (!pod) return 'no pod to evict'
  const { name } = pod.metadata
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`
  const { code } = await story.world.call('POST', path, {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
  })
  return `evict pod ${name}: ${code}`
}

async function switchNode(story: Story): Promise<string> {
  const node = pick(story, nodeNames)!
  const on = story.random() < 0.6
  await power(story.world, node, on)
  return `power ${node} ${on ? 'on' : 'off'}`
}

export function power(world: World, node: string, on: boolean): Promise<unknown> {
  return world.call('POST', `/timonel/v1/nodes/${node}/power`, { on })
}

async function cordon(story: Story): Promise<string> {
  const node = pick(story, nodeNames)!
  const unschedulable = story.random() < 0.5
  const { code } = await story.world.call('PATCH', `/api/v1/nodes/${node}`, { spec: { unschedulable } })
  return `cordon ${node} ${unschedulable}: ${code}`
}

/** A machine that is taken away; it registers again when it is switched on. */
async function deleteNode(story: Story): Promise<string> {
  const node = pick(story, nodeNames)!
  await power(story.world, node, false)
  const { code } = await story.world.call('DELETE', `/api/v1/nodes/${node}`)
  return `take away ${node}: ${code}`
}

/** The laptop slept. */
async function jump({ world, random }: Story): Promise<string> {
  const ms = Math.floor(random() * 4 * 3_600_000)
  await world.clock.jump(ms)
  return `sleep ${Math.round(ms / 1000)} s`
}

async function restart({ world }: Story): Promise<string> {
  await world.restart()
  return 'restart'
}

async function goBack(story: Story): Promise<string> {
  const then = pick(story, story.past)
  if (!then) return 'no past'
  const done = story.world.call('POST', '/timonel/v1/timeline', { revision: then.revision })
  const { code } = await done
  if (code === 200) story.declared = then.declared.map((one) => ({ ...one }))
  story.past = []
  return `back to ${then.revision}: ${code}`
}
