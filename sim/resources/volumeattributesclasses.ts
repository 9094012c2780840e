// VolumeAttributesClass: what a volume can be changed to while it is used. k8s: pkg/registry/storage/volumeattributesclass/strategy.go
import { forbidden, required, type FieldError } from '../api/field-errors.ts'
import { sameValue } from '../api/meta-validation.ts'
import { volumeAttributesClasses } from '../api/refs.ts'
import type { VolumeAttributesClass } from '../generated/types.ts'
import { defineResource } from './resource.ts'
import { parameterErrors, provisionerErrors } from './storage-class/validation.ts'
import { ageCell } from './table/age-cell.ts'
import { protect } from './volume/protection.ts'

/** The strategy of volumeAttributesClasses. */
export const volumeAttributesClassStrategy = defineResource<VolumeAttributesClass>({
  ref: volumeAttributesClasses,
  type: 'io.k8s.api.storage.v1.VolumeAttributesClass',
  prepareForCreate: ({ metadata }) => protect(metadata, 'kubernetes.io/vac-protection'),
  validate: ({ driverName, parameters = {} }) => [
    ...provisionerErrors(driverName, 'driverName'),
    ...parameterErrors(parameters),
    ...(Object.keys(parameters).length === 0
      ? [required('parameters', 'must contain at least one key/value pair')]
      : []),
  ],
  validateUpdate,
  row: ({ metadata, driverName }, { now }) => [
    metadata.name ?? '',
    driverName,
    ageCell(metadata.creationTimestamp, now),
  ],
})

function validateUpdate(changed: VolumeAttributesClass, old: VolumeAttributesClass): FieldError[] {
  return (['driverName', 'parameters'] as const)
    .filter((field) => !sameValue(changed[field] ?? {}, old[field] ?? {}))
    .map((field) => forbidden(field, `updates to ${field} are forbidden.`))
}
