// StorageClass. k8s: pkg/registry/storage/storageclass/strategy.go, pkg/apis/storage/v1/defaults.go
import { validateStorageClass, validateStorageClassUpdate } from './storage-class/validation.ts'
import { storageClassWarnings } from './storage-class/warnings.ts'
import { storageClasses } from '../api/refs.ts'
import type { StorageClass } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'
import { isDefaultClass } from './volume/default-class.ts'

/** The strategy of storageClasses. */
export const storageClassStrategy = defineResource<StorageClass>({
  ref: storageClasses,
  type: 'io.k8s.api.storage.v1.StorageClass',
  defaults(storageClass) {
    storageClass.reclaimPolicy ??= 'Delete'
    storageClass.volumeBindingMode ??= 'Immediate'
  },
  validate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,
  warnings: storageClassWarnings,
  row: (storageClass, { now }) => [
    `${storageClass.metadata.name ?? ''}${isDefaultClass(storageClass) ? ' (default)' : ''}`,
    storageClass.provisioner,
    storageClass.reclaimPolicy ?? 'Delete',
    storageClass.volumeBindingMode ?? 'Immediate',
    storageClass.allowVolumeExpansion ?? false,
    ageCell(storageClass.metadata.creationTimestamp, now),
  ],
})
