// Which claims may grow. k8s: plugin/pkg/admission/storage/persistentvolume/resize/admission.go
import { persistentVolumeClaims, storageClasses } from '../../api/refs.ts'
import { compareQuantities } from '../../api/quantity.ts'
import { forbidden, type ApiError } from '../../api/status.ts'
import type { PersistentVolumeClaim } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'
import { storageClassOf } from '../volume/cells.ts'

/** The refusal of an update that asks for more, where its class gives none; undefined when it may grow or does not. */
export function expansionRefusal(
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
  view: ClusterView,
): ApiError | undefined {
  const sizeOf = ({ spec }: PersistentVolumeClaim): string => spec?.resources?.requests?.storage ?? '0'
  if (compareQuantities(sizeOf(claim), sizeOf(old)) <= 0) return undefined
  const name = claim.metadata.name ?? ''
  if (old.status?.phase !== 'Bound') {
    return forbidden(persistentVolumeClaims, name, 'Only bound persistent volume claims can be expanded')
  }
  const storageClass = storageClassOf(claim)
  const same = storageClass !== '' && storageClass === storageClassOf(old)
  if (same && view.get(storageClasses, '', storageClass)?.allowVolumeExpansion) return undefined
  const sentence =
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize'
  return forbidden(persistentVolumeClaims, name, sentence)
}
