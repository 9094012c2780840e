// What a PodDisruptionBudget may say. k8s: pkg/apis/policy/validation/validation.go
import { invalid, notSupported, path, type FieldError } from '../../api/field-errors.ts'
import { hasInvalidLabelValue, validateLabelSelector } from '../../api/label-selector-validation.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import type { PodDisruptionBudget } from '../../generated/types.ts'
import { validateAmount, validateNotAboveAll } from '../workload/rolling-update-validation.ts'
import { shownSelector } from '../workload/shown-selector.ts'

const policies = ['AlwaysAllow', 'IfHealthyBudget']

/** Every fault of a budget's spec. */
export function validateBudget({ spec = {} }: PodDisruptionBudget, old?: PodDisruptionBudget): FieldError[] {
  const at = path('spec')
  const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy } = spec
  const errors: FieldError[] = []
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    // The message shows Go's own struct.
    const shown = {
      MinAvailable: minAvailable,
      Selector: shownSelector(spec.selector),
      MaxUnavailable: maxUnavailable,
      UnhealthyPodEvictionPolicy: policy ?? null,
    }
    errors.push(invalid(at, shown, 'minAvailable and maxUnavailable cannot be both set'))
  }
  for (const name of ['minAvailable', 'maxUnavailable'] as const) {
    const amount = spec[name]
    if (amount === undefined) continue
    errors.push(...validateAmount(amount, at.child(name)), ...validateNotAboveAll(amount, at.child(name)))
  }
  const allowInvalidLabelValue = hasInvalidLabelValue(old?.spec?.selector)
  errors.push(...validateLabelSelector(spec.selector, at.child('selector'), { allowInvalidLabelValue }))
  if (policy !== undefined && !policies.includes(policy)) {
    errors.push(notSupported(at.child('unhealthyPodEvictionPolicy'), policy, policies))
  }
  return errors
}

/** Every fault of a new status. */
export function validateBudgetStatus({ status }: PodDisruptionBudget): FieldError[] {
  const counts = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const
  return counts.flatMap((name) => validateNonnegative(status?.[name] ?? 0, path('status').child(name)))
}
