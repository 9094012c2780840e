// A claim waits, and for the reason that is meant.
import { told } from '../../diagnose/diagnosis.ts'
import { eventsOf } from '../../diagnose/events.ts'
import type { Claim, KubeEvent } from '../../diagnose/objects.ts'
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'

/** @param wanted `reason` of one of its events: `WaitForFirstConsumer`, `ExternalProvisioning`. */
export function pvcPending(wanted: {
  name: string
  namespace?: string
  reason: string
}): (cluster: ClusterReader) => Promise<Finding> {
  const { name, namespace = 'default', reason } = wanted
  const object = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace }
  return async (cluster) => {
    const claim = await cluster.get<Claim>('v1', 'PersistentVolumeClaim', name, namespace)
    if (!claim) return missing(object)
    const events = eventsOf(claim, await cluster.list<KubeEvent>('v1', 'Event', namespace))
    const found = events.find((event) => event.reason === reason)
    const phase = claim.status?.phase ?? 'Pending'
    return {
      object: objectId(object),
      field: 'status.phase, events[].reason',
      expected: `Pending, ${reason}`,
      observed: [phase, ...new Set(events.map((event) => event.reason ?? ''))].join(', '),
      ...(found?.message ? { because: told({ because: `Así espera ${name}.`, says: found.message }) } : {}),
      holds: phase === 'Pending' && found !== undefined,
    }
  }
}
