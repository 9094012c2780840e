// Pods of a kind spread evenly over nodes and zones. k8s: plugins/podtopologyspread
import type { Node, Pod } from '../../generated/types.ts'
import { same, type ClusterChange } from '../cluster-change.ts'
import { pointsMax, refuse, scored, type Filter, type Plugin } from '../plugin.ts'
import type { NodeInfo, Snapshot } from '../snapshot.ts'
import {
  countMatching,
  defaultConstraintsOf,
  hostnameLabel,
  ownConstraints,
  type SpreadConstraint,
} from '../spread-constraints.ts'

const sentence = "node(s) didn't match pod topology spread constraints"
const missingLabel = `${sentence} (missing required label)`

export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  weight: 2,
  helps,
  filter,
  score,
}

function helps(pod: Pod, change: ClusterChange): boolean {
  const constraints = ownConstraints(pod, 'DoNotSchedule')
  if (change.of === 'pod') {
    const { now, old } = change
    if (now.metadata.namespace !== pod.metadata.namespace) return false
    return constraints.some(
      (one) => one.matches(now.metadata.labels) !== (old ? one.matches(old.metadata.labels) : false),
    )
  }
  if (change.of !== 'node' && change.of !== 'node gone') return false
  const values = ({ metadata }: Node): (string | undefined)[] =>
    constraints.map(({ topologyKey }) => metadata.labels?.[topologyKey])
  const counts = (node: Node): boolean => !values(node).includes(undefined)
  // A place without pods that goes no longer calls for them.
  if (change.of === 'node gone') return counts(change.now)
  const { now, old } = change
  if (!old || counts(now) !== counts(old)) return old !== undefined || counts(now)
  return counts(now) && !(same(values(now), values(old)) && same(now.spec?.taints, old.spec?.taints))
}

function hasAllLabels({ labels }: NodeInfo, constraints: SpreadConstraint[]): boolean {
  return constraints.every(({ topologyKey }) => Object.hasOwn(labels, topologyKey))
}

function filter(pod: Pod, snapshot: Snapshot): Filter | undefined {
  const constraints = ownConstraints(pod, 'DoNotSchedule')
  if (constraints.length === 0) return undefined
  const counts = constraints.map((constraint) => {
    const byValue = new Map<string, number>()
    for (const node of snapshot.nodes) {
      if (!hasAllLabels(node, constraints) || !constraint.includes(node.node)) continue
      const value = node.labels[constraint.topologyKey]!
      byValue.set(value, (byValue.get(value) ?? 0) + countMatching(node, pod, constraint))
    }
    const least = byValue.size < constraint.minDomains ? 0 : Math.min(...byValue.values())
    return { constraint, byValue, least, self: constraint.matches(pod.metadata.labels) ? 1 : 0 }
  })
  return {
    of({ labels }) {
      for (const { constraint, byValue, least, self } of counts) {
        const value = labels[constraint.topologyKey]
        if (value === undefined) return refuse(missingLabel, true)
        if ((byValue.get(value) ?? 0) + self - least > constraint.maxSkew) return refuse(sentence)
      }
      return undefined
    },
  }
}

function score(pod: Pod, feasible: readonly NodeInfo[], snapshot: Snapshot): Map<string, number> | undefined {
  const hasOwn = (pod.spec?.topologySpreadConstraints ?? []).length > 0
  const constraints = hasOwn ? ownConstraints(pod, 'ScheduleAnyway') : defaultConstraintsOf(pod, snapshot)
  if (constraints.length === 0) return undefined
  // By default a node without a zone is still spread over by host name; own constraints want every label.
  const counts = (node: NodeInfo): boolean => !hasOwn || hasAllLabels(node, constraints)
  const candidates = feasible.filter(counts)
  const weighed = constraints.map((constraint) => ({
    constraint,
    ...(constraint.topologyKey === hostnameLabel
      ? { byValue: undefined, weight: Math.log(candidates.length + 2) }
      : countByValue(pod, constraint, candidates, snapshot.nodes.filter(counts))),
  }))
  const raw = new Map<string, number>()
  for (const node of candidates) {
    let points = 0
    for (const { constraint, byValue, weight } of weighed) {
      const value = node.labels[constraint.topologyKey]
      if (value === undefined) continue
      const count = byValue ? byValue.get(value)! : countMatching(node, pod, constraint)
      points += count * weight + constraint.maxSkew - 1
    }
    raw.set(node.name, Math.round(points))
  }
  const most = Math.max(0, ...raw.values())
  const least = Math.min(...raw.values())
  return scored(feasible, ({ name }) => {
    const points = raw.get(name)
    if (points === undefined) return 0
    return most === 0 ? pointsMax : Math.trunc((pointsMax * (most + least - points)) / most)
  })
}

function countByValue(
  pod: Pod,
  constraint: SpreadConstraint,
  candidates: NodeInfo[],
  all: readonly NodeInfo[],
): { byValue: Map<string, number>; weight: number } {
  const valueOf = ({ labels }: NodeInfo): string => labels[constraint.topologyKey] ?? ''
  const byValue = new Map(candidates.map((node) => [valueOf(node), 0]))
  for (const node of all) {
    const before = byValue.get(valueOf(node))
    if (before === undefined || !constraint.includes(node.node)) continue
    byValue.set(valueOf(node), before + countMatching(node, pod, constraint))
  }
  return { byValue, weight: Math.log(byValue.size + 2) }
}
