// The one source of a pod's volume. Those that PersistentVolumes have too are judged in volume-source/.
// k8s: pkg/apis/core/validation/validation.go validateVolumeSource
import { forbidden, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { compareQuantities } from '../../api/quantity.ts'
import type {
  CinderVolumeSource,
  CSIVolumeSource,
  EmptyDirVolumeSource,
  GitRepoVolumeSource,
  ImageVolumeSource,
  StorageOSVolumeSource,
  Volume,
} from '../../generated/types.ts'
import { validateAwsDisk, validateAzureDisk, validateGceDisk } from '../volume-source/cloud-validation.ts'
import { validateFlocker, validateQuobyte } from '../volume-source/cluster-validation.ts'
import { validateDriverName, validateFlex } from '../volume-source/driver-validation.ts'
import { validateFc } from '../volume-source/iscsi-validation.ts'
import { validateHostPath, validateNfs } from '../volume-source/local-validation.ts'
import { requireFields, validateLabel, validateSubdomain } from '../volume-source/rules.ts'
import { validatePullPolicy } from './pull-policy-validation.ts'
import { validateEphemeralVolume } from './ephemeral-volume-validation.ts'
import { validateConfigMapVolume, validateDownwardVolume, validateSecretVolume } from './file-volume-validation.ts'
import { validateIscsi } from './iscsi-validation.ts'
import { validateDescendingPath } from './path-validation.ts'
import { validateProjectedVolume } from './projected-volume-validation.ts'
import type { VolumePlace } from './volume-place.ts'

type Source = Exclude<keyof Volume, 'name'>
type Rules = { [K in Source]: (source: NonNullable<Volume[K]>, at: FieldPath, place: VolumePlace) => FieldError[] }

function needs(...names: string[]): (source: object, at: FieldPath) => FieldError[] {
  return (source, at) => requireFields(source, at, ...names)
}

/** Every source, in the order in which the real server looks for them. */
const rules: Rules = {
  emptyDir: validateEmptyDir,
  hostPath: validateHostPath,
  gitRepo: validateGitRepo,
  gcePersistentDisk: validateGceDisk,
  awsElasticBlockStore: validateAwsDisk,
  secret: validateSecretVolume,
  nfs: validateNfs,
  iscsi: validateIscsi,
  glusterfs: needs('endpoints', 'path'),
  flocker: validateFlocker,
  persistentVolumeClaim: needs('claimName'),
  rbd: needs('monitors', 'image'),
  cinder: validateCinder,
  cephfs: needs('monitors'),
  quobyte: validateQuobyte,
  downwardAPI: validateDownwardVolume,
  fc: validateFc,
  flexVolume: validateFlex,
  configMap: validateConfigMapVolume,
  azureFile: needs('secretName', 'shareName'),
  vsphereVolume: needs('volumePath'),
  photonPersistentDisk: needs('pdID'),
  portworxVolume: needs('volumeID'),
  azureDisk: validateAzureDisk,
  storageos: validateStorageOs,
  projected: validateProjectedVolume,
  scaleIO: needs('gateway', 'system', 'volumeName'),
  csi: validateCsi,
  ephemeral: validateEphemeralVolume,
  image: validateImage,
}

/** Every fault of a volume besides its name. */
export function validateVolumeSource(volume: Volume, place: VolumePlace): FieldError[] {
  const { at } = place
  const errors: FieldError[] = []
  let count = 0
  for (const name of Object.keys(rules) as Source[]) {
    const source = volume[name]
    if (!source) continue
    if (count > 0)
      errors.push(forbidden(at.child(forbiddenNames[name] ?? name), 'may not specify more than 1 volume type'))
    else errors.push(...rules[name](source as never, at.child(pathNames[name] ?? name), place))
    count++
  }
  return count === 0 ? [required(at, 'must specify a volume type')] : errors
}

/** Where the real server's path is not the field's name. */
const pathNames: { [K in Source]?: string } = { gcePersistentDisk: 'persistentDisk' }
const forbiddenNames: { [K in Source]?: string } = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' }

function validateEmptyDir({ sizeLimit }: EmptyDirVolumeSource, at: FieldPath): FieldError[] {
  if (sizeLimit === undefined || compareQuantities(sizeLimit, '0') >= 0) return []
  return [forbidden(at.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity')]
}

function validateGitRepo({ repository, directory = '' }: GitRepoVolumeSource, at: FieldPath): FieldError[] {
  const errors = repository ? [] : [required(at.child('repository'))]
  return [...errors, ...validateDescendingPath(directory, at.child('directory'))]
}

function validateCinder(source: CinderVolumeSource, at: FieldPath): FieldError[] {
  const { secretRef } = source
  return [
    ...requireFields(source, at, 'volumeID'),
    ...(secretRef ? requireFields(secretRef, at.child('secretRef'), 'name') : []),
  ]
}

function validateStorageOs(source: StorageOSVolumeSource, at: FieldPath): FieldError[] {
  const { volumeName, volumeNamespace, secretRef } = source
  return [
    ...(volumeName ? validateLabel(volumeName, at.child('volumeName')) : [required(at.child('volumeName'))]),
    ...(volumeNamespace ? validateLabel(volumeNamespace, at.child('volumeNamespace')) : []),
    ...(secretRef ? requireFields(secretRef, at.child('secretRef'), 'name') : []),
  ]
}

function validateCsi({ driver, nodePublishSecretRef: secret }: CSIVolumeSource, at: FieldPath): FieldError[] {
  const errors = validateDriverName(driver, at.child('driver'))
  if (!secret) return errors
  if (!secret.name) return [...errors, required(at.child('nodePublishSecretRef', 'name'))]
  return [...errors, ...validateSubdomain(secret.name, at.child('name'))]
}

function validateImage(source: ImageVolumeSource, at: FieldPath, place: VolumePlace): FieldError[] {
  const errors = place.isPod && !source.reference ? [required(at.child('reference'))] : []
  return [...errors, ...validatePullPolicy(source.pullPolicy, at.child('pullPolicy'))]
}
