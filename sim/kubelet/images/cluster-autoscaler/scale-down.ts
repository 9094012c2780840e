// Machines that are asked for little, and whose pods have a place elsewhere, go. Rules: cluster-autoscaler/core/scaledown, simulator/drain
import { allocatableOf, requestsOf } from '../../../api/pod-requests.ts'
import { nodes, podDisruptionBudgets, pods } from '../../../api/refs.ts'
import { selectorFromObject } from '../../../api/selector.ts'
import { ApiError } from '../../../api/status.ts'
import { sleep } from '../../../clock.ts'
import type { Node, Pod } from '../../../generated/types.ts'
import { misfit, take, type GroupView, type Place, type Room } from './group.ts'

const deletedTaint = 'ToBeDeletedByClusterAutoscaler'
const safeToEvict = 'cluster-autoscaler.kubernetes.io/safe-to-evict'
/** Machines without pods that go at once. */
const emptyMax = 10
const evictionRetryMs = 10_000
const evictionMaxMs = 120_000

export interface ScaleDown {
  /** One look; what is decided goes on by itself. @param grew machines have just been ordered */
  look(grew: boolean): Promise<void>
}

export function createScaleDown(room: Room): ScaleDown {
  const { context, options, machines, recorder, status, log } = room
  const { clock, client } = context
  const since = new Map<string, number>()
  const going = new Set<string>()
  let grewMs = -Infinity

  /** What keeps a machine; undefined: nobody needs it. */
  function neededFor(place: Place, view: GroupView): string | undefined {
    const share = utilization(place)
    if (share >= options.utilizationThreshold) return `utilization ${share.toFixed(2)}`
    const moving = place.pods.filter(mustMove)
    for (const pod of moving) {
      const why = blocker(pod, room)
      if (why) return `pod ${pod.metadata.name}: ${why}`
    }
    const others = view.places
      .filter(({ node }) => node.metadata.name !== place.node.metadata.name && !going.has(node.metadata.name!))
      .map(({ node, free }) => ({ node, free: { ...free } }))
    for (const pod of moving) {
      const to = others.find(({ node, free }) => !misfit(pod, node, free))
      if (!to) return `no place to move pod ${pod.metadata.name}`
      take(to.free, pod)
    }
    return undefined
  }

  async function mark(node: Node, present: boolean): Promise<void> {
    const standing = await client.get(nodes, '', node.metadata.name!)
    if (!standing) return
    const taints = (standing.spec?.taints ?? []).filter(({ key }) => key !== deletedTaint)
    const value = String(Math.floor(clock.now() / 1000))
    if (present) taints.push({ key: deletedTaint, value, effect: 'NoSchedule' })
    await client.patch(nodes, '', node.metadata.name!, { kind: 'merge', body: { spec: { taints } } })
  }

  async function remove({ node, pods: on }: Place): Promise<void> {
    const name = node.metadata.name!
    const moving = on.filter(mustMove)
    const empty = moving.length === 0
    going.add(name)
    try {
      const words = empty
        ? `Scale-down: removing empty node ${JSON.stringify(name)}`
        : `Scale-down: removing node ${name}, utilization: ${utilization({ node, pods: on }).toFixed(2)}, pods to reschedule: ${moving.map(({ metadata }) => metadata.name).join(',')}`
      log(words)
      await status.tell(empty ? 'ScaleDownEmpty' : 'ScaleDown', words)
      await mark(node, true)
      recorder.event(node, 'Normal', 'ScaleDown', 'marked the node as toBeDeleted/unschedulable')
      if (!(await drain(moving))) {
        await mark(node, false)
        recorder.event(node, 'Warning', 'ScaleDownFailed', 'failed to drain the node, aborting ScaleDown')
        return
      }
      await machines.giveBack(name)
      recorder.event(node, 'Normal', 'ScaleDown', 'node removed by cluster autoscaler')
      await status.tell(
        empty ? 'ScaleDownEmpty' : 'ScaleDown',
        `Scale-down: ${empty ? `empty node ${JSON.stringify(name)} removed` : `node ${name} removed with drain`}`,
      )
    } finally {
      going.delete(name)
      since.delete(name)
    }
  }

  /** Evicts them all and waits until they are gone. False when a budget did not let one go in time. */
  async function drain(moving: Pod[]): Promise<boolean> {
    const untilMs = clock.now() + evictionMaxMs
    for (const pod of moving) {
      const { name = '', namespace = '' } = pod.metadata
      for (;;) {
        try {
          await client.createSubresource(pods, namespace, name, 'eviction', { metadata: { name, namespace } })
          recorder.event(pod, 'Normal', 'ScaleDown', 'deleting pod for node scale down')
          break
        } catch (error) {
          if (!(error instanceof ApiError)) throw error
          if (error.code === 404) break
          if (error.code !== 429 || clock.now() + evictionRetryMs > untilMs) return false
          await sleep(clock, evictionRetryMs)
        }
      }
    }
    const graceMs = Math.max(0, ...moving.map(({ spec }) => spec?.terminationGracePeriodSeconds ?? 30)) * 1000
    for (const endMs = clock.now() + graceMs + evictionRetryMs; clock.now() < endMs; await sleep(clock, 1000)) {
      const present = await Promise.all(
        moving.map(({ metadata }) => client.get(pods, metadata.namespace!, metadata.name!)),
      )
      if (present.every((pod, index) => pod?.metadata.uid !== moving[index]!.metadata.uid)) return true
    }
    return true
  }

  return {
    async look(grew) {
      const nowMs = clock.now()
      if (grew) grewMs = nowMs
      const view = room.view()
      const rented = new Set(machines.rented())
      const candidates = view.own.filter(
        ({ node }) => rented.has(node.metadata.name!) && !going.has(node.metadata.name!),
      )
      const unneeded = candidates.filter((place) => neededFor(place, view) === undefined)
      const names = new Set(unneeded.map(({ node }) => node.metadata.name!))
      for (const name of since.keys()) if (!names.has(name) && !going.has(name)) since.delete(name)
      for (const name of names) since.set(name, since.get(name) ?? nowMs)
      if (nowMs - grewMs < options.delayAfterAddMs || view.upcoming.length > 0 || going.size > 0) return
      const ripe = unneeded.filter(({ node }) => nowMs - since.get(node.metadata.name!)! >= options.unneededMs)
      const spare = view.size - options.group.min
      const empty = ripe.filter(({ pods: on }) => !on.some(mustMove)).slice(0, Math.min(emptyMax, spare))
      const chosen = empty.length > 0 ? empty : ripe.slice(0, Math.min(1, spare))
      for (const place of chosen) {
        remove(place).catch((error: unknown) => context.onError('cluster-autoscaler', error))
      }
    },
  }
}

