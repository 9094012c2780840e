// What a Job's status may say; most rules are only asked where what they speak of changes.
// k8s: pkg/apis/batch/validation/validation.go ValidateJobStatusUpdate, pkg/registry/batch/job/strategy.go getStatusValidationOptions
import { duplicate, invalid, path, required, type FieldError } from '../../api/field-errors.ts'
import { sameValue, validateNonnegative } from '../../api/meta-validation.ts'
import type { Job, JobStatus } from '../../generated/types.ts'
import { countIndexes } from './indexes.ts'

const counts = ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const
const at = path('status')
const conditionsAt = at.child('conditions')

/** Every fault of a new status: contradictions, and ends that are taken back. */
export function validateJobStatus(job: Job, old: Job): FieldError[] {
  const { status = {} } = job
  const { status: before = {} } = old
  return [
    ...counts.flatMap((name) => validateNonnegative(status[name] ?? 0, at.child(name))),
    ...uncountedFaults(status),
    ...endFaults(status, before),
    ...finishedFaults(job, before),
    ...indexFaults(job, before),
    ...podFaults(status, before),
    ...criteriaFaults(job),
    ...takenBack(job, before),
  ]
}

/** A condition's fault shows no value. */
function refused(rule: string): FieldError {
  return { type: 'Invalid value', field: String(conditionsAt), detail: rule }
}

function has({ conditions = [] }: JobStatus, type: string, status = 'True'): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === status)
}

function isFinished(status: JobStatus): boolean {
  return has(status, 'Complete') || has(status, 'Failed')
}

function uncountedFaults({ uncountedTerminatedPods }: JobStatus): FieldError[] {
  const seen = new Set<string>()
  return (['succeeded', 'failed'] as const).flatMap((list) =>
    (uncountedTerminatedPods?.[list] ?? []).flatMap((uid, index) => {
      const where = at.child('uncountedTerminatedPods', list).index(index)
      if (uid === '') return [invalid(where, uid, 'must not be empty')]
      if (seen.has(uid)) return [duplicate(where, uid)]
      seen.add(uid)
      return []
    }),
  )
}

function endFaults(status: JobStatus, before: JobStatus): FieldError[] {
  const changed = (...types: string[]): boolean => types.some((type) => has(status, type) !== has(before, type))
  const { completionTime, startTime } = status
  const timeChanged = completionTime !== before.completionTime
  const [complete, failed] = [has(status, 'Complete'), has(status, 'Failed')]
  const [met, target] = [has(status, 'SuccessCriteriaMet'), has(status, 'FailureTarget')]
  const ended = at.child('completionTime')
  const errors: FieldError[] = []
  if (changed('Complete', 'Failed') && complete && failed) {
    errors.push(refused('cannot set Complete=True and Failed=true conditions'))
  }
  if (changed('Complete', 'FailureTarget') && complete && target) {
    errors.push(refused('cannot set Complete=True and FailureTarget=true conditions'))
  }
  if ((changed('Complete') || timeChanged) && completionTime && !complete) {
    errors.push(invalid(ended, completionTime, 'cannot set completionTime when there is no Complete=True condition'))
  }
  if ((changed('Complete') || timeChanged) && !completionTime && complete) {
    errors.push(required(ended, 'completionTime is required for Complete jobs'))
  }
  if ((timeChanged || startTime !== before.startTime) && startTime && completionTime && completionTime < startTime) {
    errors.push(invalid(ended, completionTime, 'must be equal to or after `startTime`'))
  }
  if ((changed('Failed') || status.failedIndexes !== before.failedIndexes) && failed && !target) {
    errors.push(refused('cannot set Failed=True condition without the FailureTarget=true condition'))
  }
  if (changed('Complete', 'SuccessCriteriaMet') && complete && !met) {
    errors.push(refused('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'))
  }
  return errors
}

function finishedFaults({ spec, status = {} }: Job, before: JobStatus): FieldError[] {
  if (!isFinished(status)) return []
  const ends = !isFinished(before)
  const neverStarted = spec?.suspend === true && spec.completions === 0
  const { active = 0, startTime, uncountedTerminatedPods: uncounted } = status
  const errors: FieldError[] = []
  if ((ends || active !== (before.active ?? 0)) && active > 0) {
    errors.push(invalid(at.child('active'), active, 'active>0 is invalid for finished job'))
  }
  if ((ends || startTime !== before.startTime) && !startTime && !neverStarted) {
    errors.push(required(at.child('startTime'), 'startTime is required for finished job'))
  }
  const some = (uncounted?.succeeded?.length ?? 0) + (uncounted?.failed?.length ?? 0) > 0
  if ((ends || !sameValue(uncounted, before.uncountedTerminatedPods)) && some) {
    errors.push(invalid(at.child('uncountedTerminatedPods'), uncounted, 'must be empty for finished job'))
  }
  return errors
}

