// `matchLabelKeys` and `mismatchLabelKeys` of affinity terms and spread constraints.
// k8s: pkg/apis/core/validation/validation.go ValidateMatchLabelKeysAndMismatchLabelKeys
import { forbidden, invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLabelName } from '../../api/label-selector-validation.ts'
import type { LabelSelector } from '../../generated/types.ts'

interface LabelKeys {
  labelSelector?: LabelSelector
  matchLabelKeys?: string[]
  mismatchLabelKeys?: string[]
}

/** Runs after the keys were merged into the selector: a key that stands there twice was in both. @param at the term's path. */
export function validateMatchLabelKeys(term: LabelKeys, at: FieldPath): FieldError[] {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term
  const errors = [
    ...validateKeys(matchLabelKeys, labelSelector, at.child('matchLabelKeys')),
    ...validateKeys(mismatchLabelKeys, labelSelector, at.child('mismatchLabelKeys')),
  ]
  const selected = new Set(Object.keys(labelSelector?.matchLabels ?? {}))
  for (const { key } of labelSelector?.matchExpressions ?? []) {
    const index = matchLabelKeys.lastIndexOf(key)
    if (index !== -1 && selected.has(key)) {
      errors.push(invalid(at.index(index), key, 'exists in both matchLabelKeys and labelSelector'))
    }
    selected.add(key)
  }
  for (const [index, key] of matchLabelKeys.entries()) {
    if (!mismatchLabelKeys.includes(key)) continue
    const own = at.child('matchLabelKeys').index(index)
    errors.push(invalid(own, key, 'exists in both matchLabelKeys and mismatchLabelKeys'))
  }
  return errors
}

function validateKeys(keys: string[], selector: LabelSelector | undefined, at: FieldPath): FieldError[] {
  if (keys.length === 0) return []
  if (!selector) return [forbidden(at, 'must not be specified when labelSelector is not set')]
  return keys.flatMap((key, index) => validateLabelName(key, at.index(index)))
}
