// Defaults of a claim, wherever it stands: as an object or as a template of a StatefulSet.
// k8s: pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolumeClaim
import type { PersistentVolumeClaim } from '../../generated/types.ts'
import { roundUpAmounts } from '../amounts/round-up.ts'

/** Fills in a claim; changed in place. */
export function defaultClaim(claim: PersistentVolumeClaim): void {
  const spec = (claim.spec ??= {})
  const status = (claim.status ??= {})
  status.phase ||= 'Pending'
  spec.volumeMode ??= 'Filesystem'
  roundUpAmounts(spec.resources?.limits)
  roundUpAmounts(spec.resources?.requests)
  roundUpAmounts(status.capacity)
  roundUpAmounts(status.allocatedResources)
}
