// What an update of a volume may not change. k8s: pkg/apis/core/validation/validation.go ValidatePersistentVolumeUpdate
import { forbidden, invalid, path, type FieldError } from '../../api/field-errors.ts'
import { internalJson } from '../../api/internal-json.ts'
import { sameValue, validateImmutable } from '../../api/meta-validation.ts'
import { jsonDiff } from '../../api/unified-diff.ts'
import type { PersistentVolume, PersistentVolumeSpec, VolumeNodeAffinity } from '../../generated/types.ts'
import { validatePersistentVolume } from './validation.ts'
import { volumeSources } from '../volume-source/validation.ts'

/** Source, mode and node affinity stay; the attributes class may change but not go. */
export function validatePersistentVolumeUpdate(volume: PersistentVolume, old: PersistentVolume): FieldError[] {
  const [spec, before] = [volume.spec ?? {}, old.spec ?? {}]
  const attributesPath = path('spec.volumeAttributesClassName')
  return [
    // The server looks twice, and says so twice.
    ...validatePersistentVolume(volume),
    ...sourceErrors(spec, before),
    ...validateImmutable(spec.volumeMode, before.volumeMode, path('volumeMode')),
    ...(before.nodeAffinity ? affinityErrors(spec.nodeAffinity, before.nodeAffinity) : []),
    ...(before.volumeAttributesClassName !== undefined && spec.volumeAttributesClassName === undefined
      ? [forbidden(attributesPath, 'update from non-nil value to nil is forbidden')]
      : []),
  ]
}

function sourceErrors(spec: PersistentVolumeSpec, old: PersistentVolumeSpec): FieldError[] {
  const now = { ...spec }
  // A secret for expansion may come later.
  if (old.csi && !old.csi.controllerExpandSecretRef && now.csi?.controllerExpandSecretRef) {
    const { controllerExpandSecretRef: _, ...csi } = now.csi
    now.csi = csi
  }
  if (volumeSources.every((name) => sameValue(now[name], old[name]))) return []
  const [before, after] = [old, now].map((source) => internalJson(source, 'PersistentVolumeSource'))
  const sentence = `spec.persistentvolumesource is immutable after creation\n${jsonDiff(before, after)}`
  return [forbidden('spec.persistentvolumesource', sentence)]
}

/** Labels that got their final name. k8s: betaToGALabel */
const finalLabels: Record<string, string> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
}

function affinityErrors(affinity: VolumeNodeAffinity | undefined, old: VolumeNodeAffinity): FieldError[] {
  if (sameAffinity(affinity, old)) return []
  const shown = affinity ? internalJson(affinity, 'VolumeNodeAffinity') : null
  return [invalid('nodeAffinity', shown, 'field is immutable, except for updating from beta label to GA')]
}

function sameAffinity(affinity: VolumeNodeAffinity | undefined, old: VolumeNodeAffinity): boolean {
  const renamed = structuredClone(old)
  for (const [index, term] of (renamed.required?.nodeSelectorTerms ?? []).entries()) {
    const now = affinity?.required?.nodeSelectorTerms?.[index]
    for (const list of ['matchExpressions', 'matchFields'] as const) {
      for (const [nth, requirement] of (term[list] ?? []).entries()) {
        const key = now?.[list]?.[nth]?.key
        // A label without a final name has '' for one, to the real server too.
        if (key !== undefined && (finalLabels[requirement.key] ?? '') === key) requirement.key = key
      }
    }
  }
  return sameValue(affinity, renamed)
}
