// Paths inside volumes: relative, and never out of them. k8s: pkg/apis/core/validation/validation.go validateLocalDescendingPath
import { invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { noBacksteps } from '../volume-source/rules.ts'

/** Relative, without `..`. */
export function validateDescendingPath(path: string, at: FieldPath): FieldError[] {
  return [...(path.startsWith('/') ? [invalid(at, path, 'must be a relative path')] : []), ...noBacksteps(path, at)]
}

/** Relative, without `..`, and not starting with two dots (the kubelet's own names do). k8s: ValidateLocalNonReservedPath */
export function validateNonReservedPath(path: string, at: FieldPath): FieldError[] {
  const errors = validateDescendingPath(path, at)
  if (path.startsWith('..') && !path.startsWith('../')) errors.push(invalid(at, path, "must not start with '..'"))
  return errors
}
