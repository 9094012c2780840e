// Counts of pods in a workload's status. k8s: pkg/apis/apps/validation/validation.go ValidateDeploymentStatus
import { invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'

/** @param counts names of fields that may not be negative. @param parts those that may not exceed `replicas`. */
export function validateCounts(status: object, counts: string[], parts: string[], at: FieldPath): FieldError[] {
  const values = status as { [name: string]: number | undefined }
  const of = (name: string): number => values[name] ?? 0
  const errors = counts.flatMap((name) => validateNonnegative(of(name), at.child(name)))
  for (const name of parts) {
    if (of(name) <= of('replicas')) continue
    errors.push(invalid(at.child(name), of(name), 'cannot be greater than status.replicas'))
  }
  if (of('availableReplicas') > of('readyReplicas')) {
    const rule = 'cannot be greater than readyReplicas'
    errors.push(invalid(at.child('availableReplicas'), of('availableReplicas'), rule))
  }
  return errors
}
