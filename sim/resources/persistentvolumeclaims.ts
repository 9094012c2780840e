// PersistentVolumeClaim. k8s: pkg/registry/core/persistentvolumeclaim/strategy.go
import { persistentVolumeClaims } from '../api/refs.ts'
import type { PersistentVolumeClaim } from '../generated/types.ts'
import { ageCell } from './age-cell.ts'
import { defineResource } from './resource.ts'
import { accessModesCell, storageClassOf } from './volume/cells.ts'
import { defaultClass } from './volume/default-class.ts'
import { protect } from './volume/protection.ts'

/** The strategy of persistentVolumeClaims. */
export const persistentVolumeClaimStrategy = defineResource<PersistentVolumeClaim>({
  ref: persistentVolumeClaims,
  type: 'io.k8s.api.core.v1.PersistentVolumeClaim',
  defaults(claim) {
    const spec = (claim.spec ??= {})
    const status = (claim.status ??= {})
    status.phase ||= 'Pending'
    spec.volumeMode ??= 'Filesystem'
  },
  admit(claim, view, old) {
    if (old) return
    protect(claim.metadata, 'kubernetes.io/pvc-protection')
    // k8s: plugin/pkg/admission/storage/storageclass/setdefault/admission.go
    const annotated = claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined
    const name = annotated || claim.spec?.storageClassName !== undefined ? undefined : defaultClass(view)?.metadata.name
    if (name !== undefined) claim.spec = { ...claim.spec, storageClassName: name }
  },
  prepareForCreate(claim) {
    claim.status = { phase: 'Pending' }
  },
  prepareForUpdate(claim, old) {
    claim.status = { ...structuredClone(old.status) }
  },
  status: {
    prepare(claim, old) {
      claim.spec = { ...structuredClone(old.spec) }
    },
  },
  selectableFields: (claim) => ({ name: claim.metadata.name ?? '' }),
  row(claim, { now }) {
    const spec = claim.spec ?? {}
    const bound = Boolean(spec.volumeName)
    return [
      claim.metadata.name ?? '',
      claim.metadata.deletionTimestamp ? 'Terminating' : (claim.status?.phase ?? ''),
      spec.volumeName ?? '',
      bound ? (claim.status?.capacity?.storage ?? '0') : '',
      bound ? accessModesCell(claim.status?.accessModes) : '',
      storageClassOf(claim),
      spec.volumeAttributesClassName ?? '<unset>',
      ageCell(claim.metadata.creationTimestamp, now),
      spec.volumeMode ?? '<unset>',
    ]
  },
})
