// ServiceAccount. k8s: pkg/registry/core/serviceaccount/strategy.go
import { serviceAccounts } from '../api/refs.ts'
import type { ServiceAccount } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'

const mountableSecrets = 'kubernetes.io/enforce-mountable-secrets'

/** The strategy of serviceAccounts. */
export const serviceAccountStrategy = defineResource<ServiceAccount>({
  ref: serviceAccounts,
  type: 'io.k8s.api.core.v1.ServiceAccount',
  prepareForCreate: keepSecretNames,
  prepareForUpdate: keepSecretNames,
  warnings(account, old) {
    const wasThere = old?.metadata.annotations?.[mountableSecrets] !== undefined
    if (wasThere || account.metadata.annotations?.[mountableSecrets] === undefined) return []
    return [
      `metadata.annotations[${mountableSecrets}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
    ]
  },
  row: (account, { now }) => [account.metadata.name ?? '', ageCell(account.metadata.creationTimestamp, now)],
})

/** Of a reference to a secret only its name counts. */
function keepSecretNames(account: ServiceAccount): void {
  if (account.secrets) account.secrets = account.secrets.map(({ name }) => (name ? { name } : {}))
}
