// What the controller may say of a Deployment. k8s: pkg/apis/apps/validation/validation.go ValidateDeploymentStatusUpdate
import { invalid, path, type FieldError } from '../../api/field-errors.ts'
import type { Deployment } from '../../generated/types.ts'
import { validateCounts } from '../workload/count-validation.ts'

/** Every fault of a new status. */
export function validateDeploymentStatus({ status = {} }: Deployment, old: Deployment): FieldError[] {
  const at = path('status')
  const errors = validateCounts(
    status,
    [
      'observedGeneration',
      'replicas',
      'updatedReplicas',
      'readyReplicas',
      'availableReplicas',
      'unavailableReplicas',
      'terminatingReplicas',
      'collisionCount',
    ],
    ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
    at,
  )
  const known = old.status?.collisionCount
  if (known !== undefined && (status.collisionCount ?? -1) < known) {
    errors.push(invalid(at.child('collisionCount'), status.collisionCount ?? 0, 'cannot be decremented'))
  }
  return errors
}
