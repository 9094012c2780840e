// When an image is pulled: a container's, or a volume's. k8s: pkg/apis/core/validation/validation.go validatePullPolicy
import { notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'

const policies = ['Always', 'IfNotPresent', 'Never']

/** One of the three. */
export function validatePullPolicy(policy: string | undefined, at: FieldPath): FieldError[] {
  if (!policy) return [required(at)]
  return policies.includes(policy) ? [] : [notSupported(at, policy, policies)]
}
