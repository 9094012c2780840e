// Volumes of storage clusters that run beside Kubernetes. k8s: pkg/apis/core/validation/validation.go
import { invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { nameIsLabel } from '../../api/names.ts'
import type {
  FlockerVolumeSource,
  GlusterfsPersistentVolumeSource,
  QuobyteVolumeSource,
  StorageOSPersistentVolumeSource,
} from '../../generated/types.ts'
import { requireFields, validateLabel } from './rules.ts'

/** k8s: validateGlusterfsPersistentVolumeSource */
export function validateGlusterfs(source: GlusterfsPersistentVolumeSource, at: FieldPath): FieldError[] {
  const errors = requireFields(source, at, 'endpoints', 'path')
  const namespace = source.endpointsNamespace
  const path = at.child('endpointsNamespace')
  if (namespace === undefined) return errors
  const sentences =
    namespace === ''
      ? ['if the endpointnamespace is set, it must be a valid namespace name']
      : nameIsLabel(namespace, false)
  return [...errors, ...sentences.map((sentence) => invalid(path, namespace, sentence))]
}

/** k8s: validateFlockerVolumeSource */
export function validateFlocker(source: FlockerVolumeSource, at: FieldPath): FieldError[] {
  const { datasetName = '', datasetUUID = '' } = source
  const errors: FieldError[] = []
  if (!datasetName && !datasetUUID) errors.push(required(at, 'one of datasetName and datasetUUID is required'))
  if (datasetName && datasetUUID) {
    errors.push(invalid(at, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'))
  }
  if (datasetName.includes('/')) errors.push(invalid(at.child('datasetName'), datasetName, "must not contain '/'"))
  return errors
}

const registrySentence = 'must be a host:port pair or multiple pairs separated by commas'

/** k8s: validateQuobyteVolumeSource */
export function validateQuobyte(source: QuobyteVolumeSource, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  const { registry, tenant = '' } = source
  if (registry === '') errors.push(required(at.child('registry'), registrySentence))
  else if (tenant.length >= 65) {
    errors.push(required(at.child('tenant'), 'must be a UUID and may not exceed a length of 64 characters'))
  } else {
    const broken = registry.split(',').filter((pair) => !isHostPort(pair))
    errors.push(...broken.map(() => invalid(at.child('registry'), registry, registrySentence)))
  }
  return [...errors, ...requireFields(source, at, 'volume')]
}

/** As Go splits them: one colon outside brackets. */
function isHostPort(pair: string): boolean {
  return /^(\[[^[\]]*\]|[^[\]:]*):[^[\]:]*$/.test(pair)
}

/** k8s: validateStorageOSPersistentVolumeSource */
export function validateStorageOs(source: StorageOSPersistentVolumeSource, at: FieldPath): FieldError[] {
  const { volumeName = '', volumeNamespace = '', secretRef } = source
  return [
    ...(volumeName === '' ? [required(at.child('volumeName'))] : validateLabel(volumeName, at.child('volumeName'))),
    ...(volumeNamespace === '' ? [] : validateLabel(volumeNamespace, at.child('volumeNamespace'))),
    ...(secretRef ? requireFields(secretRef, at.child('secretRef'), 'name', 'namespace') : []),
  ]
}
