// Is a Job over, and why? k8s: pkg/controller/job/job_controller.go syncJob, pastBackoffLimitOnFailure, pastActiveDeadline
import { timestamp } from '../../clock.ts'
import type { JobCondition } from '../../generated/types.ts'
import { isFailed } from './job-pod.ts'
import { matchFailurePolicy, matchSuccessPolicy } from './policies.ts'
import { conditionOf, type Round } from './round.ts'

export function newCondition(
  type: string,
  reason: string,
  message: string,
  nowMs: number,
  status = 'True',
): JobCondition {
  const now = timestamp(nowMs)
  return { type, status, lastProbeTime: now, lastTransitionTime: now, reason, message }
}

/** The end that the Job goes to, before it is decided by its completions; undefined while it goes on. */
export function endOf(round: Round): JobCondition | undefined {
  const { job, status, nowMs } = round
  const met = conditionOf(status, 'SuccessCriteriaMet')
  if (met?.status === 'True') return met
  const target = conditionOf(status, 'FailureTarget')
  if (target?.status === 'True') return newCondition('Failed', target.reason ?? '', target.message ?? '', nowMs)
  const fail = (reason: string, message: string): JobCondition => newCondition('FailureTarget', reason, message, nowMs)
  const failed = round.pods.filter((pod) => isFailed(job, pod))
  const policy = failed.map((pod) => matchFailurePolicy(job, pod).message).find((message) => message !== undefined)
  if (policy !== undefined) return fail('PodFailurePolicy', policy)
  if (round.failed > (job.spec?.backoffLimit ?? 6) || restartedTooOften(round)) {
    return fail('BackoffLimitExceeded', 'Job has reached the specified backoff limit')
  }
  if (deadlineInMs(round) === 0) return fail('DeadlineExceeded', 'Job was active longer than specified deadline')
  const failedIndexes = round.failedIndexes?.size ?? 0
  if (failedIndexes > (job.spec?.maxFailedIndexes ?? Infinity)) {
    return fail('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes')
  }
  if (failedIndexes > 0 && failedIndexes + round.succeededIndexes.size >= (job.spec?.completions ?? 0)) {
    return fail('FailedIndexes', 'Job has failed indexes')
  }
  const success = matchSuccessPolicy(job, round.succeededIndexes)
  return success === undefined ? undefined : newCondition('SuccessCriteriaMet', 'SuccessPolicy', success, nowMs)
}

/** Restarts in place count too, where pods are restarted. */
function restartedTooOften({ job, pods }: Round): boolean {
  if (job.spec?.template.spec?.restartPolicy !== 'OnFailure') return false
  const restarts = pods
    .filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending')
    .flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])
    .reduce((sum, { restartCount }) => sum + restartCount, 0)
  const limit = job.spec.backoffLimit ?? 6
  return limit === 0 ? restarts > 0 : restarts >= limit
}

/** Milliseconds that the Job may still be active, 0 when it was for too long; undefined without a limit. */
export function deadlineInMs({ job, status, nowMs }: Round): number | undefined {
  const seconds = job.spec?.activeDeadlineSeconds
  if (seconds === undefined || !status.startTime || job.spec?.suspend) return undefined
  return Math.max(0, seconds * 1000 - (nowMs - Date.parse(status.startTime)))
}
