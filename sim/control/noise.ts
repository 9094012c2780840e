// Which changes are no news: the cluster's own pulse.
import type { KubeObject } from '../api/object.ts'
import type { Change } from '../store/store.ts'
import { changedFields } from './changed-fields.ts'

/** Leases that are renewed and nodes that say that they are still there. */
export function isNoise(change: Change<KubeObject>): boolean {
  if (change.key.startsWith('coordination.k8s.io/leases/')) return true
  if (change.type !== 'update' || !change.key.startsWith('/nodes/')) return false
  return changedFields(change.previous, change.value).every((field) => field.endsWith('.lastHeartbeatTime'))
}
