// PersistentVolumeClaim. k8s: pkg/registry/core/persistentvolumeclaim/strategy.go
import { persistentVolumeClaims } from '../api/refs.ts'
import type { PersistentVolumeClaim } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'
import { accessModesCell, storageClassOf } from './volume/cells.ts'
import { defaultClass } from './volume/default-class.ts'
import { hasInvalidLabelValue } from '../api/label-selector-validation.ts'
import { path } from '../api/field-errors.ts'
import { checkClaimLimits } from './limit-range/admission.ts'
import { settleDataSource } from './persistent-volume-claim/data-source.ts'
import { defaultClaim } from './persistent-volume-claim/defaults.ts'
import { expansionRefusal } from './persistent-volume-claim/expansion.ts'
import { validateClaimStatus } from './persistent-volume-claim/status-validation.ts'
import { validateClaimUpdate } from './persistent-volume-claim/update-validation.ts'
import { validateClaimSpec } from './persistent-volume-claim/validation.ts'
import { claimWarnings } from './persistent-volume-claim/warnings.ts'
import { protect } from './volume/protection.ts'

/** The strategy of persistentVolumeClaims. */
export const persistentVolumeClaimStrategy = defineResource<PersistentVolumeClaim>({
  ref: persistentVolumeClaims,
  type: 'io.k8s.api.core.v1.PersistentVolumeClaim',
  defaults: defaultClaim,
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
    settleDataSource((claim.spec ??= {}))
  },
  prepareForUpdate(claim, old) {
    claim.status = { ...structuredClone(old.status) }
    settleDataSource((claim.spec ??= {}), old.spec ?? {})
  },
  validate: ({ spec }, _view, old) =>
    validateClaimSpec(spec ?? {}, path('spec'), hasInvalidLabelValue(old?.spec?.selector)),
  validateUpdate(claim, old, view) {
    const errors = validateClaimUpdate(claim, old)
    const refusal = errors.length === 0 ? expansionRefusal(claim, old, view) : undefined
    if (refusal) throw refusal
    return errors
  },
  permit(claim, view, old) {
    if (!old?.metadata.deletionTimestamp) checkClaimLimits(claim, view)
  },
  warnings: claimWarnings,
  status: {
    prepare(claim, old) {
      claim.spec = { ...structuredClone(old.spec) }
    },
    validate: validateClaimStatus,
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
