// Which of two pods matters more, and which is on its way out. Pure. k8s: pkg/scheduler/util/utils.go
import type { Pod } from '../generated/types.ts'
import { priorityOf } from './snapshot.ts'

/** Set on the victims of a preemption. */
export const preemptionReason = 'PreemptionByScheduler'

/** Milliseconds since 1970; a pod that has not started counts as the youngest. */
export function startedAt({ status }: Pod): number {
  return status?.startTime ? Date.parse(status.startTime) : Infinity
}

/** Order of importance: by priority, then by who has run the longest. */
export function moreImportantFirst(a: Pod, b: Pod): number {
  const [started, other] = [startedAt(a), startedAt(b)]
  return priorityOf(b) - priorityOf(a) || (started === other ? 0 : started - other)
}

/** Going away because the scheduler told it to. */
export function isTerminatingByPreemption({ metadata, status }: Pod): boolean {
  if (!metadata.deletionTimestamp) return false
  const condition = status?.conditions?.find(({ type }) => type === 'DisruptionTarget')
  return condition?.status === 'True' && condition.reason === preemptionReason
}
