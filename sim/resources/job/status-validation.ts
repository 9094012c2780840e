// What a Job's status may say. k8s: pkg/apis/batch/validation/validation.go ValidateJobStatusUpdate
import { invalid, path, required, type FieldError } from '../../api/field-errors.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import type { Job, JobStatus } from '../../generated/types.ts'

const counts = ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const

/** Every fault of a new status: contradictions, and ends that are taken back. */
export function validateJobStatus({ spec, status = {} }: Job, { status: before = {} }: Job): FieldError[] {
  const at = path('status')
  const conditionsAt = at.child('conditions')
  const errors = counts.flatMap((name) => validateNonnegative(status[name] ?? 0, at.child(name)))
  const refuse = (rule: string): void => void errors.push(invalid(conditionsAt, undefined, rule))
  const [complete, failed] = [has(status, 'Complete'), has(status, 'Failed')]
  const [met, target] = [has(status, 'SuccessCriteriaMet'), has(status, 'FailureTarget')]
  if (complete && failed) refuse('cannot set Complete=True and Failed=true conditions')
  if (complete && target) refuse('cannot set Complete=True and FailureTarget=true conditions')
  if (failed && !target) refuse('cannot set Failed=True condition without the FailureTarget=true condition')
  if (complete && !met) refuse('cannot set Complete=True condition without the SuccessCriteriaMet=true condition')
  if (met && failed) refuse('cannot set SuccessCriteriaMet=True and Failed=true conditions')
  if (met && target) refuse('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions')
  const completionAt = at.child('completionTime')
  if (status.completionTime && !complete) {
    const rule = 'cannot set completionTime when there is no Complete=True condition'
    errors.push(invalid(completionAt, status.completionTime, rule))
  }
  if (!status.completionTime && complete) {
    errors.push(required(completionAt, 'completionTime is required for Complete jobs'))
  }
  if (complete || failed) errors.push(...validateFinished(status, spec?.suspend === true && spec.completions === 0))
  if ((status.ready ?? 0) > (status.active ?? 0)) {
    errors.push(invalid(at.child('ready'), status.ready, 'cannot set more ready pods than active'))
  }
  for (const type of ['Failed', 'Complete', 'FailureTarget', 'SuccessCriteriaMet']) {
    const kind = type === 'SuccessCriteriaMet' ? '' : 'terminal '
    if (has(before, type) && !has(status, type)) refuse(`cannot disable the ${kind}${type}=True condition`)
  }
  if ((status.failed ?? 0) < (before.failed ?? 0)) {
    errors.push(invalid(at.child('failed'), status.failed ?? 0, 'cannot decrease the failed counter'))
  }
  const mayShrink = spec?.completionMode === 'Indexed' && spec.completions === spec.parallelism
  if (!mayShrink && (status.succeeded ?? 0) < (before.succeeded ?? 0)) {
    errors.push(invalid(at.child('succeeded'), status.succeeded ?? 0, 'cannot decrease the succeeded counter'))
  }
  return errors
}

function has({ conditions = [] }: JobStatus, type: string): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === 'True')
}

function validateFinished(status: JobStatus, neverStarted: boolean): FieldError[] {
  const at = path('status')
  const errors: FieldError[] = []
  for (const name of ['active', 'terminating'] as const) {
    const count = status[name] ?? 0
    if (count > 0) errors.push(invalid(at.child(name), count, `${name}>0 is invalid for finished job`))
  }
  if (!status.startTime && !neverStarted) {
    errors.push(required(at.child('startTime'), 'startTime is required for finished job'))
  }
  return errors
}
