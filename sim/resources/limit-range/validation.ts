// What a LimitRange may say. k8s: pkg/apis/core/validation/validation.go ValidateLimitRange
import {
  duplicate,
  forbidden,
  invalid,
  path,
  required,
  type FieldError,
  type FieldPath,
} from '../../api/field-errors.ts'
import { qualifiedKey } from '../../api/names.ts'
import { canonicalQuantity, compareQuantities, quantityMilliValue } from '../../api/quantity.ts'
import type { LimitRangeItem } from '../../generated/types.ts'
import { canOvercommit, validateContainerResourceName, validateResourceName } from '../pod-spec/resource-names.ts'

const types = ['Pod', 'Container', 'PersistentVolumeClaim']
const lists = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const

/** Every fault of `spec.limits`. */
export function validateLimitRange(limits: readonly LimitRangeItem[]): FieldError[] {
  return limits.flatMap((limit, index) => {
    const at = path('spec').child('limits').index(index)
    const type = limit.type ?? ''
    const repeated = limits.slice(0, index).some((other) => (other.type ?? '') === type)
    return [
      ...validateType(type, at.child('type')),
      ...(repeated ? [duplicate(at.child('type'), type)] : []),
      ...validateNames({ ...limit, type }, at),
      ...namesOf(limit).flatMap((name) => validateAmounts(name, limit, at)),
    ]
  })
}

function validateType(type: string, at: FieldPath): FieldError[] {
  const faults = qualifiedKey(type)
  if (faults.length > 0) return faults.map((fault) => invalid(at, type, fault))
  if (type.includes('/') || types.includes(type)) return []
  return [invalid(at, type, 'must be a standard limit type or fully qualified')]
}

function validateNames(limit: LimitRangeItem, at: FieldPath): FieldError[] {
  const validateName =
    limit.type === 'Pod' || limit.type === 'Container' ? validateContainerResourceName : validateResourceName
  const errors: FieldError[] = []
  for (const list of lists) {
    const names = Object.keys(limit[list] ?? {})
    if (limit.type === 'Pod' && (list === 'default' || list === 'defaultRequest')) {
      if (names.length > 0) errors.push(forbidden(at.child(list), "may not be specified when `type` is 'Pod'"))
      continue
    }
    if (list === 'maxLimitRequestRatio') errors.push(...validateClaimLimit(limit, at))
    errors.push(...names.flatMap((name) => validateName(name, at.child(list).key(name))))
  }
  return errors
}

function validateClaimLimit({ type, min, max }: LimitRangeItem, at: FieldPath): FieldError[] {
  if (type !== 'PersistentVolumeClaim' || min?.['storage'] !== undefined || max?.['storage'] !== undefined) return []
  const why = 'either minimum or maximum storage value is required, but neither was provided'
  return [required(at.child('limits'), why)]
}

function namesOf(limit: LimitRangeItem): string[] {
  return [...new Set(lists.flatMap((list) => Object.keys(limit[list] ?? {})))].toSorted()
}

/** What one resource's amounts say of each other. */
function validateAmounts(name: string, limit: LimitRangeItem, at: FieldPath): FieldError[] {
  const shown = (list: (typeof lists)[number]): string | undefined => {
    const amount = limit.type === 'Pod' && list.startsWith('default') ? undefined : limit[list]?.[name]
    return amount === undefined ? undefined : canonicalQuantity(amount)
  }
  const [max, min, byDefault, request, ratio] = lists.map(shown)
  const more = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && compareQuantities(a, b) > 0
  const fault = (list: string, value: string | undefined, why: string): FieldError =>
    invalid(at.child(list).key(name), value, why)
  const errors: FieldError[] = []
  if (more(min, max)) errors.push(fault('min', min, `min value ${min} is greater than max value ${max}`))
  if (more(min, request)) {
    errors.push(fault('defaultRequest', request, `min value ${min} is greater than default request value ${request}`))
  }
  if (more(request, max)) {
    errors.push(fault('defaultRequest', request, `default request value ${request} is greater than max value ${max}`))
  }
  if (more(request, byDefault)) {
    const why = `default request value ${request} is greater than default limit value ${byDefault}`
    errors.push(fault('defaultRequest', request, why))
  }
  if (more(min, byDefault)) {
    errors.push(fault('default', min, `min value ${min} is greater than default value ${byDefault}`))
  }
  if (more(byDefault, max)) {
    errors.push(fault('default', max, `default value ${byDefault} is greater than max value ${max}`))
  }
  if (more('1', ratio)) errors.push(fault('maxLimitRequestRatio', ratio, `ratio ${ratio} is less than 1`))
  const largest = min !== undefined && max !== undefined ? thousandths(max) / thousandths(min) : Infinity
  if (ratio !== undefined && thousandths(ratio) / 1000 > largest) {
    const why = `ratio ${ratio} is greater than max/min = ${largest.toFixed(6)}`
    errors.push(fault('maxLimitRequestRatio', ratio, why))
  }
  const differ = byDefault !== undefined && request !== undefined && compareQuantities(byDefault, request) !== 0
  if (!canOvercommit(name) && differ) {
    const why = `default value ${byDefault} must equal to defaultRequest value ${request} in ${name}`
    errors.push(fault('defaultRequest', request, why))
  }
  return errors
}

function thousandths(amount: string): number {
  return Number(quantityMilliValue(amount))
}
