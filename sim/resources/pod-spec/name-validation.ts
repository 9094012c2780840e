// Names inside a pod's spec, each judged by one of the rules of sim/api/names.ts.
import { invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { qualifiedKey } from '../../api/names.ts'

/** One `Invalid value` for each sentence of a rule. */
export function validateByRule(value: string, rule: (value: string) => string[], at: FieldPath): FieldError[] {
  return rule(value).map((sentence) => invalid(at, value, sentence))
}

/** k8s: ValidateQualifiedName */
export function validateQualifiedKey(value: string, at: FieldPath): FieldError[] {
  return validateByRule(value, qualifiedKey, at)
}
