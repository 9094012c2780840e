// Advice about claims. k8s: pkg/api/persistentvolumeclaim/util.go
import { formatQuantity, parseQuantity, quantityMilliValue } from '../../api/quantity.ts'
import { path, type FieldPath } from '../../api/field-errors.ts'
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../generated/types.ts'

const classAnnotation = 'volume.beta.kubernetes.io/storage-class'

/** Warnings about `claim`, in the server's order. */
export function claimWarnings({ metadata, spec = {} }: PersistentVolumeClaim): string[] {
  const fractions = claimSpecWarnings(spec, path('spec'))
  if (metadata.annotations?.[classAnnotation] === undefined) return fractions
  const sentence = 'deprecated since v1.8; use "storageClassName" attribute instead'
  return [`metadata.annotations[${classAnnotation}]: ${sentence}`, ...fractions]
}

/** Warnings about a claim's spec, or a template's. k8s: GetWarningsForPersistentVolumeClaimSpec */
export function claimSpecWarnings(spec: PersistentVolumeClaimSpec, at: FieldPath): string[] {
  return (['requests', 'limits'] as const).flatMap((list) => {
    const size = spec.resources?.[list]?.storage
    if (size === undefined || quantityMilliValue(size) % 1000n === 0n) return []
    const shown = formatQuantity(parseQuantity(size))
    const own = at.child('resources').child(list).key('storage')
    return [`${own.toString()}: fractional byte value "${shown}" is invalid, must be an integer`]
  })
}
