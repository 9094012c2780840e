// Finds a node for every pod that has none. k8s: pkg/scheduler
import { keyOf, splitKey, type ResourceRef } from '../api/object.ts'
import { pods } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import type { Pod } from '../generated/types.ts'
import { watchChanges } from './changes.ts'
import { createClusterCache } from './cluster-cache.ts'
import { decide, schedulerError, type Choose, type Decision } from './decision.ts'
import { plugins } from './plugins/index.ts'
import { createPodWriter } from './pod-writer.ts'
import { createSchedulingQueue } from './queue.ts'
import { isFinished, priorityOf } from './snapshot.ts'
import { applyPlan, planVolumes, podClaims, type VolumePlan } from './volume-plan.ts'
import { volumesBound } from './volume-wait.ts'

export interface Scheduler {
  /** The last decision about a pod, by its uid; the oldest of many are forgotten. */
  decisionOf(uid: string): Decision | undefined
  stop(): void
}

export interface SchedulerOptions {
  /** Resources that the server has: what it lacks the scheduler does without. */
  resources: readonly ResourceRef[]
  /** Draws among nodes with equal points; by the cluster's chance unless told. */
  choose?: Choose
}

const schedulerName = 'default-scheduler'
/** Decisions are kept up to so many nodes told of, all together: at most a thousand. */
const nodesToldMax = 100_000
const decisionsMax = 1000
const volumesLate = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded'

/** Runs until stopped; asks the informers for what it reads, and so before they start. */
export function createScheduler(
  context: Context,
  { resources, choose = drawnBy(context) }: SchedulerOptions,
): Scheduler {
  const { client, clock, informers } = context
  const cache = createClusterCache(context, resources)
  const writer = createPodWriter(context, schedulerName)
  const queue = createSchedulingQueue(clock, plugins, () => queueMicrotask(() => void work()))
  const decisions = new Map<string, Decision>()
  /** Where the next look at the nodes begins, so that all get their turn. */
  let from = 0
  let working = false
  let stopped = false

  async function work(): Promise<void> {
    if (working) return
    working = true
    await informers.ready
    for (let key = queue.pop(); key !== undefined && !stopped; key = queue.pop()) {
      const pod = waitingPod(key)
      if (!pod) continue
      try {
        await schedule(pod)
      } catch (error) {
        tryAgain(pod, error)
      }
    }
    working = false
  }

  function tryAgain(pod: Pod, error: unknown): void {
    const code = error instanceof ApiError ? error.code : 0
    // Deleted meanwhile: nothing left to do.
    if (code === 404) return
    queue.backOff(keyOf(pod), pod)
    // Somebody else wrote first: no news.
    if (code !== 409) context.onError('scheduler', error)
  }

  function waitingPod(key: string): Pod | undefined {
    const { namespace, name } = splitKey(key)
    const pod = informers.for(pods).get(namespace, name)
    return pod && isWaiting(pod) && !cache.isAssumed(pod) ? pod : undefined
  }

  async function schedule(pod: Pod): Promise<void> {
    const snapshot = cache.snapshot()
    const decision = decide(pod, snapshot, plugins, choose, from % snapshot.nodes.length || 0)
    from += decision.looked
    remember(pod.metadata.uid!, decision, snapshot.nodes.length)
    if (decision.node === undefined) return refuse(pod, decision)
    const claims = podClaims(pod, snapshot)
    if (claims.delayed.length === 0) return writer.bind(pod, decision.node)
    const { node } = snapshot.nodes.find(({ name }) => name === decision.node)!
    const plan = planVolumes(claims, node, snapshot)
    if ('reasons' in plan) throw new Error(`volumes of ${keyOf(pod)} changed between two looks at ${decision.node}`)
    await reserve(pod, decision.node, plan)
  }

  function remember(uid: string, decision: Decision, nodes: number): void {
    decisions.delete(uid)
    decisions.set(uid, decision)
    if (decisions.size <= Math.min(decisionsMax, nodesToldMax / nodes)) return
    const [oldest] = decisions.keys()
    decisions.delete(oldest!)
  }

  async function refuse(pod: Pod, decision: Decision): Promise<void> {
    const { rejectedBy, preemption } = decision
    // Before anything is written, so that no change slips by between the look and the wait.
    if (rejectedBy.length > 0) queue.setAside(keyOf(pod), pod, rejectedBy)
    else queue.backOff(keyOf(pod), pod)
    const outdone = preemption ? (cache.snapshot().nominated.get(preemption.node) ?? []) : []
    await writer.refuse(pod, decision)
    if (!preemption) return
    for (const other of outdone) if (priorityOf(other) < priorityOf(pod)) await writer.clearNomination(other)
    await writer.evict(pod, preemption.victims, preemption.node)
  }

  /** Takes the volumes at once; others are scheduled while they are being bound or made. */
  async function reserve(pod: Pod, nodeName: string, plan: VolumePlan): Promise<void> {
    cache.assume(pod, nodeName)
    try {
      await writer.nominate(pod, nodeName)
      await applyPlan(client, plan, nodeName)
    } catch (error) {
      cache.forget(pod)
      throw error
    }
    void bindOnceBound(pod, nodeName)
  }

  async function bindOnceBound(pod: Pod, nodeName: string): Promise<void> {
    try {
      const outcome = await volumesBound(context, pod)
      if (outcome === 'bound') await writer.bind(pod, nodeName)
      if (outcome === 'late') await refuse(pod, schedulerError(volumesLate))
    } catch (error) {
      tryAgain(pod, error)
    } finally {
      cache.forget(pod)
    }
  }

  const ends = [
    informers.for(pods).on({
      added: (pod) => void (isWaiting(pod) && queue.add(keyOf(pod), pod)),
      updated: (pod, old) => {
        if (!isWaiting(pod)) queue.remove(keyOf(pod))
        else if (isOwnChange(pod, old)) queue.update(keyOf(pod), pod)
      },
      deleted: (pod) => queue.remove(keyOf(pod)),
    }),
    watchChanges(context, resources, (change) => queue.changed(change)),
    () => cache.stop(),
    () => queue.stop(),
  ]

  return {
    decisionOf: (uid) => decisions.get(uid),
    stop() {
      stopped = true
      for (const end of ends) end()
    },
  }
}

function drawnBy(context: Context): Choose {
  return (nodes) => nodes[Math.floor(context.random() * nodes.length)]!
}

/** Wants a node from us, and nothing holds it back. */
function isWaiting(pod: Pod): boolean {
  const { nodeName, schedulerName: wanted, schedulingGates } = pod.spec ?? {}
  const ours = (wanted ?? schedulerName) === schedulerName
  return ours && !nodeName && !schedulingGates?.length && !pod.metadata.deletionTimestamp && !isFinished(pod)
}

/** What the pod asks for has changed, not what others wrote of it. */
function isOwnChange(pod: Pod, old: Pod): boolean {
  const own = ({ spec, metadata }: Pod): string => JSON.stringify([spec, metadata.labels])
  return own(pod) !== own(old)
}
