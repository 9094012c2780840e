// Spread constraints of a pod, its own or the cluster's default. k8s: plugins/podtopologyspread/common.go
import { everything, selectorFromMap, selectorFromObject, type Selector } from '../api/selector.ts'
import type { Node, Pod, TopologySpreadConstraint } from '../generated/types.ts'
import { matchesRequiredNodeAffinity } from '../api/required-node-affinity.ts'
import type { NodeInfo, Snapshot } from './snapshot.ts'
import { schedulingEffects, untoleratedTaint } from '../api/tolerations.ts'

export const hostnameLabel = 'kubernetes.io/hostname'

export interface SpreadConstraint {
  readonly maxSkew: number
  readonly topologyKey: string
  readonly minDomains: number
  /** Selects all, and so counts none. */
  readonly empty: boolean
  matches(labels: Record<string, string> | undefined): boolean
  /** Nodes that do not count are left out of the reckoning. */
  includes(node: Node): boolean
}

const defaultConstraints = [
  { topologyKey: hostnameLabel, maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5 },
]

export function ownConstraints(pod: Pod, action: 'DoNotSchedule' | 'ScheduleAnyway'): SpreadConstraint[] {
  const own = pod.spec?.topologySpreadConstraints ?? []
  return own.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action).map((one) => read(pod, one))
}

/** What holds, softly, for the pods of a Service or ReplicaSet that say nothing of spreading themselves. */
export function defaultConstraintsOf(pod: Pod, snapshot: Snapshot): SpreadConstraint[] {
  const selectors = workloadSelectors(pod, snapshot)
  if (selectors.every(({ requirements }) => requirements.length === 0)) return []
  const labelSelector = (labels: Record<string, string> | undefined): boolean =>
    selectors.every((selector) => selector.matches(labels))
  return defaultConstraints.map((one) => ({
    ...one,
    minDomains: 1,
    empty: false,
    matches: labelSelector,
    includes: (node) => matchesRequiredNodeAffinity(pod, node),
  }))
}

/** k8s: plugins/helper/spread.go DefaultSelector */
function workloadSelectors(pod: Pod, snapshot: Snapshot): Selector[] {
  const { namespace, labels = {} } = pod.metadata
  const serviceLabels: Record<string, string> = {}
  for (const { spec } of snapshot.services.list(namespace)) {
    const wanted = Object.entries(spec?.selector ?? {})
    if (wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value)) {
      Object.assign(serviceLabels, spec?.selector)
    }
  }
  return [selectorFromMap(serviceLabels), ownersSelector(pod, snapshot)]
}

function ownersSelector({ metadata }: Pod, snapshot: Snapshot): Selector {
  const { kind, name = '' } = metadata.ownerReferences?.find(({ controller }) => controller) ?? {}
  const namespace = metadata.namespace!
  if (kind === 'ReplicationController') {
    return selectorFromMap(snapshot.replicationControllers.get(namespace, name)?.spec?.selector ?? {})
  }
  const sets = kind === 'ReplicaSet' ? snapshot.replicaSets : kind === 'StatefulSet' ? snapshot.statefulSets : undefined
  const set = sets?.get(namespace, name)
  return set ? selectorFromObject(set.spec?.selector) : everything
}

function read(pod: Pod, one: TopologySpreadConstraint): SpreadConstraint {
  const selector = selectorFromObject(one.labelSelector)
  const keys = (one.matchLabelKeys ?? []).filter((key) => pod.metadata.labels?.[key] !== undefined)
  const same = selectorFromMap(Object.fromEntries(keys.map((key) => [key, pod.metadata.labels![key]!])))
  return {
    maxSkew: one.maxSkew,
    topologyKey: one.topologyKey,
    minDomains: one.minDomains ?? 1,
    empty: !selector.nothing && selector.requirements.length === 0 && keys.length === 0,
    matches: (labels) => selector.matches(labels) && same.matches(labels),
    includes(node) {
      if (one.nodeAffinityPolicy !== 'Ignore' && !matchesRequiredNodeAffinity(pod, node)) return false
      return one.nodeTaintsPolicy !== 'Honor' || !untoleratedTaint(pod, node.spec?.taints, schedulingEffects)
    },
  }
}

/** Pods on a node that a constraint counts: same namespace, not going away. */
export function countMatching({ pods }: NodeInfo, pod: Pod, constraint: SpreadConstraint): number {
  if (constraint.empty) return 0
  return pods.filter(
    ({ metadata }) =>
      metadata.namespace === pod.metadata.namespace &&
      !metadata.deletionTimestamp &&
      constraint.matches(metadata.labels),
  ).length
}
