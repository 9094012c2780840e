// PersistentVolume. k8s: pkg/registry/core/persistentvolume/strategy.go
import { persistentVolumes } from '../api/refs.ts'
import type { PersistentVolume } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { roundUpAmounts } from './amounts/round-up.ts'
import { defineResource } from './resource.ts'
import { accessModesCell, storageClassOf } from './volume/cells.ts'
import { validatePersistentVolumeUpdate } from './persistent-volume/update-validation.ts'
import { validatePersistentVolume } from './persistent-volume/validation.ts'
import { persistentVolumeWarnings } from './persistent-volume/warnings.ts'
import { protect } from './volume/protection.ts'
import { defaultVolumeSource } from './volume-source/defaults.ts'

/** The strategy of persistentVolumes. */
export const persistentVolumeStrategy = defineResource<PersistentVolume>({
  ref: persistentVolumes,
  type: 'io.k8s.api.core.v1.PersistentVolume',
  defaults(volume) {
    const spec = (volume.spec ??= {})
    const status = (volume.status ??= {})
    status.phase ||= 'Pending'
    spec.persistentVolumeReclaimPolicy ||= 'Retain'
    spec.volumeMode ??= 'Filesystem'
    defaultVolumeSource(spec)
    roundUpAmounts(spec.capacity)
  },
  admit(volume, _view, old) {
    if (!old) protect(volume.metadata, 'kubernetes.io/pv-protection')
  },
  prepareForCreate(volume, view) {
    volume.status = { phase: 'Pending', lastPhaseTransitionTime: view.now }
  },
  prepareForUpdate(volume, old) {
    volume.status = { ...structuredClone(old.status) }
  },
  validate: validatePersistentVolume,
  validateUpdate: validatePersistentVolumeUpdate,
  warnings: persistentVolumeWarnings,
  status: {
    prepare(volume, old, view) {
      volume.spec = { ...structuredClone(old.spec) }
      const status = (volume.status ??= {})
      const before = old.status?.lastPhaseTransitionTime
      if (status.phase === old.status?.phase) {
        if (before !== undefined) status.lastPhaseTransitionTime ??= before
      } else if (!status.lastPhaseTransitionTime || status.lastPhaseTransitionTime === before) {
        status.lastPhaseTransitionTime = view.now
      }
    },
  },
  selectableFields: (volume) => ({ name: volume.metadata.name ?? '' }),
  row(volume, { now }) {
    const spec = volume.spec ?? {}
    const claim = spec.claimRef
    return [
      volume.metadata.name ?? '',
      spec.capacity?.storage ?? '0',
      accessModesCell(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      volume.metadata.deletionTimestamp ? 'Terminating' : (volume.status?.phase ?? ''),
      claim ? `${claim.namespace ?? ''}/${claim.name ?? ''}` : '',
      storageClassOf(volume),
      spec.volumeAttributesClassName ?? '<unset>',
      volume.status?.reason ?? '',
      ageCell(volume.metadata.creationTimestamp, now),
      spec.volumeMode ?? '<unset>',
    ]
  },
})
