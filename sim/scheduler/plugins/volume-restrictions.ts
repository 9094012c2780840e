// A disk that serves one pod a node, and a claim that serves one pod of all. k8s: plugins/volumerestrictions
import type { Pod, Volume } from '../../generated/types.ts'
import type { ClusterChange } from '../cluster-change.ts'
import { claimNamesOf, usesClaim } from '../pod-claims.ts'
import { refuse, type Filter, type Plugin, type Refusal } from '../plugin.ts'
import type { Snapshot } from '../snapshot.ts'

const diskConflict = 'node(s) had no available disk'
const claimInUse =
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod'

export const volumeRestrictions: Plugin = { name: 'VolumeRestrictions', helps, filter }

function helps(pod: Pod, change: ClusterChange): boolean {
  if (change.of === 'claim') return usesClaim(pod, change.now)
  if (change.of !== 'pod' || !change.gone) return false
  if (volumesConflict(pod, change.now)) return true
  const freed = new Set(claimsOf(change.now))
  return change.now.metadata.namespace === pod.metadata.namespace && claimsOf(pod).some((name) => freed.has(name))
}

function filter(pod: Pod, { claims, nodes }: Snapshot): Filter | { refused: Refusal } | undefined {
  const { namespace } = pod.metadata
  const named = claimsOf(pod)
  const missing = named.find((name) => !claims.get(namespace!, name))
  if (missing !== undefined) return { refused: refuse(`persistentvolumeclaim "${missing}" not found`, true) }
  const exclusive = named.filter((name) =>
    claims.get(namespace!, name)?.spec?.accessModes?.includes('ReadWriteOncePod'),
  )
  const taken = exclusive.length > 0 && nodes.some(({ pods }) => pods.some((other) => uses(other, exclusive)))
  if (!taken && !(pod.spec?.volumes ?? []).some(isDisk)) return undefined
  return {
    of(node) {
      if (node.pods.some((other) => volumesConflict(pod, other))) return refuse(diskConflict)
      return taken ? refuse(claimInUse) : undefined
    },
  }

  function uses(other: Pod, wanted: string[]): boolean {
    return other.metadata.namespace === namespace && claimsOf(other).some((name) => wanted.includes(name))
  }
}

function claimsOf(pod: Pod): string[] {
  return claimNamesOf(pod).flatMap(({ name, ephemeral }) => (ephemeral ? [] : [name]))
}

function isDisk({ gcePersistentDisk, awsElasticBlockStore, rbd, iscsi }: Volume): boolean {
  return Boolean(gcePersistentDisk ?? awsElasticBlockStore ?? rbd ?? iscsi)
}

function volumesConflict(pod: Pod, other: Pod): boolean {
  return (pod.spec?.volumes ?? []).some(
    (volume) => isDisk(volume) && (other.spec?.volumes ?? []).some((there) => disksConflict(volume, there)),
  )
}

/** The same disk, unless both only read it. */
function disksConflict(a: Volume, b: Volume): boolean {
  const writes = (one: { readOnly?: boolean }, two: { readOnly?: boolean }): boolean => !(one.readOnly && two.readOnly)
  const [gce, otherGce] = [a.gcePersistentDisk, b.gcePersistentDisk]
  if (gce && otherGce && gce.pdName === otherGce.pdName && writes(gce, otherGce)) return true
  // Amazon's disks go to one place only, even to read.
  const [aws, otherAws] = [a.awsElasticBlockStore, b.awsElasticBlockStore]
  if (aws && otherAws && aws.volumeID === otherAws.volumeID) return true
  const [iscsi, otherIscsi] = [a.iscsi, b.iscsi]
  if (iscsi && otherIscsi && iscsi.iqn === otherIscsi.iqn && writes(iscsi, otherIscsi)) return true
  const [rbd, otherRbd] = [a.rbd, b.rbd]
  if (!rbd || !otherRbd || !writes(rbd, otherRbd)) return false
  const shared = rbd.monitors.some((monitor) => otherRbd.monitors.includes(monitor))
  return shared && rbd.image === otherRbd.image && (rbd.pool ?? 'rbd') === (otherRbd.pool ?? 'rbd')
}
