// What an Event may say. k8s: pkg/apis/core/validation/events.go legacyValidateEvent
import { invalid, path, required, type FieldError } from '../../api/field-errors.ts'
import { byteLength, dns1123Subdomain, qualifiedKey } from '../../api/names.ts'
import type { Event } from '../../generated/types.ts'

const namespacePath = path('involvedObject.namespace')

/** Every fault of an Event of the core group. */
export function validateEvent(event: Event): FieldError[] {
  const own = event.metadata.namespace ?? ''
  const about = event.involvedObject.namespace ?? ''
  const mismatch = invalid(namespacePath, about, 'does not match event.namespace')
  const errors: FieldError[] = []
  if (!event.eventTime) {
    const matches = about === '' ? own === '' || own === 'default' : own === about
    if (!matches) errors.push(mismatch)
  } else {
    if (about === '' && own !== 'default' && own !== 'kube-system') errors.push(mismatch)
    errors.push(...newEventErrors(event))
  }
  return [...errors, ...dns1123Subdomain(own).map((sentence) => invalid('namespace', own, sentence))]
}

/** Those with an eventTime come from the new API and say who reports, about what. */
function newEventErrors(event: Event): FieldError[] {
  const reporter = event.reportingComponent ?? ''
  const at = path('reportingComponent')
  return [
    ...(reporter === '' ? [required(at)] : []),
    ...qualifiedKey(reporter).map((sentence) => invalid(at, reporter, sentence)),
    ...textErrors('reportingInstance', event.reportingInstance ?? '', 128, true),
    ...textErrors('action', event.action ?? '', 128, true),
    ...textErrors('reason', event.reason ?? '', 128, true),
    ...textErrors('message', event.message ?? '', 1024, false),
  ]
}

function textErrors(field: string, value: string, bytesMax: number, needed: boolean): FieldError[] {
  if (value === '') return needed ? [required(field)] : []
  return byteLength(value) > bytesMax ? [invalid(field, '', `can have at most ${bytesMax} characters`)] : []
}
