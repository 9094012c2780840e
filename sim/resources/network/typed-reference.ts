// References to an object of any kind. k8s: pkg/apis/networking/validation/validation.go validateIngressTypedLocalObjectReference
import { invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { dns1123Subdomain, nameIsPathSegment } from '../../api/names.ts'

/** Group, kind and name; a missing group is the core one. */
export function validateTypedReference(
  { apiGroup, kind = '', name = '' }: { apiGroup?: string; kind?: string; name?: string },
  at: FieldPath,
): FieldError[] {
  const groupErrors =
    apiGroup === undefined
      ? []
      : dns1123Subdomain(apiGroup).map((sentence) => invalid(at.child('apiGroup'), apiGroup, sentence))
  return [...groupErrors, ...segment(kind, at.child('kind')), ...segment(name, at.child('name'))]
}

function segment(value: string, at: FieldPath): FieldError[] {
  if (value === '') return [required(at)]
  return nameIsPathSegment(value, false).map((sentence) => invalid(at, value, sentence))
}
