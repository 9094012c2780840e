// What a claim's status may say. k8s: pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimStatusUpdate
import { invalid, notSupported, path, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { qualifiedKey } from '../../api/names.ts'
import { compareQuantities, formatQuantity, parseQuantity, quantityValue } from '../../api/quantity.ts'
import type { PersistentVolumeClaim } from '../../generated/types.ts'

const resizeStatuses = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizePending',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
].toSorted()
const statusPath = path('status')

/** Every fault of the status that is sent. */
export function validateClaimStatus(claim: PersistentVolumeClaim): FieldError[] {
  const { capacity = {}, allocatedResourceStatuses = {}, allocatedResources = {} } = claim.status ?? {}
  const statusesPath = statusPath.child('allocatedResourceStatuses')
  const allocatedPath = statusPath.child('allocatedResources')
  return [
    ...(claim.metadata.resourceVersion ? [] : [required('resourceVersion')]),
    ...(claim.spec?.accessModes?.length ? [] : [required('Spec.accessModes')]),
    ...Object.entries(capacity).flatMap(([name, size]) => sizeErrors(size, statusPath.child('capacity').key(name))),
    ...Object.entries(allocatedResourceStatuses).flatMap(([name, status]) => [
      ...keyErrors(name, statusesPath),
      ...(resizeStatuses.includes(status) ? [] : [notSupported(statusesPath, name, resizeStatuses)]),
    ]),
    ...Object.entries(allocatedResources).flatMap(([name, size]) => {
      const errors = keyErrors(name, allocatedPath)
      return errors.length > 0 ? errors : amountErrors(size, allocatedPath.key(name))
    }),
  ]
}

function sizeErrors(size: string, at: FieldPath): FieldError[] {
  const value = quantityValue(size)
  return value < 0n ? [invalid(at, Number(value), 'must be a valid resource quantity')] : []
}

function amountErrors(size: string, at: FieldPath): FieldError[] {
  const errors = sizeErrors(size, at)
  if (errors.length > 0 || compareQuantities(size, '0') >= 0) return errors
  return [invalid(at, formatQuantity(parseQuantity(size)), 'must be greater than or equal to 0')]
}

/** k8s: validatePersistentVolumeClaimResourceKey */
function keyErrors(name: string, at: FieldPath): FieldError[] {
  const errors = qualifiedKey(name).map((sentence) => invalid(at, name, sentence))
  if (errors.length > 0) return errors
  const native = !name.includes('/') || name.includes('kubernetes.io/')
  return native && name !== 'storage' ? [notSupported(at, name, ['storage'])] : []
}
