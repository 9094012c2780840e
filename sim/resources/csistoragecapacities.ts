// CSIStorageCapacity: how much of a class there is where. k8s: pkg/registry/storage/csistoragecapacity/strategy.go
import { invalid, path, type FieldError } from '../api/field-errors.ts'
import { validateLabelSelector } from '../api/label-selector-validation.ts'
import { sameValue } from '../api/meta-validation.ts'
import { dns1123Subdomain } from '../api/names.ts'
import { compareQuantities } from '../api/quantity.ts'
import { csiStorageCapacities } from '../api/refs.ts'
import type { CSIStorageCapacity } from '../generated/types.ts'
import { defineResource } from './resource.ts'

/** The strategy of csiStorageCapacities. */
export const csiStorageCapacityStrategy = defineResource<CSIStorageCapacity>({
  ref: csiStorageCapacities,
  type: 'io.k8s.api.storage.v1.CSIStorageCapacity',
  unconditionalUpdate: false,
  validate: validateCapacity,
  validateUpdate: (capacity, old) => [
    ...(sameValue(capacity.nodeTopology, old.nodeTopology)
      ? []
      : [invalid('nodeTopology', capacity.nodeTopology, 'field is immutable')]),
    ...(capacity.storageClassName === old.storageClassName
      ? []
      : [invalid('storageClassName', capacity.storageClassName, 'field is immutable')]),
  ],
})

function validateCapacity({ nodeTopology, storageClassName, capacity }: CSIStorageCapacity): FieldError[] {
  return [
    ...(nodeTopology ? validateLabelSelector(nodeTopology, path('nodeTopology')) : []),
    ...dns1123Subdomain(storageClassName).map((sentence) => invalid('storageClassName', storageClassName, sentence)),
    ...(capacity !== undefined && compareQuantities(capacity, '0') < 0
      ? [invalid('capacity', capacity, 'must be greater than or equal to 0')]
      : []),
  ]
}
