// A Job's policies: which failures count, and which successes suffice.
// k8s: pkg/apis/batch/validation/validation.go validatePodFailurePolicy, validateSuccessPolicy
import { duplicate, invalid, notSupported, required, tooLong, tooMany } from '../../api/field-errors.ts'
import type { FieldError, FieldPath } from '../../api/field-errors.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
  SuccessPolicyRule,
} from '../../generated/types.ts'
import { validateQualifiedKey } from '../pod-spec/name-validation.ts'
import { countIndexes } from './indexes.ts'

const rulesMax = 20
const exitCodesMax = 255
const indexesLengthMax = 64 * 1024
const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore']
const operators = ['In', 'NotIn']
const statuses = ['False', 'True', 'Unknown']

/** Every fault of spec.podFailurePolicy. */
export function validateFailurePolicy(spec: JobSpec, at: FieldPath): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? []
  const { containers = [], initContainers = [] } = spec.template.spec ?? {}
  const names = new Set([...containers, ...initContainers].map(({ name }) => name))
  const own = at.child('rules')
  return [
    ...(rules.length > rulesMax ? [tooMany(own, rules.length, rulesMax)] : []),
    ...rules.flatMap((rule, index) => validateRule(spec, rule, own.index(index), names)),
  ]
}

function validateRule(spec: JobSpec, rule: PodFailurePolicyRule, at: FieldPath, names: Set<string>): FieldError[] {
  const { onExitCodes, onPodConditions = [], ...sent }: Partial<PodFailurePolicyRule> = rule
  const action = sent.action ?? ''
  const actionAt = at.child('action')
  const errors: FieldError[] = []
  if (action === '') errors.push(required(actionAt, validValues(actions)))
  else if (action === 'FailIndex') {
    if (spec.backoffLimitPerIndex === undefined) {
      errors.push(invalid(actionAt, action, 'requires the backoffLimitPerIndex to be set'))
    }
  } else if (!actions.includes(action)) errors.push(notSupported(actionAt, action, actions))
  if (onExitCodes) errors.push(...validateExitCodes(onExitCodes, at.child('onExitCodes'), names))
  errors.push(...validateConditions(onPodConditions, at.child('onPodConditions')))
  if (onExitCodes && onPodConditions.length > 0) {
    errors.push(omitted(at, 'specifying both OnExitCodes and OnPodConditions is not supported'))
  }
  if (!onExitCodes && onPodConditions.length === 0) {
    errors.push(omitted(at, 'specifying one of OnExitCodes and OnPodConditions is required'))
  }
  return errors
}

function validValues(values: string[]): string {
  return `valid values: [${values.map((value) => JSON.stringify(value)).join(' ')}]`
}

/** The server leaves the value out of the message. */
function omitted(at: FieldPath, detail: string): FieldError {
  return invalid(at, undefined, detail)
}

function validateConditions(patterns: PodFailurePolicyOnPodConditionsPattern[], at: FieldPath): FieldError[] {
  return [
    ...(patterns.length > rulesMax ? [tooMany(at, patterns.length, rulesMax)] : []),
    ...patterns.flatMap(({ type, status = '' }, index) => {
      const own = at.index(index)
      const errors = validateQualifiedKey(type, own.child('type'))
      if (status === '') errors.push(required(own.child('status'), validValues(statuses)))
      else if (!statuses.includes(status)) errors.push(notSupported(own.child('status'), status, statuses))
      return errors
    }),
  ]
}

function validateExitCodes(
  requirement: PodFailurePolicyOnExitCodesRequirement,
  at: FieldPath,
  names: Set<string>,
): FieldError[] {
  const sent: Partial<PodFailurePolicyOnExitCodesRequirement> = requirement
  const { operator = '', values = [] } = { ...sent }
  const { containerName } = sent
  const operatorAt = at.child('operator')
  const valuesAt = at.child('values')
  const errors: FieldError[] = []
  if (operator === '') errors.push(required(operatorAt, validValues(operators)))
  else if (!operators.includes(operator)) errors.push(notSupported(operatorAt, operator, operators))
  if (containerName !== undefined && !names.has(containerName)) {
    const rule = 'must be one of the container or initContainer names in the pod template'
    errors.push(invalid(at.child('containerName'), containerName, rule))
  }
  if (values.length === 0) errors.push(invalid(valuesAt, values, 'at least one value is required'))
  else if (values.length > exitCodesMax) errors.push(tooMany(valuesAt, values.length, exitCodesMax))
  for (const [index, value] of values.entries()) {
    const own = valuesAt.index(index)
    if (operator === 'In' && value === 0) errors.push(invalid(own, value, 'must not be 0 for the In operator'))
    if (values.indexOf(value) < index) errors.push(duplicate(own, value))
  }
  if (values.some((value, index) => index > 0 && values[index - 1]! > value)) {
    errors.push(invalid(valuesAt, values, 'must be ordered'))
  }
  return errors
}

/** Every fault of spec.successPolicy of an Indexed Job. */
export function validateSuccessPolicy({ successPolicy, completions = 0 }: JobSpec, at: FieldPath): FieldError[] {
  const rules = successPolicy?.rules ?? []
  const own = at.child('rules')
  const none = 'at least one rules must be specified when the successPolicy is specified'
  return [
    ...(rules.length === 0 ? [required(own, none)] : []),
    ...(rules.length > rulesMax ? [tooMany(own, rules.length, rulesMax)] : []),
    ...rules.flatMap((rule, index) => validateSuccessRule(rule, completions, own.index(index))),
  ]
}

function validateSuccessRule(rule: SuccessPolicyRule, completions: number, at: FieldPath): FieldError[] {
  const { succeededCount: count, succeededIndexes: indexes } = rule
  const errors: FieldError[] = []
  if (count === undefined && indexes === undefined) {
    errors.push(required(at, 'at least one of succeededCount or succeededIndexes must be specified'))
  }
  let total = 0
  if (indexes !== undefined) {
    const own = at.child('succeededIndexes')
    if (indexes.length > indexesLengthMax) errors.push(tooLong(own, indexesLengthMax))
    const counted = countIndexes(indexes, completions)
    if (typeof counted === 'number') total = counted
    else errors.push(invalid(own, indexes, `error parsing succeededIndexes: ${counted}`))
  }
  if (count === undefined) return errors
  const own = at.child('succeededCount')
  errors.push(...validateNonnegative(count, own))
  const most = (number: number, what: string): FieldError =>
    invalid(own, count, `must be less than or equal to ${number} (the number of ${what})`)
  if (count > completions) errors.push(most(completions, 'specified completions'))
  if (indexes !== undefined && count > total) {
    errors.push(most(total, 'indexes in the specified succeededIndexes field'))
  }
  return errors
}
