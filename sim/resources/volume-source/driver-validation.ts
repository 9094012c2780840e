// Volumes of drivers that others wrote: CSI and FlexVolume. k8s: pkg/apis/core/validation/validation.go
import { invalid, required, tooLong, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { byteLength, dns1123Subdomain } from '../../api/names.ts'
import type { CSIPersistentVolumeSource, FlexPersistentVolumeSource, SecretReference } from '../../generated/types.ts'
import { requireFields, validateLabel, validateSubdomain } from './rules.ts'

const driverBytesMax = 63

/** k8s: ValidateCSIDriverName */
export function validateDriverName(driver: string, at: FieldPath): FieldError[] {
  if (driver === '') return [required(at)]
  return [
    ...(byteLength(driver) > driverBytesMax ? [tooLong(at, driverBytesMax)] : []),
    ...dns1123Subdomain(driver.toLowerCase()).map((sentence) => invalid(at, driver, sentence)),
  ]
}

/** k8s: validateCSIPersistentVolumeSource. That of nodeStageSecretRef is not looked at there either. */
export function validateCsi(source: CSIPersistentVolumeSource, at: FieldPath): FieldError[] {
  const errors = [
    ...validateDriverName(source.driver ?? '', at.child('driver')),
    ...requireFields(source, at, 'volumeHandle'),
  ]
  const secrets = [
    'controllerPublishSecretRef',
    'controllerExpandSecretRef',
    'nodePublishSecretRef',
    'nodeExpandSecretRef',
  ] as const
  for (const name of secrets) {
    const secret = source[name]
    if (secret) errors.push(...secretErrors(secret, at.child(name)))
  }
  return errors
}

function secretErrors({ name = '', namespace = '' }: SecretReference, at: FieldPath): FieldError[] {
  return [
    ...(name === '' ? [required(at.child('name'))] : validateSubdomain(name, at.child('name'))),
    ...(namespace === '' ? [required(at.child('namespace'))] : validateLabel(namespace, at.child('namespace'))),
  ]
}

/** k8s: validateFlexPersistentVolumeSource */
export function validateFlex(source: FlexPersistentVolumeSource, at: FieldPath): FieldError[] {
  const reserved = Object.keys(source.options ?? {}).filter((key) => {
    const namespace = `.${key.split('/')[0]!.toLowerCase()}`
    return namespace.endsWith('.kubernetes.io') || namespace.endsWith('.k8s.io')
  })
  const sentence = 'kubernetes.io and k8s.io namespaces are reserved'
  return [
    ...requireFields(source, at, 'driver'),
    ...reserved.map((key) => invalid(at.child('options').key(key), key, sentence)),
  ]
}
