// Rules that several volume sources share. k8s: pkg/apis/core/validation/validation.go
import { invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { dns1123Label, dns1123Subdomain } from '../../api/names.ts'

/** `Required value` at each of the named fields that is empty, in the order given. */
export function requireFields(source: object, at: FieldPath, ...names: string[]): FieldError[] {
  const values = source as Record<string, unknown>
  return names.filter((name) => isEmpty(values[name])).map((name) => required(at.child(name)))
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** A path must not climb. k8s: validatePathNoBacksteps */
export function noBacksteps(path: string, at: FieldPath): FieldError[] {
  return path.split('/').includes('..') ? [invalid(at, path, "must not contain '..'")] : []
}

/** k8s: ValidateDNS1123Label */
export function validateLabel(value: string, at: FieldPath): FieldError[] {
  return dns1123Label(value).map((sentence) => invalid(at, value, sentence))
}

/** k8s: ValidateDNS1123Subdomain */
export function validateSubdomain(value: string, at: FieldPath): FieldError[] {
  return dns1123Subdomain(value).map((sentence) => invalid(at, value, sentence))
}
