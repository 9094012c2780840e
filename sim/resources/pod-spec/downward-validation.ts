// References to a pod's own fields and to its containers' resources (the downward API).
// k8s: pkg/apis/core/validation/validation.go validateObjectFieldSelector, validateContainerResourceFieldSelector
import { compareQuantities, canonicalQuantity } from '../../api/quantity.ts'
import { invalid, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import type { ObjectFieldSelector, ResourceFieldSelector } from '../../generated/types.ts'
import { validateQualifiedKey } from './name-validation.ts'

/** Labels that a field path may name at all. k8s: pkg/apis/core/pods/helpers.go ConvertDownwardAPIFieldLabel */
const fieldLabels = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]
const resourceFields = ['cpu', 'ephemeral-storage', 'memory']
const containerResources = ['limits', 'requests'].flatMap((list) => resourceFields.map((name) => `${list}.${name}`))
const hugePages = /^(requests|limits)\.hugepages-/
const byteDivisors = '1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei'

/** @param supported field paths that this place allows, sorted. */
export function validateFieldRef(ref: ObjectFieldSelector, supported: string[], at: FieldPath): FieldError[] {
  if (!ref.apiVersion) return [required(at.child('apiVersion'))]
  if (!ref.fieldPath) return [required(at.child('fieldPath'))]
  const subscripted = /^(?<path>.+?)\['(?<key>.*)'\]$/s.exec(ref.fieldPath)
  const problem = conversionProblem(ref, subscripted?.groups?.['path'])
  if (problem) return [invalid(at.child('fieldPath'), ref.fieldPath, `error converting fieldPath: ${problem}`)]
  if (subscripted) {
    const { path, key } = subscripted.groups as { path: string; key: string }
    return validateQualifiedKey(path === 'metadata.annotations' ? key.toLowerCase() : key, at)
  }
  const path = ref.fieldPath === 'spec.host' ? 'spec.nodeName' : ref.fieldPath
  return supported.includes(path) ? [] : [notSupported(at.child('fieldPath'), path, supported)]
}

function conversionProblem(ref: ObjectFieldSelector, subscriptedPath: string | undefined): string | undefined {
  if (ref.apiVersion !== 'v1') return `unsupported pod version: ${ref.apiVersion}`
  if (subscriptedPath !== undefined) {
    const known = ['metadata.annotations', 'metadata.labels'].includes(subscriptedPath)
    return known ? undefined : `field label does not support subscript: ${ref.fieldPath}`
  }
  const known = fieldLabels.includes(ref.fieldPath) || ref.fieldPath === 'spec.host'
  return known ? undefined : `field label not supported: ${ref.fieldPath}`
}

/** @param inVolume a file must say whose resources it shows; a variable means its own container's. */
export function validateResourceFieldRef(ref: ResourceFieldSelector, at: FieldPath, inVolume: boolean): FieldError[] {
  const errors: FieldError[] = []
  if (inVolume && !ref.containerName) errors.push(required(at.child('containerName')))
  else if (!ref.resource) errors.push(required(at.child('resource')))
  else if (!containerResources.includes(ref.resource) && !hugePages.test(ref.resource)) {
    errors.push(notSupported(at.child('resource'), ref.resource, containerResources))
  }
  return [...errors, ...validateDivisor(ref, at.child('divisor'))]
}

function validateDivisor({ resource, divisor }: ResourceFieldSelector, at: FieldPath): FieldError[] {
  if (divisor === undefined || compareQuantities(divisor, '0') === 0) return []
  const written = canonicalQuantity(divisor)
  const refuse = (allowed: string, shown: string): FieldError[] => {
    if (allowed.split(', ').includes(written)) return []
    const list = shown === 'cpu' ? '1m and 1' : allowed
    return [invalid(at, resource, `only divisor's values ${list} are supported with the ${shown} resource`)]
  }
  if (/^(limits|requests)\.cpu$/.test(resource)) return refuse('1m, 1', 'cpu')
  if (/^(limits|requests)\.memory$/.test(resource)) return refuse(byteDivisors, 'memory')
  if (/^(limits|requests)\.ephemeral-storage$/.test(resource)) return refuse(byteDivisors, 'local ephemeral storage')
  return hugePages.test(resource) ? refuse(byteDivisors, 'hugepages') : []
}
