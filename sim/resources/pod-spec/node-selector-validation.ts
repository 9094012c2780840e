// Node selectors: which nodes an affinity names. k8s: pkg/apis/core/validation/validation.go ValidateNodeSelector
import { forbidden, invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLabelName } from '../../api/label-selector-validation.ts'
import { labelValue, nameIsSubdomain } from '../../api/names.ts'
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../../generated/types.ts'
import { validateByRule } from './name-validation.ts'

/** Every fault of a required selector. */
export function validateNodeSelector(selector: NodeSelector, at: FieldPath): FieldError[] {
  const terms = selector.nodeSelectorTerms ?? []
  const own = at.child('nodeSelectorTerms')
  if (terms.length === 0) return [required(own, 'must have at least one node selector term')]
  return terms.flatMap((term, index) => validateNodeSelectorTerm(term, true, own.index(index)))
}

/** @param strictValues are values to be label values? Preferred terms let any pass. */
export function validateNodeSelectorTerm(term: NodeSelectorTerm, strictValues: boolean, at: FieldPath): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((requirement, index) =>
      validateExpression(requirement, strictValues, at.child('matchExpressions').index(index)),
    ),
    ...(term.matchFields ?? []).flatMap((requirement, index) =>
      validateFieldRequirement(requirement, at.child('matchFields').index(index)),
    ),
  ]
}

function validateExpression(
  { key, operator, values = [] }: NodeSelectorRequirement,
  strictValues: boolean,
  at: FieldPath,
): FieldError[] {
  const errors = validateLabelName(key, at.child('key'))
  if (strictValues) {
    for (const [index, value] of values.entries()) {
      errors.push(...validateByRule(value, labelValue, at.child('values').index(index)))
    }
  }
  const fault = operatorFault(operator, values, at)
  return fault ? [fault, ...errors] : errors
}

function operatorFault(operator: string, values: string[], at: FieldPath): FieldError | undefined {
  const own = at.child('values')
  if (['In', 'NotIn'].includes(operator)) {
    const rule = "must be specified when `operator` is 'In' or 'NotIn'"
    return values.length === 0 ? required(own, rule) : undefined
  }
  if (['Exists', 'DoesNotExist'].includes(operator)) {
    const rule = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
    return values.length > 0 ? forbidden(own, rule) : undefined
  }
  if (['Gt', 'Lt'].includes(operator)) {
    const rule = "must be specified single value when `operator` is 'Lt' or 'Gt'"
    return values.length === 1 ? undefined : required(own, rule)
  }
  return invalid(at.child('operator'), operator, 'not a valid selector operator')
}

function validateFieldRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  at: FieldPath,
): FieldError[] {
  const errors: FieldError[] = []
  if (!['In', 'NotIn'].includes(operator)) {
    errors.push(invalid(at.child('operator'), operator, 'not a valid selector operator'))
  } else if (values.length !== 1) {
    const rule = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
    errors.push(required(at.child('values'), rule))
  }
  if (key !== 'metadata.name') {
    return [...errors, invalid(at.child('key'), key, 'not a valid field selector key')]
  }
  for (const [index, value] of values.entries()) {
    const own = at.child('values').index(index)
    errors.push(...validateByRule(value, (name) => nameIsSubdomain(name, false), own))
  }
  return errors
}
