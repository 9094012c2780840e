// What PersistentVolumeClaims count. k8s: pkg/quota/v1/evaluator/core/persistent_volume_claims.go
import { compareQuantities } from '../quantity.ts'
import type { PersistentVolumeClaim } from '../../generated/types.ts'
import type { QuotaEvaluator } from './evaluator.ts'
import { matchesScopeValues } from './scope-values.ts'

const countName = 'count/persistentvolumeclaims'
const own = ['persistentvolumeclaims', 'requests.storage']
const classSuffix = '.storageclass.storage.k8s.io/'

export const claimEvaluator: QuotaEvaluator<PersistentVolumeClaim> = {
  usage(claim) {
    const storageClass = classOf(claim)
    const storage = storageOf(claim)
    const usage: Record<string, string> = { [countName]: '1', persistentvolumeclaims: '1' }
    if (storage !== undefined) usage['requests.storage'] = storage
    if (storageClass !== '')
      for (const name of own) {
        if (usage[name] !== undefined) usage[`${storageClass}${classSuffix}${name}`] = usage[name]
      }
    return usage
  },
  counted: (names) =>
    names.filter(
      (name) => name === countName || own.some((one) => name === one || name.endsWith(`${classSuffix}${one}`)),
    ),
  inScope(claim, scope) {
    return (
      scope.scopeName === 'VolumeAttributesClass' &&
      matchesScopeValues(scope, claim.spec?.volumeAttributesClassName ?? '')
    )
  },
  countsUpdate: () => true,
}

function classOf({ metadata, spec }: PersistentVolumeClaim): string {
  return metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? ''
}

function storageOf({ spec, status }: PersistentVolumeClaim): string | undefined {
  const asked = spec?.resources?.requests?.['storage']
  const allocated = status?.allocatedResources?.['storage']
  if (asked === undefined || allocated === undefined) return asked
  return compareQuantities(allocated, asked) > 0 ? allocated : asked
}
