// Tolerations. k8s: pkg/apis/core/validation/validation.go ValidateTolerations
import { invalid, notSupported, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLabelName } from '../../api/label-selector-validation.ts'
import { labelValue } from '../../api/names.ts'
import type { Toleration } from '../../generated/types.ts'

/** What a taint does to pods that do not tolerate it. */
const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** Every fault of a pod's tolerations. */
export function validateTolerations(tolerations: Toleration[], at: FieldPath): FieldError[] {
  return tolerations.flatMap((toleration, index) => {
    const own = at.index(index)
    const { key, operator = '', effect = '', tolerationSeconds } = toleration
    const errors = key ? validateLabelName(key, own.child('key')) : []
    if (!key && operator !== 'Exists') {
      const rule = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
      errors.push(invalid(own.child('operator'), operator, rule))
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      const rule = "effect must be 'NoExecute' when `tolerationSeconds` is set"
      errors.push(invalid(own.child('effect'), effect, rule))
    }
    errors.push(...validateOperator(operator, toleration.value ?? '', own.child('operator')))
    if (effect && !taintEffects.includes(effect)) errors.push(notSupported(own.child('effect'), effect, taintEffects))
    return errors
  })
}

function validateOperator(operator: string, value: string, at: FieldPath): FieldError[] {
  if (operator === '' || operator === 'Equal') {
    const faults = labelValue(value)
    return faults.length > 0 ? [invalid(at, value, faults.join(';'))] : []
  }
  if (operator === 'Exists') {
    return value ? [invalid(at, value, "value must be empty when `operator` is 'Exists'")] : []
  }
  // Lt and Gt wait for a gate that is off in 1.35; asked for, they show in the list.
  const compared = ['Lt', 'Gt'].includes(operator) ? ['Lt', 'Gt'] : []
  return [notSupported(at, operator, ['Equal', 'Exists', ...compared])]
}
