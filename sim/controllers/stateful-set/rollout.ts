// Brings the pods of a StatefulSet to what it asks for: in order, one after the other, unless it allows all at once.
// k8s: pkg/controller/statefulset/stateful_set_control.go updateStatefulSet
import type { Pod, PodTemplateSpec, StatefulSet, StatefulSetStatus } from '../../generated/types.ts'
import { templateOf } from '../workload/history.ts'
import { isPodFinished } from '../workload/pod-state.ts'
import { slowStart } from '../workload/slow-start.ts'
import { identityMatches, isInRange, newPod, ordinalOf, revisionOf, startOrdinal, storageMatches } from './identity.ts'
import type { PodControl } from './pod-control.ts'
import { isAvailable, isRunningAndReady, statusOf, type Revisions } from './status.ts'

export interface Rollout {
  set: StatefulSet
  revisions: Revisions
  /** The set's own, whatever their state. */
  pods: Pod[]
  control: PodControl
  nowMs: number
}

/** What one round leads to; `error`, what stopped it. */
export interface Outcome {
  status: StatefulSetStatus
  error?: unknown
}

/** One round: it stops where the order makes it wait. */
export async function roll(rollout: Rollout): Promise<Outcome> {
  const { set, revisions, pods, control, nowMs } = rollout
  const before = statusOf(set, revisions, pods, nowMs)
  if (set.metadata.deletionTimestamp) return { status: before }
  const replicas = replicasOf(rollout)
  const condemned = pods
    .filter((pod) => ordinalOf(pod) >= 0 && !isInRange(pod, set))
    .toSorted((a, b) => ordinalOf(b) - ordinalOf(a))
  const firstUnavailable = [...replicas, ...condemned.toReversed()].find((pod) => isUnavailable(rollout, pod))
  const status = statusOf(set, revisions, [...replicas, ...condemned], nowMs)
  try {
    const done =
      (await forAll(set, replicas, (pod) => settle(rollout, pod))) &&
      (await forAll(set, condemned, async (pod) => {
        if (!control.claimsMatchPolicy(pod)) await control.settleClaims(pod)
        return true
      })) &&
      (await forAll(set, condemned, (pod) => condemn(rollout, pod, firstUnavailable)))
    if (!done || set.spec?.updateStrategy?.type === 'OnDelete') return { status }
    const deleted = await update(rollout, replicas)
    return { status: { ...status, currentReplicas: (status.currentReplicas ?? 0) - deleted } }
  } catch (error) {
    return { status, error }
  }
}

/** One pod an ordinal: the one that is there, or the one that has to be made. */
function replicasOf({ set, revisions, pods }: Rollout): Pod[] {
  const start = startOrdinal(set)
  return Array.from({ length: set.spec?.replicas ?? 1 }, (_, index) => {
    const ordinal = start + index
    const present = pods.find((pod) => ordinalOf(pod) === ordinal)
    if (present) return present
    const revision = keepsCurrent(set, index) ? revisions.current : revisions.update
    const template: PodTemplateSpec = templateOf(revision)
    return newPod(set, template, revision.metadata.name!, ordinal)
  })
}

/** Below the partition a pod comes back as it was. */
function keepsCurrent(set: StatefulSet, index: number): boolean {
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {}
  if (rollingUpdate) return index < (rollingUpdate.partition ?? 0)
  return type === 'RollingUpdate' && index < (set.status?.currentReplicas ?? 0)
}

function isOrdered(set: StatefulSet): boolean {
  return set.spec?.podManagementPolicy !== 'Parallel'
}

/** In order until one says false; or all, in growing batches. */
async function forAll(set: StatefulSet, pods: Pod[], work: (pod: Pod) => Promise<boolean>): Promise<boolean> {
  if (isOrdered(set)) {
    for (const pod of pods) if (!(await work(pod))) return false
    return true
  }
  let next = 0
  await slowStart(pods.length, async () => void (await work(pods[next++]!)))
  return true
}

function minReadySecondsOf({ set }: Rollout): number {
  return set.spec?.minReadySeconds ?? 0
}

function isUnavailable(rollout: Rollout, pod: Pod): boolean {
  return !isAvailable(pod, minReadySecondsOf(rollout), rollout.nowMs) || Boolean(pod.metadata.deletionTimestamp)
}

function isWellAndAvailable(rollout: Rollout, pod: Pod): boolean {
  return isRunningAndReady(pod) && isAvailable(pod, minReadySecondsOf(rollout), rollout.nowMs)
}

/** Makes or mends one pod. False: the next ones wait. */
async function settle(rollout: Rollout, pod: Pod): Promise<boolean> {
  const { set, control } = rollout
  if (isPodFinished(pod)) {
    if (!pod.metadata.deletionTimestamp) await control.delete(pod)
    return false
  }
  if (!pod.status?.phase) {
    if (!control.isBlocked(pod)) await control.create(pod)
    return false
  }
  if (pod.status.phase === 'Pending') await control.createClaims(pod)
  const waits = pod.metadata.deletionTimestamp || !isWellAndAvailable(rollout, pod)
  if (waits && isOrdered(set)) return false
  if (!identityMatches(set, pod) || !storageMatches(set, pod) || !control.claimsMatchPolicy(pod)) {
    await control.mend(pod)
  }
  return true
}

/** Scales one pod away. False: the next ones wait. */
async function condemn(rollout: Rollout, pod: Pod, firstUnavailable: Pod | undefined): Promise<boolean> {
  const ordered = isOrdered(rollout.set)
  if (pod.metadata.deletionTimestamp) return !ordered
  if (ordered && pod !== firstUnavailable && !isWellAndAvailable(rollout, pod)) return false
  await rollout.control.delete(pod)
  return false
}

/** Deletes pods of another revision, the highest ordinals first, as many as may be missing. Gives their number. */
async function update(rollout: Rollout, replicas: Pod[]): Promise<number> {
  const { set, revisions, control } = rollout
  const { partition = 0, maxUnavailable = 1 } = set.spec?.updateStrategy?.rollingUpdate ?? {}
  const mayMiss = Math.max(1, scaled(maxUnavailable, replicas.length))
  const missing = replicas.filter((pod) => isUnavailable(rollout, pod)).length
  const outdated = replicas
    .slice(partition)
    .toReversed()
    .filter((pod) => revisionOf(pod) !== revisions.update.metadata.name && !pod.metadata.deletionTimestamp)
    .slice(0, Math.max(0, mayMiss - missing))
  for (const pod of outdated) await control.delete(pod)
  return outdated.length
}

/** A percentage rounds down. */
function scaled(amount: number | string, total: number): number {
  return typeof amount === 'number' ? amount : Math.floor((Number.parseInt(amount, 10) * total) / 100)
}
