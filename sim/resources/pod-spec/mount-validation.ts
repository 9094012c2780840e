// How a container uses the pod's volumes, as folders and as block devices.
// k8s: pkg/apis/core/validation/validation.go ValidateVolumeMounts, ValidateVolumeDevices
import {
  forbidden,
  invalid,
  notFound,
  notSupported,
  required,
  type FieldError,
  type FieldPath,
} from '../../api/field-errors.ts'
import type { Container, EphemeralContainer, Volume, VolumeDevice, VolumeMount } from '../../generated/types.ts'
import { noBacksteps } from '../volume-source/rules.ts'
import { validateDescendingPath } from './path-validation.ts'

/** The pod's well-formed volumes by name. */
export type VolumesByName = ReadonlyMap<string, Volume>

const propagations = ['Bidirectional', 'HostToContainer', 'None']
const recursions = ['Disabled', 'Enabled', 'IfPossible']

/** Every fault of a container's volumeMounts and volumeDevices. */
export function validateMounts(
  container: Container | EphemeralContainer,
  volumes: VolumesByName,
  at: FieldPath,
): FieldError[] {
  const mounts = container.volumeMounts ?? []
  const devices = container.volumeDevices ?? []
  const privileged = container.securityContext?.privileged ?? false
  return [
    ...validateVolumeMounts(mounts, devices, volumes, privileged, at.child('volumeMounts')),
    ...validateVolumeDevices(devices, mounts, volumes, at.child('volumeDevices')),
  ]
}

function validateVolumeMounts(
  mounts: VolumeMount[],
  devices: VolumeDevice[],
  volumes: VolumesByName,
  privileged: boolean,
  at: FieldPath,
): FieldError[] {
  const points = new Set<string>()
  return mounts.flatMap((mount, index) => {
    const errors: FieldError[] = []
    const name = at.index(index).child('name')
    const path = at.index(index).child('mountPath')
    if (!mount.name) errors.push(required(name))
    if (!volumes.has(mount.name)) errors.push(notFound(name, mount.name))
    if (!mount.mountPath) errors.push(required(path))
    if (points.has(mount.mountPath)) errors.push(invalid(path, mount.mountPath, 'must be unique'))
    points.add(mount.mountPath)
    if (devices.some((device) => device.name === mount.name)) {
      errors.push(invalid(name, mount.name, 'must not already exist in volumeDevices'))
    }
    if (devicePaths(devices).includes(mount.mountPath)) {
      errors.push(invalid(path, mount.mountPath, 'must not already exist as a path in volumeDevices'))
    }
    // These stand at the list, not at the mount, as in Kubernetes.
    if (mount.subPath) errors.push(...validateDescendingPath(mount.subPath, at.child('subPath')))
    if (mount.subPathExpr) {
      if (mount.subPath) {
        const clash = 'subPathExpr and subPath are mutually exclusive'
        errors.push(invalid(at.index(index).child('subPathExpr'), mount.subPathExpr, clash))
      }
      errors.push(...validateDescendingPath(mount.subPathExpr, at.child('subPathExpr')))
    }
    errors.push(...validatePropagation(mount.mountPropagation, privileged, at.child('mountPropagation')))
    errors.push(...validateRecursiveReadOnly(mount, at.child('recursiveReadOnly')))
    return errors
  })
}

// Of two devices of one name only the last counts.
function devicePaths(devices: VolumeDevice[]): string[] {
  return [...new Map(devices.map(({ name, devicePath }) => [name, devicePath])).values()]
}

function validatePropagation(propagation: string | undefined, privileged: boolean, at: FieldPath): FieldError[] {
  if (propagation === undefined) return []
  if (!propagations.includes(propagation)) return [notSupported(at, propagation, propagations)]
  if (propagation !== 'Bidirectional' || privileged) return []
  return [forbidden(at, 'Bidirectional mount propagation is available only to privileged containers')]
}

function validateRecursiveReadOnly(mount: VolumeMount, at: FieldPath): FieldError[] {
  const wish = mount.recursiveReadOnly
  if (wish === undefined || wish === 'Disabled') return []
  if (!recursions.includes(wish)) return [notSupported(at, wish, recursions)]
  const errors: FieldError[] = []
  if (!mount.readOnly) errors.push(forbidden(at, 'may only be specified when readOnly is true'))
  if (mount.mountPropagation !== undefined && mount.mountPropagation !== 'None') {
    errors.push(forbidden(at, 'may only be specified when mountPropagation is None or not specified'))
  }
  return errors
}

function validateVolumeDevices(
  devices: VolumeDevice[],
  mounts: VolumeMount[],
  volumes: VolumesByName,
  at: FieldPath,
): FieldError[] {
  const names = new Set<string>()
  const paths = new Set<string>()
  const mountPaths = [...new Map(mounts.map(({ name, mountPath }) => [name, mountPath])).values()]
  return devices.flatMap((device, index) => {
    const errors: FieldError[] = []
    const name = at.index(index).child('name')
    const path = at.index(index).child('devicePath')
    const volume = volumes.get(device.name)
    if (!device.name) errors.push(required(name))
    if (names.has(device.name)) errors.push(invalid(name, device.name, 'must be unique'))
    if (volume && !volume.persistentVolumeClaim && !volume.ephemeral) {
      const rule = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'
      errors.push(invalid(name, device.name, rule))
    }
    if (!volume) errors.push(notFound(name, device.name))
    if (!device.devicePath) errors.push(required(path))
    if (paths.has(device.devicePath)) errors.push(invalid(path, device.devicePath, 'must be unique'))
    if (device.devicePath && noBacksteps(device.devicePath, path).length > 0) {
      errors.push(invalid(path, device.devicePath, "can not contain backsteps ('..')"))
    } else paths.add(device.devicePath)
    if (mounts.some((mount) => mount.name === device.name)) {
      errors.push(invalid(name, device.name, 'must not already exist in volumeMounts'))
    }
    if (mountPaths.includes(device.devicePath)) {
      errors.push(invalid(path, device.devicePath, 'must not already exist as a path in volumeMounts'))
    }
    if (device.name) names.add(device.name)
    return errors
  })
}
