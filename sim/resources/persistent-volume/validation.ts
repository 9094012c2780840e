// What a PersistentVolume may say. k8s: pkg/apis/core/validation/validation.go ValidatePersistentVolume, pkg/volume/validation
import { forbidden, invalid, notSupported, path, required, type FieldError } from '../../api/field-errors.ts'
import { compareQuantities, formatQuantity, parseQuantity, quantityValue } from '../../api/quantity.ts'
import type { PersistentVolume, PersistentVolumeSpec } from '../../generated/types.ts'
import { validateNodeSelector } from '../pod-spec/node-selector-validation.ts'
import { validateAccessModes, validateClassName, validateVolumeMode } from '../volume/spec-rules.ts'
import { validateVolumeSource, volumeSources } from '../volume-source/validation.ts'

const reclaimPolicies = ['Delete', 'Recycle', 'Retain']
const specPath = path('spec')
const mountOptions = 'volume.beta.kubernetes.io/mount-options'

/** Every fault of a new or changed volume, besides its metadata's. */
export function validatePersistentVolume(volume: PersistentVolume): FieldError[] {
  const spec = volume.spec ?? {}
  const policy = spec.persistentVolumeReclaimPolicy ?? ''
  const policyPath = specPath.child('persistentVolumeReclaimPolicy')
  const modes = spec.accessModes ?? []
  return [
    ...(modes.length === 0 ? [required(specPath.child('accessModes'))] : []),
    ...validateAccessModes(modes, specPath.child('accessModes')),
    ...capacityErrors(spec.capacity),
    ...(policy && !reclaimPolicies.includes(policy) ? [notSupported(policyPath, policy, reclaimPolicies)] : []),
    ...nodeAffinityErrors(spec),
    ...validateVolumeSource(spec, volume.metadata.name ?? '', specPath),
    ...(spec.hostPath && isRoot(spec.hostPath.path) && policy === 'Recycle'
      ? [forbidden(policyPath, "may not be 'recycle' for a hostPath mount of '/'")]
      : []),
    ...validateClassName(spec.storageClassName, specPath.child('storageClassName')),
    ...validateVolumeMode(spec.volumeMode, specPath.child('volumeMode')),
    ...attributesClassErrors(spec),
    ...mountOptionErrors(volume),
  ]
}

function capacityErrors(capacity: PersistentVolumeSpec['capacity']): FieldError[] {
  const at = specPath.child('capacity')
  const sizes = Object.entries(capacity ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const errors: FieldError[] = []
  if (sizes.length === 0) errors.push(required(at))
  if (sizes.length !== 1 || sizes[0]![0] !== 'storage') {
    const shown =
      capacity && Object.fromEntries(sizes.map(([name, size]) => [name, formatQuantity(parseQuantity(size))]))
    errors.push(notSupported(at, shown, ['storage']))
  }
  for (const [name, size] of sizes) {
    const value = quantityValue(size)
    if (value < 0n) errors.push(invalid(at.key(name), Number(value), 'must be a valid resource quantity'))
    if (compareQuantities(size, '0') <= 0) {
      errors.push(invalid(at.key(name), formatQuantity(parseQuantity(size)), 'must be greater than zero'))
    }
  }
  return errors
}

function nodeAffinityErrors({ nodeAffinity }: PersistentVolumeSpec): FieldError[] {
  if (!nodeAffinity) return []
  const at = specPath.child('nodeAffinity').child('required')
  if (!nodeAffinity.required) return [required(at, 'must specify required node constraints')]
  return validateNodeSelector(nodeAffinity.required, at)
}

function isRoot(folder = ''): boolean {
  if (!folder.startsWith('/')) return false
  const depth = folder.split('/').reduce((count, part) => {
    if (part === '' || part === '.') return count
    return part === '..' ? Math.max(0, count - 1) : count + 1
  }, 0)
  return depth === 0
}

function attributesClassErrors(spec: PersistentVolumeSpec): FieldError[] {
  const name = spec.volumeAttributesClassName
  const at = specPath.child('volumeAttributesClassName')
  if (name === undefined) return []
  return [
    ...(name === '' ? [required(at, 'an empty string is disallowed')] : validateClassName(name, at)),
    ...(spec.csi ? [] : [required(specPath.child('csi'), 'has to be specified when using volumeAttributesClassName')]),
  ]
}

/** Kinds of volume that take mount options by annotation. k8s: pkg/volume/validation/pv_validation.go checkMountOption */
const mountable = new Set<string>([
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
])

function mountOptionErrors({ metadata, spec = {} }: PersistentVolume): FieldError[] {
  if (metadata.annotations?.[mountOptions] === undefined) return []
  if (volumeSources.some((name) => mountable.has(name) && spec[name])) return []
  const at = path('metadata').child('annotations').child(mountOptions)
  return [forbidden(at, 'may not specify mount options for this volume type')]
}
