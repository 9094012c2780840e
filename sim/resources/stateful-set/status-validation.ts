// What the controller may say of a StatefulSet. k8s: pkg/apis/apps/validation/validation.go ValidateStatefulSetStatusUpdate
import { invalid, path, type FieldError } from '../../api/field-errors.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import type { StatefulSet } from '../../generated/types.ts'

const parts = ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const

/** Every fault of a new status. */
export function validateStatefulSetStatus({ status = { replicas: 0 } }: StatefulSet, old: StatefulSet): FieldError[] {
  const at = path('status')
  const errors = (['replicas', ...parts, 'observedGeneration', 'collisionCount'] as const).flatMap((name) =>
    validateNonnegative(status[name] ?? 0, at.child(name)),
  )
  for (const name of parts) {
    const count = status[name] ?? 0
    if (count > status.replicas) errors.push(invalid(at.child(name), count, 'cannot be greater than status.replicas'))
  }
  const available = status.availableReplicas ?? 0
  if (available > (status.readyReplicas ?? 0)) {
    errors.push(invalid(at.child('availableReplicas'), available, 'cannot be greater than status.readyReplicas'))
  }
  const known = old.status?.collisionCount
  if (known !== undefined && (status.collisionCount ?? -1) < known) {
    errors.push(invalid(at.child('collisionCount'), status.collisionCount ?? 0, 'cannot be decremented'))
  }
  return errors
}
