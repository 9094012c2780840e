// The one source that a PersistentVolume must have. k8s: pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec
import { forbidden, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import type { PersistentVolumeSpec } from '../../generated/types.ts'
import {
  validateAwsDisk,
  validateAzureDisk,
  validateAzureFile,
  validateCinder,
  validateGceDisk,
} from './cloud-validation.ts'
import { validateFlocker, validateGlusterfs, validateQuobyte, validateStorageOs } from './cluster-validation.ts'
import { validateCsi, validateFlex } from './driver-validation.ts'
import { validateFc, validateIscsi } from './iscsi-validation.ts'
import { validateHostPath, validateLocal, validateNfs } from './local-validation.ts'
import { requireFields } from './rules.ts'

type Source = keyof typeof rules
type Rule<T> = (source: T, at: FieldPath, volume: string) => FieldError[]

function rule<T>(validate: Rule<T>): Rule<never> {
  return validate as Rule<never>
}

function needs(...names: string[]): Rule<never> {
  return rule<object>((source, at) => requireFields(source, at, ...names))
}

/** Every source, in the order in which the real server looks for them. */
const rules = {
  hostPath: rule(validateHostPath),
  gcePersistentDisk: rule(validateGceDisk),
  awsElasticBlockStore: rule(validateAwsDisk),
  glusterfs: rule(validateGlusterfs),
  flocker: rule(validateFlocker),
  nfs: rule(validateNfs),
  rbd: needs('monitors', 'image'),
  quobyte: rule(validateQuobyte),
  cephfs: needs('monitors'),
  iscsi: rule<Parameters<typeof validateIscsi>[0]>((source, at, volume) => validateIscsi(source, volume, at)),
  cinder: rule(validateCinder),
  fc: rule(validateFc),
  flexVolume: rule(validateFlex),
  azureFile: rule(validateAzureFile),
  vsphereVolume: needs('volumePath'),
  photonPersistentDisk: needs('pdID'),
  portworxVolume: needs('volumeID'),
  azureDisk: rule(validateAzureDisk),
  scaleIO: needs('gateway', 'system', 'volumeName'),
  local: rule(validateLocal),
  storageos: rule(validateStorageOs),
  csi: rule(validateCsi),
} satisfies Record<string, Rule<never>>

/** The names of the fields that are sources, in the server's order. */
export const volumeSources = Object.keys(rules) as Source[]

/** @param volume the PersistentVolume's name. @param at the path of the spec. */
export function validateVolumeSource(spec: PersistentVolumeSpec, volume: string, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  let count = 0
  for (const name of volumeSources) {
    const source = spec[name]
    if (!source) continue
    // FlexVolume alone is let pass as a second one.
    if (count > 0 && name !== 'flexVolume') {
      errors.push(forbidden(at.child(forbiddenNames[name] ?? name), 'may not specify more than 1 volume type'))
      continue
    }
    count++
    errors.push(...rules[name](source as never, at.child(pathNames[name] ?? name), volume))
    if (name === 'local' && !spec.nodeAffinity) {
      errors.push(required(at.child('nodeAffinity'), 'Local volume requires node affinity'))
    }
  }
  return count === 0 ? [...errors, required(at, 'must specify a volume type')] : errors
}

/** Where the real server's path is not the field's name. */
const pathNames: Partial<Record<Source, string>> = { gcePersistentDisk: 'persistentDisk' }
const forbiddenNames: Partial<Record<Source, string>> = { cephfs: 'cephFS' }
