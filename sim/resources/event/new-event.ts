// What the newer event API asks for besides: complete events, and changes of their series alone.
// k8s: pkg/apis/core/validation/events.go ValidateEventCreate, ValidateEventUpdate
import { invalid, path, required, type FieldError } from '../../api/field-errors.ts'
import { sameValue, validateImmutable } from '../../api/meta-validation.ts'
import type { Event } from '../../generated/types.ts'

const unset = 'needs to be unset'
const fixed = [
  'involvedObject',
  'reason',
  'message',
  'source',
  'firstTimestamp',
  'lastTimestamp',
  'count',
  'reason',
  'type',
  'eventTime',
  'action',
  'related',
] as const

/** In the core group's form, and with its names for the fields. */
export function validateNewEvent(event: Event, old?: Event): FieldError[] {
  if (old) return updateFaults(event, old)
  const { type = '', eventTime, firstTimestamp, lastTimestamp, count, source } = event
  return [
    ...seriesFaults(event),
    ...(eventTime ? [] : [required(path('eventTime'))]),
    ...(['Normal', 'Warning'].includes(type) ? [] : [invalid(path('type'), '', `has invalid value: ${type}`)]),
    ...(firstTimestamp ? [invalid(path('firstTimestamp'), '', unset)] : []),
    ...(lastTimestamp ? [invalid(path('lastTimestamp'), '', unset)] : []),
    ...(count ? [invalid(path('count'), '', unset)] : []),
    ...(source?.component || source?.host ? [invalid(path('source'), '', unset)] : []),
  ]
}

function updateFaults(event: Event, old: Event): FieldError[] {
  return [
    ...(sameValue(event.series, old.series) ? [] : seriesFaults(event)),
    ...fixed.flatMap((field) => validateImmutable(saidIn(event, field), saidIn(old, field), path(field))),
    ...validateImmutable(event.reportingComponent, old.reportingComponent, path('reportingController')),
    ...validateImmutable(event.reportingInstance, old.reportingInstance, path('reportingInstance')),
  ]
}

/** Nobody as the source is the same, said or not. */
function saidIn(event: Event, field: (typeof fixed)[number]): unknown {
  return field === 'source' && !event.source?.component && !event.source?.host ? undefined : event[field]
}

function seriesFaults({ series }: Event): FieldError[] {
  if (!series) return []
  return [
    ...((series.count ?? 0) < 2 ? [invalid(path('series.count'), '', 'should be at least 2')] : []),
    ...(series.lastObservedTime ? [] : [required(path('series.lastObservedTime'))]),
  ]
}
