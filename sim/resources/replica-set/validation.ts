// What a ReplicaSet may say. k8s: pkg/apis/apps/validation/validation.go ValidateReplicaSetSpec, ValidateReplicaSetStatus
import { path, type FieldError } from '../../api/field-errors.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import type { ReplicaSet } from '../../generated/types.ts'
import { validateCounts } from '../workload/count-validation.ts'
import { validateSelectorAndTemplate } from '../workload/replica-template-validation.ts'

/** Every fault of a defaulted ReplicaSet's spec. */
export function validateReplicaSet({ spec }: ReplicaSet): FieldError[] {
  const at = path('spec')
  return [
    ...validateNonnegative(spec?.replicas ?? 0, at.child('replicas')),
    ...validateNonnegative(spec?.minReadySeconds ?? 0, at.child('minReadySeconds')),
    ...validateSelectorAndTemplate(spec ?? {}, at),
  ]
}

/** Every fault of a new status. */
export function validateReplicaSetStatus({ status }: ReplicaSet): FieldError[] {
  return validateCounts(
    status ?? {},
    [
      'replicas',
      'fullyLabeledReplicas',
      'readyReplicas',
      'availableReplicas',
      'observedGeneration',
      'terminatingReplicas',
    ],
    ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'],
    path('status'),
  )
}
