// What one look at a Job finds: its pods, what is new, which indexes are done. k8s: pkg/controller/job/job_controller.go syncJob
import type { Job, JobCondition, JobStatus, Pod } from '../../generated/types.ts'
import { isPodActive, isPodFinished, isPodReady } from '../workload/pod-state.ts'
import { parseIndexes } from './index-list.ts'
import {
  absoluteFailureCount,
  failureCount,
  finishedAtMs,
  hasValidIndex,
  indexOf,
  isFailed,
  isIndexed,
  isTracked,
} from './job-pod.ts'
import { matchFailurePolicy } from './policies.ts'

export interface Round {
  job: Job
  /** What the status will be; changed on the way. */
  status: JobStatus
  pods: Pod[]
  active: Pod[]
  /** Ended, and not counted yet. */
  newSucceeded: Pod[]
  newFailed: Pod[]
  /** Counts with the new ones. */
  succeeded: number
  failed: number
  ready: number
  terminating: number
  succeededIndexes: Set<number>
  failedIndexes: Set<number> | undefined
  /** By index, the failed pod that stays until its successor, which takes its count of failures, is there. */
  delayed: Map<number, Pod>
  nowMs: number
}

export function startRound(job: Job, pods: Pod[], nowMs: number): Round {
  const status: JobStatus = { ...job.status, uncountedTerminatedPods: { ...job.status?.uncountedTerminatedPods } }
  const uncounted = status.uncountedTerminatedPods!
  const active = pods.filter(isPodActive)
  const isNew = (counted: string[] | undefined) => (pod: Pod) =>
    isTracked(pod) && !counted?.includes(pod.metadata.uid!) && hasValidIndex(job, pod)
  const newSucceeded = pods.filter(({ status: own }) => own?.phase === 'Succeeded').filter(isNew(uncounted.succeeded))
  const newFailed = pods.filter((pod) => isFailed(job, pod)).filter(isNew(uncounted.failed))
  const counting = newFailed.filter((pod) => matchFailurePolicy(job, pod).counts)
  const round: Round = {
    job,
    status,
    pods,
    active,
    newSucceeded,
    newFailed,
    succeeded: (status.succeeded ?? 0) + newSucceeded.length + (uncounted.succeeded?.length ?? 0),
    failed: (status.failed ?? 0) + counting.length + (uncounted.failed?.length ?? 0),
    ready: active.filter(isPodReady).length,
    terminating: pods.filter((pod) => pod.metadata.deletionTimestamp && !isPodFinished(pod)).length,
    succeededIndexes: new Set(),
    failedIndexes: undefined,
    delayed: new Map(),
    nowMs,
  }
  if (isIndexed(job)) addIndexes(round)
  return round
}

function addIndexes(round: Round): void {
  const { job, pods, status, newSucceeded } = round
  const completions = job.spec?.completions ?? 0
  round.succeededIndexes = parseIndexes(status.completedIndexes, completions)
  for (const pod of newSucceeded) round.succeededIndexes.add(indexOf(pod)!)
  round.succeeded = round.succeededIndexes.size
  const limit = job.spec?.backoffLimitPerIndex
  if (limit === undefined) return
  round.failedIndexes = parseIndexes(status.failedIndexes, completions)
  const failed = pods.filter((pod) => isTracked(pod) && hasValidIndex(job, pod) && isFailed(job, pod))
  for (const pod of failed) {
    const { counts, action } = matchFailurePolicy(job, pod)
    if (action === 'FailIndex' || (counts && failureCount(pod) >= limit)) round.failedIndexes.add(indexOf(pod)!)
  }
  const busy = new Set(round.active.map(indexOf))
  for (const pod of failed) {
    const index = indexOf(pod)!
    if (busy.has(index) || round.succeededIndexes.has(index) || round.failedIndexes.has(index)) continue
    const other = round.delayed.get(index)
    const later =
      !other || (absoluteFailureCount(other) <= absoluteFailureCount(pod) && finishedAtMs(pod) >= finishedAtMs(other))
    if (later) round.delayed.set(index, pod)
  }
}

export function conditionOf({ conditions = [] }: JobStatus, type: string): JobCondition | undefined {
  return conditions.find((condition) => condition.type === type)
}

export function isFinished({ status = {} }: Job): boolean {
  return ['Complete', 'Failed'].some((type) => conditionOf(status, type)?.status === 'True')
}
