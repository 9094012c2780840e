// Taints of a node. k8s: pkg/apis/core/validation/validation.go validateNodeTaints
import { duplicate, invalid, notSupported, path, required, type FieldError } from '../../api/field-errors.ts'
import { validateLabelName } from '../../api/label-selector-validation.ts'
import { labelValue } from '../../api/names.ts'
import type { Taint } from '../../generated/types.ts'

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** Every fault; the server looks for them under the metadata. */
export function validateTaints(taints: Taint[]): FieldError[] {
  const seen = new Set<string>()
  return taints.flatMap((taint, index) => {
    const at = path('metadata').child('taints').index(index)
    const { key, value = '', effect, timeAdded = null } = taint
    const faults = labelValue(value)
    const errors = validateLabelName(key, at.child('key'))
    if (faults.length > 0) errors.push(invalid(at.child('value'), value, faults.join(';')))
    if (effect === '') errors.push(required(at.child('effect')))
    else if (!effects.includes(effect)) errors.push(notSupported(at.child('effect'), effect, effects))
    if (seen.has(`${effect}/${key}`)) {
      // The server prints its own struct.
      const shown = { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded }
      errors.push({ ...duplicate(at, shown), detail: 'taints must be unique by key and effect pair' })
    }
    seen.add(`${effect}/${key}`)
    return errors
  })
}
