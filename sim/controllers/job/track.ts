// Counts a Job's ended pods, each once, and lets them go; then says that the Job is over.
// k8s: pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers
import type { JobCondition, JobStatus, Pod, UncountedTerminatedPods } from '../../generated/types.ts'
import { formatIndexes, parseIndexes } from './index-list.ts'
import { hasValidIndex, indexOf, isFailed, isIndexed, isTracked } from './job-pod.ts'
import { matchFailurePolicy } from './policies.ts'
import { conditionOf, type Round } from './round.ts'
import { newCondition } from './verdict.ts'

/** Counted in one go. */
const uncountedMax = 500

export interface Tracking {
  /** Writes the round's status. */
  write(): Promise<void>
  release(pod: Pod): Promise<void>
}

/**
 * Writes the status with the pods that are about to be counted, lets them go, and counts them.
 * @param end what {@link endOf} or the completions said. @param changed something else of the status has to be written.
 * @returns the condition that ended the Job, when it did.
 */
export async function track(
  round: Round,
  end: JobCondition | undefined,
  changed: boolean,
  tracking: Tracking,
): Promise<JobCondition | undefined> {
  const { status } = round
  const left = (): Set<string> => new Set(round.pods.filter(isTracked).map(({ metadata }) => metadata.uid!))
  let dirty = countReleased(status, left()) || changed
  const released = collect(round, end)
  dirty = released.changed || dirty
  dirty = writeIndexes(round) || dirty
  const terminal = end && interim(round, end)
  dirty = Boolean(terminal && terminal.added) || dirty
  if (dirty) await tracking.write()
  const gone = new Set<string>()
  const results = await Promise.allSettled(
    released.pods.map(async (pod) => {
      await tracking.release(pod)
      gone.add(pod.metadata.uid!)
    }),
  )
  const counted = countReleased(status, left().difference(gone))
  const failure = results.find((result) => result.status === 'rejected')
  if (failure) {
    if (counted) await tracking.write()
    throw failure.reason
  }
  const over = terminal && !released.more && mayFinish(round) ? terminal.condition : undefined
  if (over) finish(round, over)
  if (over || counted) await tracking.write()
  return over
}

/** Moves those without finalizer from the list to the counts. */
function countReleased(status: JobStatus, tracked: Set<string>): boolean {
  const uncounted = status.uncountedTerminatedPods!
  let changed = false
  for (const kind of ['succeeded', 'failed'] as const) {
    const some = uncounted[kind] ?? []
    const waiting = some.filter((uid) => tracked.has(uid))
    if (waiting.length === some.length) continue
    changed = true
    status[kind] = (status[kind] ?? 0) + some.length - waiting.length
    status.uncountedTerminatedPods = listed({ ...status.uncountedTerminatedPods, [kind]: waiting })
  }
  return changed
}

function listed({ succeeded = [], failed = [] }: UncountedTerminatedPods): UncountedTerminatedPods {
  return { ...(succeeded.length > 0 ? { succeeded } : {}), ...(failed.length > 0 ? { failed } : {}) }
}

/** Lists the pods that can be counted now. */
function collect(round: Round, end: JobCondition | undefined): { pods: Pod[]; changed: boolean; more: boolean } {
  const { job, status } = round
  const uncounted = status.uncountedTerminatedPods!
  const lists = { succeeded: [...(uncounted.succeeded ?? [])], failed: [...(uncounted.failed ?? [])] }
  const known = parseIndexes(status.completedIndexes, job.spec?.completions ?? 0)
  const released: Pod[] = []
  let added = 0
  for (const pod of round.pods) {
    const failed = isFailed(job, pod)
    if (!isTracked(pod) || !isReleasable(round, pod, failed, end)) continue
    released.push(pod)
    const uid = pod.metadata.uid!
    if (lists.succeeded.includes(uid) || lists.failed.includes(uid)) continue
    if (pod.status?.phase === 'Succeeded') {
      if (!isIndexed(job)) lists.succeeded.push(uid)
      else if (!hasValidIndex(job, pod) || known.has(indexOf(pod)!)) continue
      added++
    } else if (failed || (end && end.type !== 'SuccessCriteriaMet')) {
      if (!hasValidIndex(job, pod) || !matchFailurePolicy(job, pod).counts) continue
      lists.failed.push(uid)
      added++
    }
    if (added >= uncountedMax) break
  }
  status.uncountedTerminatedPods = listed(lists)
  return { pods: released, changed: added > 0, more: added >= uncountedMax }
}

function isReleasable(round: Round, pod: Pod, failed: boolean, end: JobCondition | undefined): boolean {
  if (round.job.metadata.deletionTimestamp || end || pod.status?.phase === 'Succeeded') return true
  if (!failed) return false
  const index = indexOf(pod)
  return index === undefined || round.delayed.get(index)?.metadata.uid !== pod.metadata.uid
}

function writeIndexes({ job, status, succeededIndexes, failedIndexes }: Round): boolean {
  if (!isIndexed(job)) return false
  const completed = formatIndexes(succeededIndexes)
  const failed = failedIndexes && formatIndexes(failedIndexes)
  const changed = completed !== (status.completedIndexes ?? '') || failed !== status.failedIndexes
  status.succeeded = succeededIndexes.size
  if (completed) status.completedIndexes = completed
  if (failed !== undefined) status.failedIndexes = failed
  return changed
}

/** Says first where the Job goes (`FailureTarget`, `SuccessCriteriaMet`); gives the condition that ends it. */
function interim(round: Round, end: JobCondition): { condition: JobCondition; added: boolean } {
  const { status, nowMs } = round
  const { reason = '', message = '' } = end
  if (end.type === 'Failed') return { condition: end, added: false }
  const added = end.type === 'FailureTarget' || !conditionOf(status, end.type)
  if (added) status.conditions = [...(status.conditions ?? []), end]
  const type = end.type === 'FailureTarget' ? 'Failed' : 'Complete'
  return { condition: newCondition(type, reason, message, nowMs), added }
}

/** Not while pods are uncounted or still ending. */
function mayFinish({ status, terminating }: Round): boolean {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {}
  return succeeded.length + failed.length === 0 && terminating === 0
}

function finish({ status }: Round, end: JobCondition): void {
  status.conditions = [...(status.conditions ?? []), end]
  if (end.type === 'Complete' && end.lastTransitionTime) status.completionTime = end.lastTransitionTime
}
