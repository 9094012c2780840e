// Lease. k8s: pkg/registry/coordination/lease/strategy.go
import { leases } from '../api/refs.ts'
import type { Lease } from '../generated/types.ts'
import { ageCell } from './age-cell.ts'
import { defineResource } from './resource.ts'

/** The strategy of leases. */
export const leaseStrategy = defineResource<Lease>({
  ref: leases,
  type: 'io.k8s.api.coordination.v1.Lease',
  createOnUpdate: true,
  unconditionalUpdate: false,
  prepareForCreate: dropElection,
  prepareForUpdate: dropElection,
  row: (lease, { now }) => [
    lease.metadata.name ?? '',
    lease.spec?.holderIdentity ?? '',
    ageCell(lease.metadata.creationTimestamp, now),
  ],
})

/** Coordinated leader election is an alpha feature, off by default. */
function dropElection(lease: Lease): void {
  delete lease.spec?.strategy
  delete lease.spec?.preferredHolder
}