function indexFaults({ spec, status = {} }: Job, before: JobStatus): FieldError[] {
  const { completedIndexes = '', failedIndexes } = status
  const where = at.child('completedIndexes')
  const failedAt = at.child('failedIndexes')
  const completedChanged = completedIndexes !== (before.completedIndexes ?? '')
  const failedChanged = failedIndexes !== before.failedIndexes
  const errors: FieldError[] = []
  const read = (list: string, place: typeof where): void => {
    const found = spec?.completions === undefined ? 0 : countIndexes(list, spec.completions)
    if (typeof found === 'string')
      errors.push(invalid(place, list, `error parsing ${String(place).slice(7)}: ${found}`))
  }
  if (completedChanged) read(completedIndexes, where)
  if (failedChanged && failedIndexes !== undefined && spec?.backoffLimitPerIndex !== undefined) {
    read(failedIndexes, failedAt)
  }
  if (completedChanged && completedIndexes !== '' && spec?.completionMode !== 'Indexed') {
    const rule = 'cannot set non-empty completedIndexes when non-indexed completion mode'
    errors.push(invalid(where, completedIndexes, rule))
  }
  if (failedChanged && failedIndexes !== undefined && spec?.backoffLimitPerIndex === undefined) {
    errors.push(invalid(failedAt, failedIndexes, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'))
  }
  return errors
}

function podFaults(status: JobStatus, before: JobStatus): FieldError[] {
  const { terminating = 0, ready = 0, active = 0 } = status
  const errors: FieldError[] = []
  const terminatingAsked = isFinished(status) !== isFinished(before) || terminating !== (before.terminating ?? 0)
  if (terminatingAsked && terminating > 0 && isFinished(status)) {
    errors.push(invalid(at.child('terminating'), terminating, 'terminating>0 is invalid for finished job'))
  }
  if ((ready !== (before.ready ?? 0) || active !== (before.active ?? 0)) && ready > active) {
    errors.push(invalid(at.child('ready'), ready, 'cannot set more ready pods than active'))
  }
  return errors
}

function criteriaFaults({ spec, status = {} }: Job): FieldError[] {
  const met = has(status, 'SuccessCriteriaMet')
  const errors: FieldError[] = []
  if (met && has(status, 'Failed'))
    errors.push(refused('cannot set SuccessCriteriaMet=True and Failed=true conditions'))
  if (met && has(status, 'FailureTarget')) {
    errors.push(refused('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions'))
  }
  if (spec?.successPolicy && !met && has(status, 'Complete')) {
    errors.push(refused('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True'))
  }
  return errors
}

function takenBack({ spec, status = {} }: Job, before: JobStatus): FieldError[] {
  const errors: FieldError[] = []
  for (const type of ['Failed', 'Complete', 'FailureTarget']) {
    if (has(before, type) && !has(status, type))
      errors.push(refused(`cannot disable the terminal ${type}=True condition`))
  }
  if ((status.failed ?? 0) < (before.failed ?? 0)) {
    errors.push(invalid(at.child('failed'), status.failed ?? 0, 'cannot decrease the failed counter'))
  }
  const mayShrink = spec?.completionMode === 'Indexed' && spec.completions === spec.parallelism
  if (!mayShrink && (status.succeeded ?? 0) < (before.succeeded ?? 0)) {
    errors.push(invalid(at.child('succeeded'), status.succeeded ?? 0, 'cannot decrease the succeeded counter'))
  }
  const { completionTime, startTime } = status
  if (completionTime && before.completionTime && completionTime !== before.completionTime) {
    errors.push(invalid(at.child('completionTime'), completionTime, 'field is immutable'))
  }
  const resuming = has(before, 'Suspended') && has(status, 'Suspended', 'False')
  if (before.startTime && startTime !== before.startTime && !resuming && spec?.suspend !== true) {
    errors.push(required(at.child('startTime'), 'startTime cannot be removed for unsuspended job'))
  }
  if (has(before, 'SuccessCriteriaMet') && !has(status, 'SuccessCriteriaMet')) {
    errors.push(refused('cannot disable the SuccessCriteriaMet=True condition'))
  }
  const late = has(before, 'Complete') && !has(before, 'SuccessCriteriaMet') && has(status, 'SuccessCriteriaMet')
  if (late) errors.push(refused('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'))
  return errors
}
