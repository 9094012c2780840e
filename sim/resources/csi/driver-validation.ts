// What a CSIDriver may say. k8s: pkg/apis/storage/validation/validation.go ValidateCSIDriver
import { duplicate, invalid, notSupported, path, type FieldError } from '../../api/field-errors.ts'
import { validateImmutable } from '../../api/meta-validation.ts'
import type { CSIDriver } from '../../generated/types.ts'

const policies = ['File', 'None', 'ReadWriteOnceWithFSType']
const modes = ['Persistent', 'Ephemeral']
const expiration = { minSeconds: 600, maxSeconds: 2 ** 32 }
const periodMinSeconds = 10
const spec = path('spec')

export function validateCsiDriver(driver: CSIDriver): FieldError[] {
  const { fsGroupPolicy, volumeLifecycleModes = [], tokenRequests = [] } = driver.spec
  const { nodeAllocatableUpdatePeriodSeconds: period, serviceAccountTokenInSecrets } = driver.spec
  return [
    ...(fsGroupPolicy === undefined || policies.includes(fsGroupPolicy)
      ? []
      : [notSupported(spec.child('fsGroupPolicy'), fsGroupPolicy, policies)]),
    ...tokenErrors(tokenRequests),
    ...volumeLifecycleModes
      .filter((mode) => !modes.includes(mode))
      .map((mode) => notSupported(spec.child('volumeLifecycleModes'), mode, modes)),
    ...(period !== undefined && period < periodMinSeconds
      ? [
          invalid(
            spec.child('nodeAllocatableUpdatePeriodSeconds'),
            period,
            'must be greater than or equal to 10 seconds',
          ),
        ]
      : []),
    ...(serviceAccountTokenInSecrets !== undefined && tokenRequests.length === 0
      ? [
          invalid(
            spec.child('serviceAccountTokenInSecrets'),
            serviceAccountTokenInSecrets,
            'serviceAccountTokenInSecrets is set but no tokenRequests are specified',
          ),
        ]
      : []),
  ]
}

/** Whether volumes are attached and how they live is for ever. The first path is misspelt in the server too. */
export function validateCsiDriverUpdate(driver: CSIDriver, old: CSIDriver): FieldError[] {
  return [
    ...validateImmutable(driver.spec.attachRequired, old.spec.attachRequired, spec.child('attachedRequired')),
    ...validateImmutable(
      driver.spec.volumeLifecycleModes,
      old.spec.volumeLifecycleModes,
      spec.child('volumeLifecycleModes'),
    ),
  ]
}

function tokenErrors(requests: NonNullable<CSIDriver['spec']['tokenRequests']>): FieldError[] {
  const seen = new Set<string>()
  return requests.flatMap(({ audience, expirationSeconds: seconds }, index) => {
    const at = spec.child('tokenRequests').index(index)
    if (seen.has(audience)) return [duplicate(at.child('audience'), audience)]
    seen.add(audience)
    if (seconds === undefined) return []
    const duration = at.child('expirationSeconds')
    if (seconds < expiration.minSeconds) {
      return [invalid(duration, seconds, 'may not specify a duration less than 10 minutes')]
    }
    return seconds > expiration.maxSeconds
      ? [invalid(duration, seconds, 'may not specify a duration larger than 2^32 seconds')]
      : []
  })
}
