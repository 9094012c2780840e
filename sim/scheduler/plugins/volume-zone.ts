// Volumes labelled with a zone or region are used there. k8s: plugins/volumezone
import { waitsForConsumer } from '../../api/volume-matching.ts'
import type { PersistentVolume, Pod } from '../../generated/types.ts'
import { nodeLabelsChanged, same, type ClusterChange } from '../cluster-change.ts'
import { refuse, type Plugin } from '../plugin.ts'
import { claimNamesOf, usesClaim } from '../pod-claims.ts'

const sentence = 'node(s) had no available volume zone'
/** Older name → present name of the labels that count. */
const labels = new Map([
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
])
const topologyLabels = [...labels.keys(), ...labels.values()]
const separator = '__'

export const volumeZone: Plugin = {
  name: 'VolumeZone',
  helps,
  filter(pod, { claims, volumes }) {
    const wanted = claimNamesOf(pod).flatMap(({ name }) => {
      const volumeName = claims.get(pod.metadata.namespace!, name)?.spec?.volumeName
      const volume = volumeName ? volumes.get('', volumeName) : undefined
      return topologyLabels.flatMap((key) => {
        const value = volume?.metadata.labels?.[key]
        return value === undefined ? [] : [{ key, values: value.split(separator) }]
      })
    })
    if (wanted.length === 0) return undefined
    return {
      of(node) {
        // A cluster without zones has nothing to say.
        if (!topologyLabels.some((key) => Object.hasOwn(node.labels, key))) return undefined
        const fits = wanted.every(({ key, values }) => {
          const own = node.labels[key] ?? node.labels[labels.get(key) ?? key]
          return own !== undefined && values.includes(own)
        })
        return fits ? undefined : refuse(sentence, true)
      },
    }
  },
}

function helps(pod: Pod, change: ClusterChange): boolean {
  switch (change.of) {
    case 'claim':
      return usesClaim(pod, change.now)
    case 'class':
      return !change.old && waitsForConsumer(change.now)
    case 'volume':
      return !change.old || !same(topologyOf(change.now), topologyOf(change.old))
    default:
      return nodeLabelsChanged(change)
  }
}

function topologyOf({ metadata }: PersistentVolume): (string | undefined)[] {
  return topologyLabels.map((key) => metadata.labels?.[key])
}
