// A further version of a resource: its own names and types, all else as the stored version has it.
import type { FieldError } from '../../api/field-errors.ts'
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import type { ResourceStrategy, StoredAs } from '../resource.ts'

interface Version<T extends KubeObject, S extends KubeObject> {
  ref: ResourceRef<T>
  type: string
  defaults?(this: void, object: T): void
  toStored(this: void, object: T): S
  /** `object` is frozen. */
  fromStored(this: void, object: S): T
  fields?: StoredAs<T>['fields']
  /** What it asks for besides; in the stored form. */
  validate?(this: void, object: S, old?: S): FieldError[]
}

/** @param stored how its objects are kept and what holds for them */
export function defineVersion<T extends KubeObject, S extends KubeObject>(
  stored: ResourceStrategy<S>,
  { ref, type, defaults, toStored, fromStored, fields, validate }: Version<T, S>,
): ResourceStrategy<T> {
  const strategy: ResourceStrategy<S> = {
    ...stored,
    validate: (object, view, old) => [
      ...(stored.validate?.(object, view, old) ?? []),
      ...(validate?.(object, old) ?? []),
    ],
  }
  return {
    ref,
    type,
    ...(defaults ? { defaults } : {}),
    ...(stored.status ? { status: {} } : {}),
    ...(stored.row ? { row: (object: T, view: { now: number }) => stored.row!(toStored(object), view) } : {}),
    storedAs: {
      strategy: strategy as unknown as ResourceStrategy,
      toStored,
      fromStored: (object) => fromStored(object as S),
      ...(fields ? { fields } : {}),
    },
  }
}
