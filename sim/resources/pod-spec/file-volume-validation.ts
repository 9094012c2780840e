// Volumes whose files the kubelet writes: from Secrets, ConfigMaps and the pod's own fields.
// k8s: pkg/apis/core/validation/validation.go validateSecretVolumeSource, validateConfigMapVolumeSource, validateDownwardAPIVolumeSource
import { invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import type {
  ConfigMapVolumeSource,
  DownwardAPIVolumeFile,
  DownwardAPIVolumeSource,
  KeyToPath,
  SecretVolumeSource,
} from '../../generated/types.ts'
import { requireFields } from '../volume-source/rules.ts'
import { validateFieldRef, validateResourceFieldRef } from './downward-validation.ts'
import { validateNonReservedPath } from './path-validation.ts'

const modeMax = 0o777
/** What a file may show of its pod, sorted. */
const fieldPaths = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid']

/** k8s: validateSecretVolumeSource */
export function validateSecretVolume(source: SecretVolumeSource, at: FieldPath): FieldError[] {
  return [...requireFields(source, at, 'secretName'), ...validateFiles(source, at)]
}

/** k8s: validateConfigMapVolumeSource */
export function validateConfigMapVolume(source: ConfigMapVolumeSource, at: FieldPath): FieldError[] {
  return [...requireFields(source, at, 'name'), ...validateFiles(source, at)]
}

function validateFiles(source: { defaultMode?: number; items?: KeyToPath[] }, at: FieldPath): FieldError[] {
  return [
    ...validateMode(source.defaultMode, at.child('defaultMode')),
    ...(source.items ?? []).flatMap((item, index) => validateItem(item, at.child('items').index(index))),
  ]
}

/** One key shown as one file. @param at the item's path. k8s: validateKeyToPath */
export function validateItem(item: KeyToPath, at: FieldPath): FieldError[] {
  return [
    ...requireFields(item, at, 'key', 'path'),
    ...validateNonReservedPath(item.path, at.child('path')),
    ...validateMode(item.mode, at.child('mode')),
  ]
}

/** The errors of all files stand at the volume itself, as in Kubernetes. */
export function validateDownwardVolume(source: DownwardAPIVolumeSource, at: FieldPath): FieldError[] {
  return [
    ...validateMode(source.defaultMode, at.child('defaultMode')),
    ...(source.items ?? []).flatMap((file) => validateDownwardFile(file, at)),
  ]
}

/** k8s: validateDownwardAPIVolumeFile */
export function validateDownwardFile(file: DownwardAPIVolumeFile, at: FieldPath): FieldError[] {
  const { fieldRef, resourceFieldRef } = file
  const errors = file.path ? [] : [required(at.child('path'))]
  errors.push(...validateNonReservedPath(file.path, at.child('path')))
  if (fieldRef) {
    errors.push(...validateFieldRef(fieldRef, fieldPaths, at.child('fieldRef')))
    if (resourceFieldRef) {
      errors.push(invalid(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
    }
  } else if (resourceFieldRef) {
    errors.push(...validateResourceFieldRef(resourceFieldRef, at.child('resourceFieldRef'), true))
  } else errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'))
  return [...errors, ...validateMode(file.mode, at.child('mode'))]
}

/** Permission bits, from 0000 to 0777. */
export function validateMode(mode: number | undefined, at: FieldPath): FieldError[] {
  if (mode === undefined || (mode >= 0 && mode <= modeMax)) return []
  const rule = 'must be a number between 0 and 0777 (octal), both inclusive'
  return [invalid(at, mode, rule)]
}
