// PodDisruptionBudgets. k8s: pkg/registry/policy/poddisruptionbudget/strategy.go
import { nameIsPathSegment } from '../api/names.ts'
import { podDisruptionBudgets } from '../api/refs.ts'
import type { PodDisruptionBudget } from '../generated/types.ts'
import { validateBudget, validateBudgetStatus } from './pod-disruption-budget/validation.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'

/** The strategy of pod disruption budgets. */
export const podDisruptionBudgetStrategy = defineResource<PodDisruptionBudget>({
  ref: podDisruptionBudgets,
  type: 'io.k8s.api.policy.v1.PodDisruptionBudget',
  generation: true,
  unconditionalUpdate: false,
  // Its metadata is not looked at.
  nameRule: nameIsPathSegment,
  prepareForCreate(budget) {
    budget.metadata.generation = 1
    budget.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }
  },
  validate: (budget, _view, old) => validateBudget(budget, old),
  status: { validate: validateBudgetStatus },
  row(budget, { now }) {
    const { minAvailable = 'N/A', maxUnavailable = 'N/A' } = budget.spec ?? {}
    return [
      budget.metadata.name!,
      String(minAvailable),
      String(maxUnavailable),
      budget.status?.disruptionsAllowed ?? 0,
      ageCell(budget.metadata.creationTimestamp, now),
    ]
  },
})
