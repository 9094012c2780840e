// Disks of the clouds. k8s: pkg/apis/core/validation/validation.go
import { invalid, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { rangeSentence } from '../../api/names.ts'
import type {
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  AzureFilePersistentVolumeSource,
  CinderPersistentVolumeSource,
  GCEPersistentDiskVolumeSource,
} from '../../generated/types.ts'
import { requireFields } from './rules.ts'

/** k8s: validateGCEPersistentDiskVolumeSource */
export function validateGceDisk(source: GCEPersistentDiskVolumeSource, at: FieldPath): FieldError[] {
  return [...requireFields(source, at, 'pdName'), ...partitionErrors(source.partition, at)]
}

/** k8s: validateAWSElasticBlockStoreVolumeSource */
export function validateAwsDisk(source: AWSElasticBlockStoreVolumeSource, at: FieldPath): FieldError[] {
  return [...requireFields(source, at, 'volumeID'), ...partitionErrors(source.partition, at)]
}

// 0 is allowed though the sentence says from 1 on.
function partitionErrors(partition = 0, at: FieldPath): FieldError[] {
  if (partition >= 0 && partition <= 255) return []
  return [invalid(at.child('partition'), partition, rangeSentence(1, 255))]
}

/** k8s: validateCinderPersistentVolumeSource */
export function validateCinder(source: CinderPersistentVolumeSource, at: FieldPath): FieldError[] {
  const { secretRef } = source
  return [
    ...requireFields(source, at, 'volumeID'),
    ...(secretRef ? requireFields(secretRef, at.child('secretRef'), 'name', 'namespace') : []),
  ]
}

/** k8s: validateAzureFilePV */
export function validateAzureFile(source: AzureFilePersistentVolumeSource, at: FieldPath): FieldError[] {
  const errors = requireFields(source, at, 'secretName', 'shareName')
  return source.secretNamespace === '' ? [...errors, required(at.child('secretNamespace'))] : errors
}

const cachingModes = ['None', 'ReadOnly', 'ReadWrite']
const diskKinds = ['Dedicated', 'Managed', 'Shared']
const managedUri = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}'
const blobUri = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd'

/** k8s: validateAzureDisk */
export function validateAzureDisk(source: AzureDiskVolumeSource, at: FieldPath): FieldError[] {
  const errors = requireFields(source, at, 'diskName', 'diskURI')
  const { cachingMode, kind, diskURI } = source
  if (cachingMode !== undefined && !cachingModes.includes(cachingMode)) {
    errors.push(notSupported(at.child('cachingMode'), cachingMode, cachingModes))
  }
  if (kind === undefined) return errors
  if (!diskKinds.includes(kind)) errors.push(notSupported(at.child('kind'), kind, diskKinds))
  if (kind === 'Managed') {
    if (!diskURI.startsWith('/subscriptions/')) errors.push(notSupported(at.child('diskURI'), diskURI, [managedUri]))
  } else if (!diskURI.startsWith('https://')) errors.push(notSupported(at.child('diskURI'), diskURI, [blobUri]))
  return errors
}
