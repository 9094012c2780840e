// What `immutable: true` forbids in ConfigMaps and Secrets. k8s: pkg/apis/core/validation/validation.go ValidateConfigMapUpdate
import { forbidden, type FieldError } from '../../api/field-errors.ts'
import { sameValue } from '../../api/meta-validation.ts'

const sentence = 'field is immutable when `immutable` is set'

/** Faults of an update of an object that stands as immutable. @param fields those that hold its content. */
export function frozenErrors<T extends { immutable?: boolean }>(
  object: T,
  old: T,
  fields: readonly (keyof T & string)[],
): FieldError[] {
  return [
    ...(object.immutable ? [] : [forbidden('immutable', sentence)]),
    ...fields
      .filter((field) => !sameValue(object[field] ?? {}, old[field] ?? {}))
      .map((field) => forbidden(field, sentence)),
  ]
}
