// Volumes that are bound must be within reach; those that wait for the pod must be to be had. k8s: plugins/volumebinding
import type { Pod } from '../../generated/types.ts'
import { nodeLabelsChanged, same, type ClusterChange } from '../cluster-change.ts'
import { refuse, type Filter, type Plugin, type Refusal } from '../plugin.ts'
import { claimNamesOf, usesClaim } from '../pod-claims.ts'
import type { Snapshot } from '../snapshot.ts'
import { volumeLimit } from '../storage-capacity.ts'
import { planVolumes, podClaims } from '../volume-plan.ts'

const unboundImmediate = 'pod has unbound immediate PersistentVolumeClaims'

export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  helps,
  filter,
}

function helps(pod: Pod, change: ClusterChange): boolean {
  switch (change.of) {
    case 'claim':
      return usesClaim(pod, change.now)
    case 'class':
      return !change.old || !same(change.now.allowedTopologies, change.old.allowedTopologies)
    case 'csi node':
      return !change.old
    case 'capacity':
      return volumeLimit(change.now) > (change.old ? volumeLimit(change.old) : -1)
    default:
      return change.of === 'volume' || nodeLabelsChanged(change)
  }
}

function filter(pod: Pod, snapshot: Snapshot): Filter | { refused: Refusal } | undefined {
  if (claimNamesOf(pod).length === 0) return undefined
  const unusable = unusableClaim(pod, snapshot)
  if (unusable) return { refused: refuse(unusable, true) }
  const claims = podClaims(pod, snapshot)
  if (claims.immediate.length > 0) return { refused: refuse(unboundImmediate, true) }
  return {
    of({ node }) {
      const plan = planVolumes(claims, node, snapshot)
      return 'reasons' in plan ? { reasons: plan.reasons, unresolvable: true } : undefined
    },
  }
}

function unusableClaim(pod: Pod, { claims }: Snapshot): string | undefined {
  for (const { name, ephemeral } of claimNamesOf(pod)) {
    const claim = claims.get(pod.metadata.namespace!, name)
    if (!claim) {
      return ephemeral
        ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
        : `persistentvolumeclaim "${name}" not found`
    }
    if (claim.status?.phase === 'Lost') {
      const volume = claim.spec?.volumeName ?? ''
      return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${volume}"`
    }
    if (claim.metadata.deletionTimestamp) return `persistentvolumeclaim "${name}" is being deleted`
  }
  return undefined
}
