// Advice about volumes. k8s: pkg/api/persistentvolume/util.go GetWarningsForPersistentVolume
import { path } from '../../api/field-errors.ts'
import type { PersistentVolume, PersistentVolumeSpec } from '../../generated/types.ts'
import { nodeSelectorTermWarnings } from '../node-selector/deprecated-labels.ts'

const annotations: [key: string, sentence: string][] = [
  ['volume.beta.kubernetes.io/storage-class', 'deprecated since v1.8; use "storageClassName" attribute instead'],
  ['volume.beta.kubernetes.io/mount-options', 'deprecated since v1.31; use "mountOptions" attribute instead'],
]

const plugins: [source: keyof PersistentVolumeSpec, shown: string, sentence: string][] = [
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
]

/** Warnings about `volume`, in the server's order. */
export function persistentVolumeWarnings({ metadata, spec = {} }: PersistentVolume): string[] {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? []
  const termsPath = path('spec.nodeAffinity.required.nodeSelectorTerms')
  return [
    ...annotations
      .filter(([key]) => metadata.annotations?.[key] !== undefined)
      .map(([key, sentence]) => `metadata.annotations[${key}]: ${sentence}`),
    ...(spec.persistentVolumeReclaimPolicy === 'Recycle'
      ? [
          'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
        ]
      : []),
    ...terms.flatMap((term, index) => nodeSelectorTermWarnings(term, termsPath.index(index))),
    ...plugins.filter(([source]) => spec[source]).map(([, shown, sentence]) => `spec.${shown}: ${sentence}`),
  ]
}
