// Lease. k8s: pkg/registry/coordination/lease/strategy.go
import { invalid, path, type FieldError } from '../api/field-errors.ts'
import { leases } from '../api/refs.ts'
import type { Lease } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'

/** The strategy of leases. */
export const leaseStrategy = defineResource<Lease>({
  ref: leases,
  type: 'io.k8s.api.coordination.v1.Lease',
  createOnUpdate: true,
  unconditionalUpdate: false,
  prepareForCreate: dropElection,
  prepareForUpdate: dropElection,
  validate: leaseErrors,
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

function leaseErrors({ spec = {} }: Lease): FieldError[] {
  const { leaseDurationSeconds: seconds, leaseTransitions: transitions } = spec
  const at = path('spec')
  const errors: FieldError[] = []
  if (seconds !== undefined && seconds <= 0) {
    errors.push(invalid(at.child('leaseDurationSeconds'), seconds, 'must be greater than 0'))
  }
  if (transitions !== undefined && transitions < 0) {
    errors.push(invalid(at.child('leaseTransitions'), transitions, 'must be greater than or equal to 0'))
  }
  return errors
}