/** The larger share of cpu and memory that is asked for. */
function utilization({ node, pods: on }: Pick<Place, 'node' | 'pods'>): number {
  const has = allocatableOf(node)
  const shares = ['cpu', 'memory'].map((name) => {
    const asked = on.reduce((sum, pod) => sum + (requestsOf(pod)[name] ?? 0), 0)
    return has[name] ? asked / has[name] : 0
  })
  return Math.max(...shares)
}

/** A DaemonSet's pods go with their node. */
function mustMove({ metadata }: Pod): boolean {
  return !metadata.ownerReferences?.some(({ kind, controller }) => controller && kind === 'DaemonSet')
}

/** Why a pod may not be moved; undefined: it may. */
function blocker(pod: Pod, { context }: Room): string | undefined {
  const { metadata, spec } = pod
  const said = metadata.annotations?.[safeToEvict]
  if (said === 'true') return undefined
  if (said === 'false') return 'not safe to evict annotation'
  if (!metadata.ownerReferences?.some(({ controller }) => controller)) return 'not replicated'
  const budgets = context.informers
    .for(podDisruptionBudgets)
    .list(metadata.namespace)
    .filter((budget) => selectorFromObject(budget.spec?.selector).matches(metadata.labels))
  if (metadata.namespace === 'kube-system' && budgets.length === 0)
    return 'non-daemonset, non-mirrored, kube-system pod without a PodDisruptionBudget'
  if (spec?.volumes?.some(({ emptyDir, hostPath }) => emptyDir ?? hostPath)) return 'pod with local storage'
  if (budgets.some(({ status }) => (status?.disruptionsAllowed ?? 0) < 1)) return 'not enough pod disruption budget'
  return undefined
}
