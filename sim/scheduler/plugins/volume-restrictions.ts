// A claim for a single pod serves a single pod. k8s: plugins/volumerestrictions (ReadWriteOncePod)
import { refuse, type Plugin } from '../plugin.ts'
import { claimNamesOf } from '../pod-claims.ts'

const sentence =
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod'

export const volumeRestrictions: Plugin = {
  name: 'VolumeRestrictions',
  wakes: ['node added', 'pod gone', 'claim'],
  filter(pod, { claims, nodes }) {
    const { namespace } = pod.metadata
    const exclusive = claimNamesOf(pod)
      .filter(({ ephemeral }) => !ephemeral)
      .map(({ name }) => name)
      .filter((name) => claims.get(namespace!, name)?.spec?.accessModes?.includes('ReadWriteOncePod'))
    if (exclusive.length === 0) return undefined
    const taken = nodes.some(({ pods }) =>
      pods.some(
        (other) =>
          other.metadata.namespace === namespace && claimNamesOf(other).some(({ name }) => exclusive.includes(name)),
      ),
    )
    return { of: () => (taken ? refuse(sentence) : undefined) }
  },
}
