// Near to pods, or far from them. k8s: plugins/interpodaffinity
import type { Pod } from '../../generated/types.ts'
import { termsOf, type AffinityTerm } from '../affinity-terms.ts'
import type { ClusterChange } from '../cluster-change.ts'
import { pointsMax, refuse, scored, type Filter, type Plugin } from '../plugin.ts'
import type { NodeInfo, Snapshot } from '../snapshot.ts'

const affinityRules = "node(s) didn't match pod affinity rules"
const antiAffinityRules = "node(s) didn't match pod anti-affinity rules"
const existingAntiAffinityRules = "node(s) didn't satisfy existing pods anti-affinity rules"
/** What a pod that is there and requires this one's company adds. */
const requiredWeight = 1

export const interPodAffinity: Plugin = {
  name: 'InterPodAffinity',
  weight: 2,
  helps,
  filter,
  score,
}

/**
 * As the real one: to a pod that others do not want near them their going is no news, and it waits for the next
 * look at all that were set aside.
 */
function helps(pod: Pod, change: ClusterChange): boolean {
  const { affinity, antiAffinity } = termsOf(pod)
  if (change.of === 'pod') {
    const { now, old, gone } = change
    if (!now.spec?.nodeName) return false
    if (gone) return matchesAll(antiAffinity, now)
    if (!old) return matchesAll(affinity, now)
    return (
      (matchesAll(affinity, now) && !matchesAll(affinity, old)) ||
      (matchesAll(antiAffinity, old) && !matchesAll(antiAffinity, now))
    )
  }
  if (change.of !== 'node') return false
  const now = change.now.metadata.labels ?? {}
  const old = change.old && (change.old.metadata.labels ?? {})
  const moved = ({ topologyKey }: AffinityTerm): boolean => old?.[topologyKey] !== now[topologyKey]
  return (
    affinity.some((term) => now[term.topologyKey] !== undefined && moved(term)) ||
    antiAffinity.some((term) => !old || (old[term.topologyKey] !== undefined && moved(term)))
  )
}

function matchesAll(terms: readonly AffinityTerm[], other: Pod): boolean {
  return terms.length > 0 && terms.every((term) => term.meansWithin(other))
}

/** Counts by topology key and value. */
type Counts = Map<string, Map<string, number>>

function filter(pod: Pod, snapshot: Snapshot): Filter | undefined {
  const own = termsOf(pod)
  const refusing: Counts = new Map()
  const near: Counts = new Map()
  const far: Counts = new Map()
  const all = (other: Pod): boolean => own.affinity.every((term) => term.meansPlaced(other, snapshot.namespaces))
  const asks = own.affinity.length > 0 || own.antiAffinity.length > 0
  for (const node of snapshot.nodes) {
    for (const other of node.podsWithAffinity) {
      for (const term of termsOf(other).antiAffinity) {
        if (term.means(pod, snapshot.namespaces)) count(refusing, node, term, 1)
      }
    }
    for (const other of asks ? node.pods : []) {
      if (own.affinity.length > 0 && all(other)) for (const term of own.affinity) count(near, node, term, 1)
      for (const term of own.antiAffinity) if (term.meansPlaced(other, snapshot.namespaces)) count(far, node, term, 1)
    }
  }
  if (refusing.size === 0 && !asks) return undefined
  // The first of pods that want each other's company must go somewhere.
  const firstOfItsKind = near.size === 0 && own.affinity.length > 0 && all(pod)
  return {
    of(node) {
      if (!own.affinity.every(({ topologyKey }) => Object.hasOwn(node.labels, topologyKey))) {
        return refuse(affinityRules, true)
      }
      if (!firstOfItsKind && own.affinity.some((term) => counted(near, node, term.topologyKey) === 0)) {
        return refuse(affinityRules, true)
      }
      if (own.antiAffinity.some((term) => counted(far, node, term.topologyKey) > 0)) return refuse(antiAffinityRules)
      const refused = [...refusing.keys()].some((key) => counted(refusing, node, key) > 0)
      return refused ? refuse(existingAntiAffinityRules) : undefined
    },
  }
}

function score(pod: Pod, feasible: readonly NodeInfo[], snapshot: Snapshot): Map<string, number> | undefined {
  const own = termsOf(pod)
  const wishes = [...own.preferred, ...own.preferredAnti]
  const weights: Counts = new Map()
  const { namespaces } = snapshot
  for (const node of snapshot.nodes) {
    for (const other of wishes.length > 0 ? node.pods : node.podsWithAffinity) {
      const theirs = termsOf(other)
      for (const term of wishes) {
        if (term.meansPlaced(other, namespaces)) count(weights, node, term, term.weight)
      }
      for (const term of theirs.affinity) if (term.means(pod, namespaces)) count(weights, node, term, requiredWeight)
      for (const terms of [theirs.preferred, theirs.preferredAnti]) {
        for (const term of terms) if (term.means(pod, namespaces)) count(weights, node, term, term.weight)
      }
    }
  }
  if (weights.size === 0) return undefined
  const raw = scored(feasible, (node) => [...weights.keys()].reduce((sum, key) => sum + counted(weights, node, key), 0))
  const lowest = Math.min(...raw.values())
  const range = Math.max(...raw.values()) - lowest
  return scored(feasible, ({ name }) => (range === 0 ? 0 : Math.trunc(pointsMax * ((raw.get(name)! - lowest) / range))))
}

function count(counts: Counts, node: NodeInfo, { topologyKey }: AffinityTerm, by: number): void {
  const value = node.labels[topologyKey]
  if (value === undefined) return
  const values = counts.get(topologyKey) ?? new Map<string, number>()
  values.set(value, (values.get(value) ?? 0) + by)
  counts.set(topologyKey, values)
}

function counted(counts: Counts, node: NodeInfo, topologyKey: string): number {
  return counts.get(topologyKey)?.get(node.labels[topologyKey] ?? '') ?? 0
}
