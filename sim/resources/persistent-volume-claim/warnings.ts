// Advice about claims. k8s: pkg/api/persistentvolumeclaim/util.go
import { formatQuantity, parseQuantity, quantityMilliValue } from '../../api/quantity.ts'
import type { PersistentVolumeClaim } from '../../generated/types.ts'

const classAnnotation = 'volume.beta.kubernetes.io/storage-class'

/** Warnings about `claim`, in the server's order. */
export function claimWarnings({ metadata, spec = {} }: PersistentVolumeClaim): string[] {
  const fractions = (['requests', 'limits'] as const).flatMap((list) => {
    const size = spec.resources?.[list]?.storage
    if (size === undefined || quantityMilliValue(size) % 1000n === 0n) return []
    const shown = formatQuantity(parseQuantity(size))
    return [`spec.resources.${list}[storage]: fractional byte value "${shown}" is invalid, must be an integer`]
  })
  if (metadata.annotations?.[classAnnotation] === undefined) return fractions
  const sentence = 'deprecated since v1.8; use "storageClassName" attribute instead'
  return [`metadata.annotations[${classAnnotation}]: ${sentence}`, ...fractions]
}
