// Labels and LabelSelector objects inside specs. k8s: apimachinery/pkg/apis/meta/v1/validation/validation.go
import type { LabelSelector, LabelSelectorRequirement } from '../generated/types.ts'
import { forbidden, invalid, required, type FieldError, type FieldPath } from './field-errors.ts'
import { labelValue, qualifiedKey } from './names.ts'

/** How a selector is judged. */
export interface LabelSelectorOptions {
  /** Values that are no label values are let pass: the object had them before. */
  allowInvalidLabelValue?: boolean
}

/** k8s: ValidateLabelSelector */
export function validateLabelSelector(
  selector: LabelSelector | undefined,
  at: FieldPath,
  options: LabelSelectorOptions = {},
): FieldError[] {
  if (!selector) return []
  return [
    ...validateLabels(selector.matchLabels, at.child('matchLabels')),
    ...(selector.matchExpressions ?? []).flatMap((expression, index) =>
      validateRequirement(expression, at.child('matchExpressions').index(index), options),
    ),
  ]
}

/** True when a stored selector already carries a value that the rule refuses, so that its updates let it pass. */
export function hasInvalidLabelValue(selector: LabelSelector | undefined): boolean {
  return (selector?.matchExpressions ?? []).some(({ values }) => values?.some((value) => labelValue(value).length > 0))
}

function validateRequirement(
  { key, operator, values = [] }: LabelSelectorRequirement,
  at: FieldPath,
  options: LabelSelectorOptions,
): FieldError[] {
  const errors: FieldError[] = []
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) {
      errors.push(required(at.child('values'), "must be specified when `operator` is 'In' or 'NotIn'"))
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) {
      errors.push(forbidden(at.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
    }
  } else errors.push(invalid(at.child('operator'), operator ?? '', 'not a valid selector operator'))
  errors.push(...validateLabelName(key ?? '', at.child('key')))
  if (options.allowInvalidLabelValue) return errors
  for (const [index, value] of values.entries()) {
    errors.push(...labelValue(value).map((sentence) => invalid(at.child('values').index(index), value, sentence)))
  }
  return errors
}

/** A label's key. k8s: ValidateLabelName */
export function validateLabelName(key: string, at: FieldPath): FieldError[] {
  return qualifiedKey(key).map((sentence) => invalid(at, key, sentence))
}

/** A set of labels: every error stands at the set itself. Keys are taken in order (Go's order is chance). k8s: ValidateLabels */
export function validateLabels(labels: Readonly<Record<string, string>> | undefined, at: FieldPath): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...validateLabelName(key, at),
    ...labelValue(value).map((sentence) => invalid(at, value, sentence)),
  ])
}
