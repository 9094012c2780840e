// Writes down what admission let through: the used part of quotas. k8s: apiserver/pkg/admission/plugin/resourcequota/resource_access.go
import { copyTree } from '../api/copy-tree.ts'
import { recordUpdate } from '../api/managed-fields.ts'
import { timestamp } from '../clock.ts'
import type { Charge } from '../resources/quota/admission.ts'
import { resourceQuotaStrategy } from '../resources/resourcequotas.ts'
import { type Machine, sealed, storeKey } from './machine.ts'

export function payCharges(machine: Machine, charges: readonly Charge[]): void {
  for (const { quota, used } of charges) {
    const paid = copyTree(quota)
    paid.status = { ...paid.status, used: { ...used } }
    const { ref, type } = resourceQuotaStrategy
    const now = timestamp(machine.clock.now())
    recordUpdate(paid, quota, { type, manager: 'kube-apiserver', subresource: 'status', now })
    const key = storeKey(ref, quota.metadata.namespace!, quota.metadata.name!)
    machine.store.update(key, (revision) => sealed(paid, resourceQuotaStrategy, revision))
  }
}
