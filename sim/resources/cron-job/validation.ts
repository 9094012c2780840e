// What a CronJob may say. k8s: pkg/apis/batch/validation/validation.go validateCronJobSpec
import { invalid, notSupported, path, required } from '../../api/field-errors.ts'
import type { FieldError, FieldPath } from '../../api/field-errors.ts'
import { zoneOf } from '../../api/cron/next.ts'
import { parseSchedule, ScheduleError } from '../../api/cron/parse.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import type { CronJob, CronJobSpec, JobTemplateSpec } from '../../generated/types.ts'
import { validateJobSpec } from '../job/validation.ts'
import { shownSelector } from '../workload/shown-selector.ts'

/** The controller adds eleven characters, and a Job's name has at most 63. */
const nameLengthMax = 52
const policies = ['Allow', 'Forbid', 'Replace']

/** Every fault of a defaulted CronJob. */
export function validateCronJob({ metadata, spec }: CronJob, old?: CronJob): FieldError[] {
  const errors = validateSpec(spec ?? { schedule: '', jobTemplate: {} }, path('spec'), old?.spec)
  const { name = '' } = metadata
  if (!old && name.length > nameLengthMax) {
    errors.push(invalid(path('metadata').child('name'), name, `must be no more than ${nameLengthMax} characters`))
  }
  return errors
}

function validateSpec(spec: CronJobSpec, at: FieldPath, old: CronJobSpec | undefined): FieldError[] {
  const { concurrencyPolicy = '', timeZone } = spec
  const errors = validateSchedule(spec, at.child('schedule'), old?.schedule.includes('TZ') ?? false)
  errors.push(...validateNonnegative(spec.startingDeadlineSeconds ?? 0, at.child('startingDeadlineSeconds')))
  if (timeZone !== undefined && timeZone !== old?.timeZone) {
    errors.push(...validateTimeZone(timeZone, at.child('timeZone')))
  }
  const policyAt = at.child('concurrencyPolicy')
  if (concurrencyPolicy === '') errors.push(required(policyAt))
  else if (!policies.includes(concurrencyPolicy)) errors.push(notSupported(policyAt, concurrencyPolicy, policies))
  return [
    ...errors,
    ...validateTemplate(spec.jobTemplate, at.child('jobTemplate', 'spec')),
    ...validateNonnegative(spec.successfulJobsHistoryLimit ?? 0, at.child('successfulJobsHistoryLimit')),
    ...validateNonnegative(spec.failedJobsHistoryLimit ?? 0, at.child('failedJobsHistoryLimit')),
  ]
}

function validateSchedule({ schedule, timeZone }: CronJobSpec, at: FieldPath, allowZone: boolean): FieldError[] {
  if (!schedule) return [required(at)]
  const errors: FieldError[] = []
  try {
    parseSchedule(withoutZone(schedule))
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error
    errors.push(invalid(at, schedule, error.message))
  }
  if (!schedule.includes('TZ')) return errors
  if (!allowZone) {
    errors.push(invalid(at, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'))
  } else if (timeZone !== undefined) {
    errors.push(invalid(at, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'))
  }
  return errors
}

/** The zone in front of a schedule is parsed apart; one that is not there is refused by its own rule. */
function withoutZone(schedule: string): string {
  const [, zone, rest] = /^(?:CRON_)?TZ=(\S*)\s+(.*)$/.exec(schedule) ?? []
  if (zone === undefined) return schedule
  if (!zoneOf(zone)) throw new ScheduleError(`provided bad location ${zone}: unknown time zone ${zone}`)
  return rest!
}

function validateTimeZone(timeZone: string, at: FieldPath): FieldError[] {
  if (timeZone === '') return [invalid(at, timeZone, 'timeZone must be nil or non-empty string')]
  const unknown = [invalid(at, timeZone, `unknown time zone ${timeZone}`)]
  const parts = timeZone.split('/')
  if (parts.some((part) => part === '.' || part === '..' || !/^(?!-)[A-Za-z.\-_0-9+]{1,14}$/.test(part))) return unknown
  if (timeZone.toLowerCase() === 'local') {
    const rule = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'
    return [invalid(at, timeZone, rule)]
  }
  return zoneOf(timeZone) ? [] : unknown
}

function validateTemplate({ spec = { template: {} } }: JobTemplateSpec, at: FieldPath): FieldError[] {
  const errors = validateJobSpec(spec, at)
  if (spec.selector) {
    errors.push(invalid(at.child('selector'), shownSelector(spec.selector), '`selector` will be auto-generated'))
  }
  if (spec.manualSelector) errors.push(notSupported(at.child('manualSelector'), true, ['nil', 'false']))
  return errors
}
