// What an update of a claim may not change. k8s: pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimUpdate
import { forbidden, invalid, path, type FieldError } from '../../api/field-errors.ts'
import { internalJson } from '../../api/internal-json.ts'
import { sameValue, validateImmutable } from '../../api/meta-validation.ts'
import { compareQuantities } from '../../api/quantity.ts'
import { jsonDiff } from '../../api/unified-diff.ts'
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../generated/types.ts'

const classAnnotation = 'volume.beta.kubernetes.io/storage-class'
const specPath = path('spec')

/** The spec stays, but for the volume that binds it and, once bound, its size and attributes class. */
export function validateClaimUpdate(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const [spec, before] = [claim.spec ?? {}, old.spec ?? {}]
  return [
    ...annotationErrors(claim, old),
    ...specErrors(claim, old),
    ...sizeErrors(claim, old),
    ...validateImmutable(spec.volumeMode, before.volumeMode, path('volumeMode')),
    ...attributesErrors(claim, old),
  ]
}

/** The class moved from the old annotation to its field. k8s: validateStorageClassUpgradeFromAnnotation */
function movesClassToField(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): boolean {
  const before = old.metadata.annotations?.[classAnnotation]
  const now = claim.metadata.annotations?.[classAnnotation]
  const name = claim.spec?.storageClassName
  if (before === undefined || old.spec?.storageClassName !== undefined) return false
  return name === before && (now === undefined || now === before)
}

function annotationErrors(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  if (movesClassToField(claim, old)) return []
  const before = old.metadata.annotations?.[classAnnotation] ?? ''
  const now = claim.metadata.annotations?.[classAnnotation] ?? ''
  if (now === before) return []
  return [invalid(path('metadata').child('annotations', classAnnotation), now, 'field is immutable')]
}

function specErrors(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const now = structuredClone(claim.spec ?? {})
  const before = structuredClone(old.spec ?? {})
  if (!before.volumeName && now.volumeName) before.volumeName = now.volumeName
  else if (!before.volumeName) delete before.volumeName
  allowClass(now, claim, old)
  if (claim.status?.phase === 'Bound') {
    const size = before.resources?.requests?.storage
    const requests = now.resources?.requests
    if (requests && size !== undefined) requests.storage = size
    if (before.volumeAttributesClassName === undefined) delete now.volumeAttributesClassName
    else now.volumeAttributesClassName = before.volumeAttributesClassName
  }
  if (sameSpec(now, before)) return []
  const [from, to] = [before, now].map((spec) => internalJson(spec, 'PersistentVolumeClaimSpec'))
  const sentence =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'
  return [forbidden(specPath, `${sentence}\n${jsonDiff(from, to)}`)]
}

/** A claim without a class may get one later. k8s: validateStorageClassUpgradeFromNil */
function allowClass(now: PersistentVolumeClaimSpec, claim: PersistentVolumeClaim, old: PersistentVolumeClaim): void {
  const annotated = old.metadata.annotations?.[classAnnotation]
  const name = claim.spec?.storageClassName
  if (name === undefined || old.spec?.storageClassName !== undefined) return
  if (annotated === undefined || name === annotated) delete now.storageClassName
}

function sameSpec(a: PersistentVolumeClaimSpec, b: PersistentVolumeClaimSpec): boolean {
  return sameValue(internalJson(a, 'PersistentVolumeClaimSpec'), internalJson(b, 'PersistentVolumeClaimSpec'))
}

function sizeErrors(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const now = claim.spec?.resources?.requests?.storage ?? '0'
  const before = old.spec?.resources?.requests?.storage ?? '0'
  const given = old.status?.capacity?.storage ?? '0'
  if (compareQuantities(now, before) >= 0 || compareQuantities(now, given) > 0) return []
  return [forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')]
}

function attributesErrors(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const now = claim.spec?.volumeAttributesClassName
  if (now === old.spec?.volumeAttributesClassName || old.status?.currentVolumeAttributesClassName === undefined)
    return []
  const at = specPath.child('volumeAttributesClassName')
  const forbid = (to: string): FieldError[] => [
    forbidden(at, `update to ${to} is forbidden when status.currentVolumeAttributesClassName is not nil`),
  ]
  if (now === undefined) return forbid('nil')
  return now === '' ? forbid('empty string') : []
}
