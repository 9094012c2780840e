// CSIDriver. k8s: pkg/registry/storage/csidriver/strategy.go, pkg/apis/storage/v1/defaults.go
import { sameValue } from '../api/meta-validation.ts'
import { csiDrivers } from '../api/refs.ts'
import type { CSIDriver } from '../generated/types.ts'
import { validateCsiDriver, validateCsiDriverUpdate } from './csi/driver-validation.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'

const tokenAdvice =
  'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes'

/** The strategy of csiDrivers. */
export const csiDriverStrategy = defineResource<CSIDriver>({
  ref: csiDrivers,
  type: 'io.k8s.api.storage.v1.CSIDriver',
  unconditionalUpdate: false,
  defaults({ spec }) {
    spec.attachRequired ??= true
    spec.podInfoOnMount ??= false
    spec.storageCapacity ??= false
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType'
    if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent']
    spec.requiresRepublish ??= false
    spec.seLinuxMount ??= false
  },
  prepareForUpdate(driver, old) {
    if (!sameValue(driver.spec, old.spec)) driver.metadata.generation = (old.metadata.generation ?? 0) + 1
  },
  validate: validateCsiDriver,
  validateUpdate: validateCsiDriverUpdate,
  warnings({ spec }, old) {
    const { tokenRequests = [], serviceAccountTokenInSecrets } = spec
    const told = old !== undefined && sameValue(tokenRequests, old.spec.tokenRequests ?? [])
    return tokenRequests.length > 0 && serviceAccountTokenInSecrets === undefined && !told ? [tokenAdvice] : []
  },
  row: ({ metadata, spec }, { now }) => [
    metadata.name ?? '',
    spec.attachRequired ?? true,
    spec.podInfoOnMount ?? false,
    spec.storageCapacity ?? false,
    spec.tokenRequests ? spec.tokenRequests.map(({ audience }) => audience).join(',') : '<unset>',
    spec.requiresRepublish ?? false,
    spec.volumeLifecycleModes?.join(',') || '<none>',
    ageCell(metadata.creationTimestamp, now),
  ],
})
