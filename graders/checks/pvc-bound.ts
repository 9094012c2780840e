// A claim is Bound, to any volume or to the one it has to be.
import { told } from '../../diagnose/diagnosis.ts'
import type { Claim, KubeEvent, StorageClass, Volume } from '../../diagnose/objects.ts'
import { whyClaimPending } from '../../diagnose/pending-claim.ts'
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

export interface BoundClaim {
  name: string
  namespace?: string
  /** The PV it has to have got. */
  volume?: string
}

/** Also tells, while it is not, what keeps it from every volume there is. */
export function pvcBound({
  name,
  namespace = 'default',
  volume,
}: BoundClaim): (cluster: ClusterReader) => Promise<Finding> {
  const object = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace }
  return async (cluster) => {
    const claim = await cluster.get<Claim>('v1', 'PersistentVolumeClaim', name, namespace)
    if (!claim) return missing(object)
    const phase = claim.status?.phase ?? 'Pending'
    if (phase !== 'Bound') {
      const why = await whyPending(cluster, claim)
      return {
        object: objectId(object),
        field: 'status.phase',
        expected: 'Bound',
        observed: phase,
        ...(why ? { because: told(why) } : {}),
        holds: false,
        ...(why?.settled ? { settled: true } : {}),
      }
    }
    const bound = claim.spec.volumeName ?? ''
    const right = volume === undefined || bound === volume
    return {
      object: objectId(object),
      field: volume === undefined ? 'status.phase' : 'spec.volumeName',
      expected: volume ?? 'Bound',
      observed: volume === undefined ? phase : bound,
      ...(right ? {} : { because: messages.boundElsewhere(name, bound, volume), settled: true }),
      holds: right,
    }
  }
}

async function whyPending(cluster: ClusterReader, claim: Claim): Promise<ReturnType<typeof whyClaimPending>> {
  const [volumes, classes, events] = await Promise.all([
    cluster.list<Volume>('v1', 'PersistentVolume'),
    cluster.list<StorageClass>('storage.k8s.io/v1', 'StorageClass'),
    cluster.list<KubeEvent>('v1', 'Event', claim.metadata.namespace),
  ])
  return whyClaimPending(claim, { volumes, classes, events })
}
