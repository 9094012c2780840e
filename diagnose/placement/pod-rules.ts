// What other pods have to do with a node: next to whom, away from whom, and how evenly. k8s: plugins/interpodaffinity, podtopologyspread
import { selects } from '../selector.ts'
import type { PlacedNode, PlacedPod, PlacementWorld, PodTerm, Refusal, Rule } from './objects.ts'

const plugin = 'InterPodAffinity'

export const interPodAffinity: Rule = (pod, node, world) => {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {}
  for (const term of podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []) {
    const refusal = lonely(pod, node, world, term)
    if (refusal) return [refusal]
  }
  for (const term of podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []) {
    const [other] = matching(pod, node, world, term)
    if (!other) continue
    const where = placeText(node, term)
    const because = `el pod exige estar lejos de ${other.metadata.name} (podAntiAffinity), que está ${where}`
    return [{ plugin, says: "node(s) didn't match pod anti-affinity rules", because }]
  }
  const hostile = world.pods.find((other) => other !== pod && keepsAway(other, pod, node, world))
  if (!hostile) return []
  const because = `el pod ${hostile.metadata.name} exige estar lejos de este (podAntiAffinity)`
  return [{ plugin, says: "node(s) didn't satisfy existing pods anti-affinity rules", because }]
}

/** Nobody there to be next to; the first of its kind may be alone. */
function lonely(pod: PlacedPod, node: PlacedNode, world: PlacementWorld, term: PodTerm): Refusal | undefined {
  const says = "node(s) didn't match pod affinity rules"
  if (node.metadata.labels?.[term.topologyKey] === undefined) {
    return { plugin, says, because: `le falta la etiqueta ${term.topologyKey}, que el pod usa en su podAffinity` }
  }
  if (matching(pod, node, world, term).length > 0) return undefined
  const anywhere = world.pods.some((other) => other.spec.nodeName && means(pod, term, other))
  if (!anywhere && means(pod, term, pod)) return undefined
  const whom = anywhere ? 'está en otro sitio' : 'no está en ningún nodo'
  return { plugin, says, because: `el pod junto al que este exige ir (podAffinity) ${whom}` }
}

/** Running pods that a term of `pod` means, in the node's domain. */
function matching(pod: PlacedPod, node: PlacedNode, { nodes, pods }: PlacementWorld, term: PodTerm): PlacedPod[] {
  const here = node.metadata.labels?.[term.topologyKey]
  if (here === undefined) return []
  const domain = new Set(
    nodes.filter(({ metadata }) => metadata.labels?.[term.topologyKey] === here).map(({ metadata }) => metadata.name),
  )
  return pods.filter(
    (other) =>
      other.metadata.uid !== pod.metadata.uid && domain.has(other.spec.nodeName ?? '') && means(pod, term, other),
  )
}

function means(owner: PlacedPod, term: PodTerm, other: PlacedPod): boolean {
  const { namespaces = [], namespaceSelector } = term
  const everywhere = namespaceSelector !== undefined && Object.keys(namespaceSelector).length === 0
  const chosen = namespaces.length > 0 ? namespaces : [owner.metadata.namespace ?? '']
  if (!everywhere && !chosen.includes(other.metadata.namespace ?? '')) return false
  return term.labelSelector !== undefined && selects(term.labelSelector, other.metadata.labels)
}

function keepsAway(other: PlacedPod, pod: PlacedPod, node: PlacedNode, { nodes }: PlacementWorld): boolean {
  const terms = other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
  const its = nodes.find(({ metadata }) => metadata.name === other.spec.nodeName)
  if (!its || other.metadata.uid === pod.metadata.uid) return false
  return terms.some(({ topologyKey, ...term }) => {
    const there = its.metadata.labels?.[topologyKey]
    return (
      there !== undefined &&
      there === node.metadata.labels?.[topologyKey] &&
      means(other, { topologyKey, ...term }, pod)
    )
  })
}

function placeText(node: PlacedNode, { topologyKey }: PodTerm): string {
  if (topologyKey === 'kubernetes.io/hostname') return 'en este nodo'
  return `en ${topologyKey}=${node.metadata.labels?.[topologyKey] ?? ''}, como este nodo`
}

export const podTopologySpread: Rule = (pod, node, world) => {
  const says = "node(s) didn't match pod topology spread constraints"
  const rule = 'PodTopologySpread'
  for (const { maxSkew, topologyKey, whenUnsatisfiable, labelSelector = {} } of pod.spec.topologySpreadConstraints ??
    []) {
    if (whenUnsatisfiable !== 'DoNotSchedule') continue
    const here = node.metadata.labels?.[topologyKey]
    if (here === undefined) {
      const because = `le falta la etiqueta ${topologyKey}, por la que el pod se reparte`
      return [{ plugin: rule, says: `${says} (missing required label)`, because }]
    }
    const counts = new Map<string, number>()
    for (const { metadata } of world.nodes) {
      const place = metadata.labels?.[topologyKey]
      if (place === undefined) continue
      const there = world.pods.filter(
        ({ spec, metadata: other }) =>
          spec.nodeName === metadata.name &&
          other.namespace === pod.metadata.namespace &&
          other.uid !== pod.metadata.uid &&
          selects(labelSelector, other.labels),
      )
      counts.set(place, (counts.get(place) ?? 0) + there.length)
    }
    const least = Math.min(...counts.values())
    const would = (counts.get(here) ?? 0) + 1
    if (would - least <= maxSkew) continue
    const because = `con este habría ${would} en ${here} y en otro sitio ${least}: más de ${maxSkew} de diferencia`
    return [{ plugin: rule, says, because }]
  }
  return []
}
