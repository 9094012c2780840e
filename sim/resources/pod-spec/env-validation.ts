// A container's environment. k8s: pkg/apis/core/validation/validation.go ValidateEnv, ValidateEnvFrom
import { invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { configMapKey, nameIsSubdomain, relaxedEnvVarName } from '../../api/names.ts'
import type { EnvFromSource, EnvVar, FileKeySelector } from '../../generated/types.ts'
import { validateFieldRef, validateResourceFieldRef } from './downward-validation.ts'
import { noBacksteps, validateLabel } from '../volume-source/rules.ts'
import { validateByRule } from './name-validation.ts'

/** What a variable may show of its pod, sorted. */
const fieldPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]
const sources = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'

/** Every fault of `env`. */
export function validateEnv(variables: EnvVar[], at: FieldPath): FieldError[] {
  return variables.flatMap((variable, index) => {
    const own = at.index(index)
    const name = variable.name
      ? validateByRule(variable.name, relaxedEnvVarName, own.child('name'))
      : [required(own.child('name'))]
    return [...name, ...validateValueFrom(variable, own.child('valueFrom'))]
  })
}

function validateValueFrom({ value, valueFrom }: EnvVar, at: FieldPath): FieldError[] {
  if (!valueFrom) return []
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom
  const errors: FieldError[] = []
  if (fieldRef) errors.push(...validateFieldRef(fieldRef, fieldPaths, at.child('fieldRef')))
  if (resourceFieldRef) errors.push(...validateResourceFieldRef(resourceFieldRef, at.child('resourceFieldRef'), false))
  if (configMapKeyRef) errors.push(...validateKeyRef(configMapKeyRef, at.child('configMapKeyRef')))
  if (secretKeyRef) errors.push(...validateKeyRef(secretKeyRef, at.child('secretKeyRef')))
  if (fileKeyRef) errors.push(...validateFileKeyRef(fileKeyRef, at.child('fileKeyRef')))
  const count = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter(Boolean).length
  if (count === 0) errors.push(invalid(at, '', `must specify one of: ${sources}`))
  else if (value) errors.push(invalid(at, '', 'may not be specified when `value` is not empty'))
  else if (count > 1) errors.push(invalid(at, '', 'may not have more than one field specified at a time'))
  return errors
}

function validateKeyRef(ref: { name?: string; key: string }, at: FieldPath): FieldError[] {
  return [
    ...validateByRule(ref.name ?? '', (name) => nameIsSubdomain(name, false), at.child('name')),
    ...(ref.key ? validateByRule(ref.key, configMapKey, at.child('key')) : [required(at.child('key'))]),
  ]
}

function validateFileKeyRef(ref: FileKeySelector, at: FieldPath): FieldError[] {
  const { key, volumeName, path } = ref
  return [
    ...(key ? validateByRule(key, relaxedEnvVarName, at.child('key')) : [required(at.child('key'))]),
    ...(volumeName ? validateLabel(volumeName, at.child('volumeName')) : [required(at.child('volumeName'))]),
    ...(path ? noBacksteps(path, at.child('path')) : [required(at.child('path'))]),
  ]
}

/** Every fault of `envFrom`. What counts its sources stands at the list itself, as in Kubernetes. */
export function validateEnvFrom(entries: EnvFromSource[], at: FieldPath): FieldError[] {
  return entries.flatMap(({ prefix, configMapRef, secretRef }, index) => {
    const own = at.index(index)
    const errors = prefix ? validateByRule(prefix, relaxedEnvVarName, own.child('prefix')) : []
    if (configMapRef) errors.push(...validateSource(configMapRef, own.child('configMapRef')))
    if (secretRef) errors.push(...validateSource(secretRef, own.child('secretRef')))
    if (!configMapRef && !secretRef) {
      errors.push(invalid(at, '', 'must specify one of: `configMapRef` or `secretRef`'))
    } else if (configMapRef && secretRef) {
      errors.push(invalid(at, '', 'may not have more than one field specified at a time'))
    }
    return errors
  })
}

function validateSource({ name }: { name?: string }, at: FieldPath): FieldError[] {
  if (!name) return [required(at.child('name'))]
  return validateByRule(name, (value) => nameIsSubdomain(value, true), at.child('name'))
}
