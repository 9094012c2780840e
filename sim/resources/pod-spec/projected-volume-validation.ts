// Several sources in one folder. k8s: pkg/apis/core/validation/validation.go validateProjectionSources
import { forbidden, invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import type {
  KeyToPath,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../../generated/types.ts'
import { validateDownwardFile, validateItem, validateMode } from './file-volume-validation.ts'
import { validateNonReservedPath } from './path-validation.ts'

const tokenSecondsMin = 10 * 60
const tokenSecondsMax = 2 ** 32

/** Every fault of a projected volume. Sources behind gates that are off (clusterTrustBundle, podCertificate) were dropped before. */
export function validateProjectedVolume(projected: ProjectedVolumeSource, at: FieldPath): FieldError[] {
  const taken = new Set<string>()
  const clash = (path: string, shown: string): FieldError[] => {
    if (!path) return []
    if (taken.has(path)) return [invalid(at, shown, 'conflicting duplicate paths')]
    taken.add(path)
    return []
  }
  return [
    ...validateMode(projected.defaultMode, at.child('defaultMode')),
    ...(projected.sources ?? []).flatMap((source, index) =>
      validateSource(source, at, at.child('sources').index(index), clash),
    ),
  ]
}

function validateSource(
  source: VolumeProjection,
  at: FieldPath,
  own: FieldPath,
  clash: (path: string, shown: string) => FieldError[],
): FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken } = source
  const errors: FieldError[] = []
  if (secret) errors.push(...validateFiles(secret, own.child('secret'), clash))
  if (configMap) errors.push(...validateFiles(configMap, own.child('configMap'), clash))
  for (const file of downwardAPI?.items ?? []) {
    errors.push(...validateDownwardFile(file, own.child('downwardAPI')), ...clash(file.path, file.path))
  }
  if (serviceAccountToken) errors.push(...validateToken(serviceAccountToken, at, own.child('serviceAccountToken')))
  if ([secret, configMap, downwardAPI, serviceAccountToken].filter(Boolean).length > 1) {
    errors.push(forbidden(own, 'may not specify more than 1 volume type per source'))
  }
  return errors
}

function validateFiles(
  source: { name?: string; items?: KeyToPath[] },
  at: FieldPath,
  clash: (path: string, shown: string) => FieldError[],
): FieldError[] {
  const { name = '', items = [] } = source
  const errors = name ? [] : [required(at.child('name'))]
  for (const [index, item] of items.entries()) {
    errors.push(...validateItem(item, at.child('items').index(index)), ...clash(item.path, name))
  }
  return errors
}

// The path's errors stand at the volume, not at the token, as in Kubernetes.
function validateToken(token: ServiceAccountTokenProjection, at: FieldPath, own: FieldPath): FieldError[] {
  const seconds = token.expirationSeconds ?? 0
  const errors: FieldError[] = []
  if (seconds < tokenSecondsMin) {
    errors.push(invalid(own.child('expirationSeconds'), seconds, 'may not specify a duration less than 10 minutes'))
  }
  if (seconds > tokenSecondsMax) {
    const rule = 'may not specify a duration larger than 2^32 seconds'
    errors.push(invalid(own.child('expirationSeconds'), seconds, rule))
  }
  if (!token.path) return [...errors, required(at.child('path'))]
  return [...errors, ...validateNonReservedPath(token.path, at.child('path'))]
}
