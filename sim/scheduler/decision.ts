// Where a pod goes, and why: node × plugin as data. Pure. k8s: pkg/scheduler/schedule_one.go schedulePod
import type { Pod } from '../generated/types.ts'
import { readyFilters, type Filters, type NodeRefusal } from './filtering.ts'
import { fitMessage, noNodes, noPostFilter } from './fit-message.ts'
import { PluginError, type Plugin } from './plugin.ts'
import { preempt, type Candidate } from './preemption.ts'
import type { NodeInfo, Snapshot } from './snapshot.ts'

export interface Decision {
  /** The chosen node; absent when there is none. */
  readonly node?: string
  /** Nodes that passed every filter. */
  readonly feasible: readonly string[]
  readonly refusals: readonly NodeRefusal[]
  /** Plugin → node → weighted points; plugins without an opinion are absent, and with one feasible node all are. */
  readonly scores: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Node → sum of points. */
  readonly final: Readonly<Record<string, number>>
  /** Plugins that stand in the way: a change that they wait for is worth another try. */
  readonly rejectedBy: readonly string[]
  readonly reason?: 'Unschedulable' | 'SchedulerError'
  /** The whole sentence of a refusal. */
  readonly message?: string
  /** Where the pod could go if others left. */
  readonly preemption?: Candidate
  /** How many nodes were looked at: of many only as many as it takes to find enough that will do. */
  readonly looked: number
  /** The pod's earlier nomination, if any, no longer holds. */
  readonly clearsNomination?: boolean
}

/** Draws among nodes with equal points; gets at least one. */
export type Choose = (nodes: readonly string[]) => string

const none = { feasible: [], refusals: [], scores: {}, final: {}, rejectedBy: [], looked: 0 }
/** So many nodes that will do are enough, or a share of all that sinks with their number. k8s: numFeasibleNodesToFind */
const enoughMin = 100

/** @param from place in the list of nodes where to begin looking */
export function decide(pod: Pod, snapshot: Snapshot, plugins: readonly Plugin[], choose: Choose, from = 0): Decision {
  if (snapshot.nodes.length === 0) {
    return { ...none, reason: 'Unschedulable', message: noNodes, clearsNomination: true }
  }
  try {
    const filters = readyFilters(pod, snapshot, plugins)
    if ('reason' in filters) {
      const message = fitMessage(snapshot.nodes.length, filters.reason, noPostFilter)
      return { ...none, rejectedBy: [filters.plugin], reason: 'Unschedulable', message }
    }
    const filtered = filterNodes(pod, snapshot, filters, from)
    if (filtered.feasible.length === 0) return refused(pod, snapshot, filters, filtered.refusals, choose)
    return pick(pod, snapshot, plugins, filtered, choose)
  } catch (error) {
    if (!(error instanceof PluginError)) throw error
    return schedulerError(error.message)
  }
}

/** A decision that failed: the pod is tried again after its back-off. */
export function schedulerError(message: string): Decision {
  return { ...none, reason: 'SchedulerError', message, clearsNomination: true }
}

interface Filtered {
  feasible: NodeInfo[]
  refusals: NodeRefusal[]
}

function filterNodes({ status }: Pod, { nodes }: Snapshot, filters: Filters, from: number): Filtered {
  // Room was made for the pod: nothing else is looked at.
  const nominated = nodes.find(({ name }) => name === status?.nominatedNodeName)
  if (nominated && !filters.of(nominated)) return { feasible: [nominated], refusals: [] }
  const feasible: NodeInfo[] = []
  const refusals: NodeRefusal[] = []
  const enough = enoughOf(nodes.length)
  for (let at = 0; at < nodes.length && feasible.length < enough; at++) {
    const node = nodes[(from + at) % nodes.length]!
    const refusal = filters.of(node)
    if (refusal) refusals.push(refusal)
    else feasible.push(node)
  }
  return { feasible, refusals }
}

function enoughOf(nodes: number): number {
  const percent = Math.max(5, 50 - Math.trunc(nodes / 125))
  return Math.max(enoughMin, Math.trunc((nodes * percent) / 100))
}

function refused(pod: Pod, snapshot: Snapshot, filters: Filters, refusals: NodeRefusal[], choose: Choose): Decision {
  const reasons = refusals.flatMap((refusal) => refusal.reasons)
  const rejectedBy = [...new Set(refusals.map(({ plugin }) => plugin))]
  const preemption = preempt(pod, snapshot, refusals, filters, choose)
  const tail = 'tail' in preemption ? preemption.tail : ''
  const message = fitMessage(snapshot.nodes.length, reasons, tail)
  const decision = { ...none, refusals, rejectedBy, reason: 'Unschedulable' as const, message }
  if ('candidate' in preemption) return { ...decision, preemption: preemption.candidate }
  return preemption.keepsNode ? decision : { ...decision, clearsNomination: true }
}

function pick(
  pod: Pod,
  snapshot: Snapshot,
  plugins: readonly Plugin[],
  { feasible, refusals }: Filtered,
  choose: Choose,
): Decision {
  const names = feasible.map(({ name }) => name)
  const [only] = names
  const looked = feasible.length + refusals.length
  // A single node needs no points.
  if (names.length === 1) return { ...none, node: only!, feasible: names, refusals, looked }
  const scored = scoreNodes(pod, snapshot, plugins, feasible)
  const sums = names.map((name) => scored.reduce((sum, { points, weight }) => sum + points.get(name)! * weight, 0))
  const best = Math.max(...sums)
  const node = choose(names.filter((_, index) => sums[index] === best))
  // Most decisions are never looked at: their tables are made when they are.
  let scores: Decision['scores'] | undefined
  let final: Decision['final'] | undefined
  return {
    node,
    feasible: names,
    refusals,
    rejectedBy: [],
    looked,
    get scores() {
      return (scores ??= Object.fromEntries(scored.map((one) => [one.plugin, weighted(one)])))
    },
    get final() {
      return (final ??= Object.fromEntries(names.map((name, index) => [name, sums[index]!])))
    },
  }
}

interface Scored {
  plugin: string
  weight: number
  points: ReadonlyMap<string, number>
}

function weighted({ points, weight }: Scored): Record<string, number> {
  return Object.fromEntries([...points].map(([node, value]) => [node, value * weight]))
}

function scoreNodes(pod: Pod, snapshot: Snapshot, plugins: readonly Plugin[], feasible: NodeInfo[]): Scored[] {
  return plugins.flatMap((plugin) => {
    const points = scoreOf(plugin.name, () => plugin.score?.(pod, feasible, snapshot))
    return points ? [{ plugin: plugin.name, weight: plugin.weight ?? 1, points }] : []
  })
}

function scoreOf(plugin: string, score: () => Map<string, number> | undefined): Map<string, number> | undefined {
  try {
    return score()
  } catch (error) {
    if (!(error instanceof PluginError)) throw error
    throw new PluginError(`running PreScore plugin "${plugin}": ${error.message}`, { cause: error })
  }
}
