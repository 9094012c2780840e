// What a PriorityClass may say. k8s: pkg/apis/scheduling/validation/validation.go, pkg/apis/scheduling/v1/helpers.go
import { forbidden, notSupported, path, required, type FieldError } from '../../api/field-errors.ts'
import { validateImmutable } from '../../api/meta-validation.ts'
import type { PriorityClass } from '../../generated/types.ts'

const systemPrefix = 'system-'
const userValueMax = 1_000_000_000
const systemValues: Record<string, number> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
}
const policies = ['PreemptLowerPriority', 'Never']

/** Every fault of a defaulted PriorityClass. */
export function validatePriorityClass(priorityClass: PriorityClass): FieldError[] {
  const { metadata, value, preemptionPolicy } = priorityClass
  const errors: FieldError[] = []
  if (metadata.name?.startsWith(systemPrefix)) {
    const fault = systemFault(priorityClass)
    const rule = `priority class names with '${systemPrefix}' prefix are reserved for system use only. error: ${fault}`
    if (fault) errors.push(forbidden(path('metadata').child('name'), rule))
  } else if (value > userValueMax) {
    const rule = `maximum allowed value of a user defined priority is ${userValueMax}`
    errors.push(forbidden(path('value'), rule))
  }
  const at = path('preemptionPolicy')
  if (preemptionPolicy === '') errors.push(required(at))
  else if (preemptionPolicy !== undefined && !policies.includes(preemptionPolicy)) {
    errors.push(notSupported(at, preemptionPolicy, policies))
  }
  return errors
}

function systemFault({ metadata, value, globalDefault = false }: PriorityClass): string | undefined {
  const name = metadata.name!
  const expected = systemValues[name]
  if (expected === undefined) return `${name} is not a known system priority class`
  if (value !== expected) return `value of ${name} PriorityClass must be ${expected}`
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined
}

/** Every change that is not allowed. */
export function validatePriorityClassUpdate(priorityClass: PriorityClass, old: PriorityClass): FieldError[] {
  return [
    ...(priorityClass.value === old.value ? [] : [forbidden(path('value'), 'may not be changed in an update.')]),
    ...validateImmutable(priorityClass.preemptionPolicy, old.preemptionPolicy, path('preemptionPolicy')),
  ]
}
