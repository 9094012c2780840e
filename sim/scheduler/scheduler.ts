// Finds a node for every pod that has none. k8s: pkg/scheduler
import { keyOf, splitKey } from '../api/object.ts'
import { persistentVolumeClaims, pods } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import { timestamp } from '../clock.ts'
import type { Pod } from '../generated/types.ts'
import { decide, type Decision } from './decision.ts'
import { truncated } from './fit-message.ts'
import { plugins } from './plugins/index.ts'
import { claimNamesOf } from './pod-claims.ts'
import { createSchedulingQueue } from './queue.ts'
import { isFinished, snapshotSource, takeSnapshot } from './snapshot.ts'
import { applyPlan, isFullyBound, planVolumes, podClaims, type VolumePlan } from './volume-plan.ts'
import { watchChanges } from './changes.ts'

export interface Scheduler {
  /** The last decision about a pod, by its uid; the oldest of many are forgotten. */
  decisionOf(uid: string): Decision | undefined
  stop(): void
}

const schedulerName = 'default-scheduler'
const decisionsMax = 1000
/** How long a pod waits for its volumes before it is tried anew. k8s: bindTimeoutSeconds */
const volumesMaxMs = 10 * 60_000

/** Runs until stopped; asks the informers for what it reads, and so before they start. */
export function createScheduler(context: Context): Scheduler {
  const { client, clock, informers } = context
  const source = snapshotSource(context)
  const recorder = context.seriesRecorderFor(schedulerName)
  const queue = createSchedulingQueue(clock, plugins, () => queueMicrotask(() => void work()))
  /** Pods whose binding waits for volumes: as good as on their node. */
  const assumed = new Map<string, string>()
  const decisions = new Map<string, Decision>()
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
    queue.backOff(keyOf(pod), priorityOf(pod))
    // Somebody else wrote first: no news.
    if (code !== 409) context.onError('scheduler', error)
  }

  function waitingPod(key: string): Pod | undefined {
    const { namespace, name } = splitKey(key)
    const pod = source.pods.get(namespace, name)
    return pod && isWaiting(pod) && !assumed.has(pod.metadata.uid!) ? pod : undefined
  }

  async function schedule(pod: Pod): Promise<void> {
    const snapshot = takeSnapshot(source, assumed)
    const decision = decide(pod, snapshot, plugins, () => context.random())
    remember(pod.metadata.uid!, decision)
    if (decision.node === undefined) return refuse(pod, decision)
    const claims = podClaims(pod, snapshot)
    if (claims.delayed.length === 0) return bind(pod, decision.node)
    const { node } = snapshot.nodes.find(({ name }) => name === decision.node)!
    const plan = planVolumes(claims, node, snapshot)
    if ('reasons' in plan) throw new Error(`volumes of ${keyOf(pod)} changed between two looks at ${decision.node}`)
    await reserve(pod, decision.node, plan)
  }

  function remember(uid: string, decision: Decision): void {
    decisions.delete(uid)
    decisions.set(uid, decision)
    if (decisions.size <= decisionsMax) return
    const [oldest] = decisions.keys()
    decisions.delete(oldest!)
  }

  async function refuse(pod: Pod, { message = '', reason = 'Unschedulable', rejectedBy }: Decision): Promise<void> {
    // Before anything is written, so that no change slips by between the look and the wait.
    if (reason === 'Unschedulable') queue.setAside(keyOf(pod), priorityOf(pod), rejectedBy)
    else queue.backOff(keyOf(pod), priorityOf(pod))
    recorder.event(pod, 'Warning', 'FailedScheduling', 'Scheduling', truncated(message))
    const old = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
    if (old?.status === 'False' && old.reason === reason && old.message === message) return
    const { generation } = pod.metadata
    const since = old?.status === 'False' && old.lastTransitionTime ? old.lastTransitionTime : timestamp(clock.now())
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      lastTransitionTime: since,
      reason,
      message,
    }
    const body = { status: { conditions: [condition] } }
    const { namespace, name } = pod.metadata
    await client.patch(pods, namespace!, name!, { kind: 'strategic', body, subresource: 'status' })
  }

  async function bind(pod: Pod, nodeName: string): Promise<void> {
    const { namespace, name, uid } = pod.metadata
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { namespace: namespace!, name: name!, uid: uid! },
      target: { kind: 'Node', name: nodeName },
    }
    await client.createSubresource(pods, namespace!, name!, 'binding', binding)
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`
    recorder.event(pod, 'Normal', 'Scheduled', 'Binding', message)
  }

  /** Takes the volumes at once; others are scheduled while they are being bound or made. */
  async function reserve(pod: Pod, nodeName: string, plan: VolumePlan): Promise<void> {
    const uid = pod.metadata.uid!
    assumed.set(uid, nodeName)
    try {
      // Others see where the pod will go while it waits. k8s: NominatedNodeNameForExpectation
      const body = { status: { nominatedNodeName: nodeName } }
      const { namespace, name } = pod.metadata
      await client.patch(pods, namespace!, name!, { kind: 'strategic', body, subresource: 'status' })
      await applyPlan(client, plan, nodeName)
    } catch (error) {
      assumed.delete(uid)
      throw error
    }
    void bindOnceBound(pod, nodeName)
  }

  async function bindOnceBound(pod: Pod, nodeName: string): Promise<void> {
    try {
      const outcome = await volumesBound(pod)
      if (outcome === 'bound') await bind(pod, nodeName)
      if (outcome === 'late') {
        const message = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded'
        await refuse(pod, {
          feasible: [],
          refusals: [],
          scores: {},
          final: {},
          rejectedBy: [],
          reason: 'SchedulerError',
          message,
        })
      }
    } catch (error) {
      tryAgain(pod, error)
    } finally {
      assumed.delete(pod.metadata.uid!)
    }
  }

  function volumesBound(pod: Pod): Promise<'bound' | 'gone' | 'late'> {
    const { namespace, name, uid } = pod.metadata
    return new Promise((resolve) => {
      const finish = (outcome: 'bound' | 'gone' | 'late'): void => {
        for (const end of ends) end()
        resolve(outcome)
      }
      const look = (): void => {
        const all = claimNamesOf(pod).map((claim) => source.claims.get(namespace!, claim.name))
        if (source.pods.get(namespace!, name!)?.metadata.uid !== uid) finish('gone')
        else if (all.every((claim) => claim && isFullyBound(claim))) finish('bound')
      }
      const ends = [
        clock.after(volumesMaxMs, () => finish('late')),
        informers.for(persistentVolumeClaims).on({ updated: look, deleted: look }),
        informers.for(pods).on({ deleted: look }),
      ]
      look()
    })
  }

  const ends = [
    informers.for(pods).on({
      added: (pod) => void (isWaiting(pod) && queue.add(keyOf(pod), priorityOf(pod))),
      updated: (pod, old) => {
        if (!isWaiting(pod)) queue.remove(keyOf(pod))
        else if (isOwnChange(pod, old)) queue.add(keyOf(pod), priorityOf(pod))
      },
      deleted: (pod) => queue.remove(keyOf(pod)),
    }),
    watchChanges(context, {
      changed(change, claim) {
        queue.changed(change, claim && ((key) => uses(key, claim.metadata.namespace!, claim.metadata.name!)))
      },
    }),
  ]

  function uses(key: string, namespace: string, claimName: string): boolean {
    const pod = source.pods.get(splitKey(key).namespace, splitKey(key).name)
    return pod?.metadata.namespace === namespace && claimNamesOf(pod).some(({ name }) => name === claimName)
  }

  return {
    decisionOf: (uid) => decisions.get(uid),
    stop() {
      stopped = true
      for (const end of ends) end()
      queue.stop()
    },
  }
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

function priorityOf(pod: Pod): number {
  return pod.spec?.priority ?? 0
}
