// How many pods a rollout may lack or have too many. k8s: pkg/apis/apps/validation/validation.go ValidateRollingUpdateDeployment
import { invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import { percent } from '../../api/names.ts'

type Amount = number | string

/** A number from 0 on, or a percentage. k8s: ValidatePositiveIntOrPercent */
export function validateAmount(amount: Amount, at: FieldPath): FieldError[] {
  if (typeof amount === 'number') return validateNonnegative(amount, at)
  return percent(amount).map((sentence) => invalid(at, amount, sentence))
}

/** k8s: IsNotMoreThan100Percent */
export function validateNotAboveAll(amount: Amount, at: FieldPath): FieldError[] {
  const value = percentage(amount)
  return value === undefined || value <= 100 ? [] : [invalid(at, amount, 'must not be greater than 100%')]
}

/** Is it nothing, as a number or a percentage? What is neither counts as nothing, as in Kubernetes. */
export function isNothing(amount: Amount): boolean {
  if (typeof amount === 'number') return amount === 0
  return (percentage(amount) ?? Number.parseInt(/^[-+]?[0-9]+$/.exec(amount)?.[0] ?? '0', 10)) === 0
}

function percentage(amount: Amount): number | undefined {
  return typeof amount === 'string' && percent(amount).length === 0 ? Number(amount.slice(0, -1)) : undefined
}
