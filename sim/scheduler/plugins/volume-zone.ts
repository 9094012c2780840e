// Volumes labelled with a zone or region are used there. k8s: plugins/volumezone
import { refuse, type Plugin } from '../plugin.ts'
import { claimNamesOf } from '../pod-claims.ts'

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
  wakes: ['node added', 'node labels', 'claim', 'volume', 'class'],
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
