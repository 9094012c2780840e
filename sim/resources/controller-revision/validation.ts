// What a ControllerRevision may say. k8s: pkg/apis/apps/validation/validation.go ValidateControllerRevisionCreate
import { path, required, type FieldError } from '../../api/field-errors.ts'
import { validateImmutable, validateNonnegative } from '../../api/meta-validation.ts'
import type { ControllerRevision } from '../../generated/types.ts'

/** Every fault of a revision; that it has data is asked of a new one only. */
export function validateRevision({ revision, data }: ControllerRevision, old?: ControllerRevision): FieldError[] {
  const errors = validateNonnegative(revision, path('revision'))
  if (old) return errors
  if (data === undefined || data === null) errors.push(required(path('data'), 'data is mandatory'))
  else if (typeof data !== 'object' || Array.isArray(data)) {
    errors.push(required(path('data'), 'data must be a valid JSON object'))
  }
  return errors
}

/** Its data never changes. */
export function validateRevisionUpdate(revision: ControllerRevision, old: ControllerRevision): FieldError[] {
  return validateImmutable(revision.data, old.data, path('data'))
}
