// What a scheduling rule is: one file in plugins/, one row in plugins/index.ts. k8s: pkg/scheduler/framework/interface.go
import type { Pod } from '../generated/types.ts'
import type { ClusterChange } from './cluster-change.ts'
import type { NodeInfo, Snapshot } from './snapshot.ts'

/** Why a rule refuses, in kubectl's words. */
export interface Refusal {
  readonly reasons: readonly string[]
  /** No eviction of other pods could cure it. */
  readonly unresolvable: boolean
}

/** A filter readied for one pod. */
export interface Filter {
  /** Only these nodes come into question at all. */
  readonly nodes?: ReadonlySet<string>
  of(node: NodeInfo): Refusal | undefined
}

export interface Plugin {
  readonly name: string
  /** By how much its scores count; for plugins with `score`. */
  readonly weight?: number
  /** Is a pod that this plugin refused worth another try after the change? k8s: EventsToRegister, QueueingHintFn */
  helps?(pod: Pod, change: ClusterChange): boolean
  /** Readies the filter: undefined when the rule has nothing to do with the pod, a refusal when no node can do. */
  filter?(pod: Pod, snapshot: Snapshot): Filter | { refused: Refusal } | undefined
  /**
   * Points from 0 to 100 for each feasible node; undefined when the rule has no opinion.
   * Throws {@link PluginError} when the pod's wishes cannot be read.
   */
  score?(pod: Pod, feasible: readonly NodeInfo[], snapshot: Snapshot): Map<string, number> | undefined
}

/** The pod's own text is at fault; `message` is the server's sentence. */
export class PluginError extends Error {}

export const pointsMax = 100

export function refuse(reason: string, unresolvable = false): Refusal {
  return { reasons: [reason], unresolvable }
}

/** Scaled so that the highest gets 100; reversed, the lowest does. k8s: plugins/helper/normalize_score.go */
export function normalized(raw: ReadonlyMap<string, number>, reverse = false): Map<string, number> {
  let highest = 0
  for (const points of raw.values()) highest = Math.max(highest, points)
  const result = new Map<string, number>()
  for (const [node, points] of raw) {
    const scaled = highest === 0 ? 0 : Math.trunc((pointsMax * points) / highest)
    result.set(node, reverse ? pointsMax - scaled : scaled)
  }
  return result
}

export function scored(nodes: readonly NodeInfo[], of: (node: NodeInfo) => number): Map<string, number> {
  const points = new Map<string, number>()
  for (const node of nodes) points.set(node.name, of(node))
  return points
}
