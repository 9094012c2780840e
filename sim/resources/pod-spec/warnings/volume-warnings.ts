// Volume plugins that are on their way out or gone. k8s: pkg/api/pod/warnings.go
import type { FieldPath } from '../../../api/field-errors.ts'
import { canonicalQuantity, quantityMilliValue } from '../../../api/quantity.ts'
import type { PersistentVolumeClaimSpec, Volume } from '../../../generated/types.ts'

type Source = Exclude<keyof Volume, 'name'>

const retired: [source: Source, shown: string, advice: string][] = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
]

/** @param at the path of the list. */
export function volumeWarnings(volumes: Volume[], at: FieldPath): string[] {
  return volumes.flatMap((volume, index) => {
    const own = at.index(index)
    const warnings = retired
      .filter(([source]) => volume[source])
      .map(([, shown, advice]) => `${String(own.child(shown))}: ${advice}`)
    const claim = volume.ephemeral?.volumeClaimTemplate?.spec
    return claim
      ? [...warnings, ...claimWarnings(claim, own.child('ephemeral', 'volumeClaimTemplate', 'spec', 'resources'))]
      : warnings
  })
}

function claimWarnings({ resources = {} }: PersistentVolumeClaimSpec, at: FieldPath): string[] {
  return (['requests', 'limits'] as const).flatMap((list) => {
    const size = resources[list]?.['storage']
    if (size === undefined || quantityMilliValue(size) % 1000n === 0n) return []
    const shown = JSON.stringify(canonicalQuantity(size))
    return [`${String(at.child(list).key('storage'))}: fractional byte value ${shown} is invalid, must be an integer`]
  })
}
