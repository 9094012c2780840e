// What a Job asks of its pods: did it fail, when did it end, which index has it, has it been counted?
// k8s: pkg/controller/job/job_controller.go, backoff_utils.go, indexed_job_utils.go
import type { Job, Pod } from '../../generated/types.ts'
import { matchFailurePolicy } from './policies.ts'

/** Keeps a pod that has ended until it is counted. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking'
export const indexKey = 'batch.kubernetes.io/job-completion-index'
const failureCountKey = 'batch.kubernetes.io/job-index-failure-count'
const ignoredFailureCountKey = 'batch.kubernetes.io/job-index-ignored-failure-count'

export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(trackingFinalizer) ?? false
}

export function isIndexed(job: Job): boolean {
  return job.spec?.completionMode === 'Indexed'
}

/** undefined for a pod without a valid one. */
export function indexOf({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[indexKey] ?? ''
  return /^[0-9]+$/.test(text) ? Number(text) : undefined
}

/** Has it an index that the Job asks for (or does the Job ask for none)? */
export function hasValidIndex(job: Job, pod: Pod): boolean {
  return !isIndexed(job) || (indexOf(pod) ?? Infinity) < (job.spec?.completions ?? 0)
}

/** Is a pod replaced only once it has failed, not already while it ends? */
export function replacesOnlyFailed({ spec }: Job): boolean {
  return spec?.podReplacementPolicy === 'Failed' || spec?.podFailurePolicy !== undefined
}

export function isFailed(job: Job, pod: Pod): boolean {
  if (pod.status?.phase === 'Failed') return true
  if (replacesOnlyFailed(job)) return false
  return pod.metadata.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded'
}

/** When its last container ended, else when it was no longer ready or was deleted, in ms. */
export function finishedAtMs(pod: Pod): number {
  const ends = (pod.status?.containerStatuses ?? []).map(({ state }) => state?.terminated?.finishedAt)
  if (ends.length > 0 && ends.every((end) => end !== undefined)) {
    return Math.max(...ends.map((end) => Date.parse(end)))
  }
  const ready = pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'False')
  if (ready?.lastTransitionTime) return Date.parse(ready.lastTransitionTime)
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata
  if (deletionTimestamp) return Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1000
  return Date.parse(creationTimestamp ?? '')
}

function annotationCount({ metadata }: Pod, key: string): number {
  const text = metadata.annotations?.[key] ?? ''
  return /^[0-9]+$/.test(text) ? Number(text) : 0
}

/** Failures of the index before this pod. */
export function failureCount(pod: Pod): number {
  return annotationCount(pod, failureCountKey)
}

/** Also those that the policy ignores. */
export function absoluteFailureCount(pod: Pod): number {
  return failureCount(pod) + annotationCount(pod, ignoredFailureCountKey)
}

/** The annotations with which a failed pod's successor starts. */
export function failureAnnotations(job: Job, replaced: Pod | undefined): Record<string, string> {
  if (!replaced) return { [failureCountKey]: '0' }
  const counted = matchFailurePolicy(job, replaced).counts ? 1 : 0
  const ignored = annotationCount(replaced, ignoredFailureCountKey) + 1 - counted
  return {
    [failureCountKey]: String(failureCount(replaced) + counted),
    ...(ignored > 0 ? { [ignoredFailureCountKey]: String(ignored) } : {}),
  }
}
