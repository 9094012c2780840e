// Where a pod goes, and why: node × plugin as data. Pure. k8s: pkg/scheduler/schedule_one.go schedulePod
import type { Pod } from '../generated/types.ts'
import { fitMessage, noNodes, noPostFilter } from './fit-message.ts'
import { PluginError, type Filter, type Plugin, type Refusal } from './plugin.ts'
import { preemptionTail } from './preemption.ts'
import type { NodeInfo, Snapshot } from './snapshot.ts'

/** A node that a plugin refused; later plugins were not asked. */
export interface NodeRefusal extends Refusal {
  readonly node: string
  readonly plugin: string
}

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
}

const none = { feasible: [], refusals: [], scores: {}, final: {}, rejectedBy: [] }

/** @param random draws among nodes with equal points */
export function decide(pod: Pod, snapshot: Snapshot, plugins: readonly Plugin[], random: () => number): Decision {
  if (snapshot.nodes.length === 0) return { ...none, reason: 'Unschedulable', message: noNodes }
  try {
    const filtered = filterNodes(pod, snapshot, plugins)
    if ('decision' in filtered) return filtered.decision
    const { feasible, refusals } = filtered
    if (feasible.length === 0) return refused(pod, snapshot, refusals)
    return choose(pod, snapshot, plugins, random, filtered)
  } catch (error) {
    if (!(error instanceof PluginError)) throw error
    return { ...none, reason: 'SchedulerError', message: error.message }
  }
}

interface Filtered {
  feasible: NodeInfo[]
  refusals: NodeRefusal[]
}

function filterNodes(pod: Pod, snapshot: Snapshot, plugins: readonly Plugin[]): Filtered | { decision: Decision } {
  const filters: { name: string; filter: Filter }[] = []
  const restricting: string[] = []
  let candidates: ReadonlySet<string> | undefined
  for (const plugin of plugins) {
    const filter = plugin.filter?.(pod, snapshot)
    if (!filter) continue
    if ('refused' in filter) return { decision: refusedWhole(snapshot, plugin.name, filter.refused.reasons.join(', ')) }
    filters.push({ name: plugin.name, filter })
    if (!filter.nodes) continue
    restricting.push(plugin.name)
    candidates = candidates ? candidates.intersection(filter.nodes) : filter.nodes
    if (candidates.size === 0) return { decision: refusedWhole(snapshot, plugin.name, unsatisfied(restricting)) }
  }
  const feasible: NodeInfo[] = []
  const refusals: NodeRefusal[] = []
  for (const node of snapshot.nodes) {
    const refusal = candidates && !candidates.has(node.name) ? outside(node, restricting) : firstRefusal(node, filters)
    if (refusal) refusals.push(refusal)
    else feasible.push(node)
  }
  return { feasible, refusals }
}

function firstRefusal(node: NodeInfo, filters: { name: string; filter: Filter }[]): NodeRefusal | undefined {
  for (const { name, filter } of filters) {
    const refusal = filter.of(node)
    if (refusal) return { ...refusal, node: node.name, plugin: name }
  }
  return undefined
}

function outside(node: NodeInfo, restricting: string[]): NodeRefusal {
  const reasons = [`node(s) didn't satisfy plugin(s) [${restricting.toSorted().join(' ')}]`]
  return { node: node.name, plugin: restricting[0]!, reasons, unresolvable: true }
}

function unsatisfied(restricting: string[]): string {
  if (restricting.length === 1) return `node(s) didn't satisfy plugin ${restricting[0]}`
  return `node(s) didn't satisfy plugin(s) [${restricting.toSorted().join(' ')}] simultaneously`
}

function refusedWhole(snapshot: Snapshot, plugin: string, reason: string): Decision {
  const message = fitMessage(snapshot.nodes.length, reason, noPostFilter)
  return { ...none, rejectedBy: [plugin], reason: 'Unschedulable', message }
}

function refused(pod: Pod, snapshot: Snapshot, refusals: NodeRefusal[]): Decision {
  const reasons = refusals.flatMap((refusal) => refusal.reasons)
  const message = fitMessage(snapshot.nodes.length, reasons, preemptionTail(pod, snapshot.nodes.length, refusals))
  const rejectedBy = [...new Set(refusals.map(({ plugin }) => plugin))]
  return { ...none, refusals, rejectedBy, reason: 'Unschedulable', message }
}

function choose(
  pod: Pod,
  snapshot: Snapshot,
  plugins: readonly Plugin[],
  random: () => number,
  { feasible, refusals }: Filtered,
): Decision {
  const names = feasible.map(({ name }) => name)
  // A single node needs no points.
  const scores = feasible.length > 1 ? scoreNodes(pod, snapshot, plugins, feasible) : {}
  const final = Object.fromEntries(
    names.map((name) => [name, Object.values(scores).reduce((sum, points) => sum + (points[name] ?? 0), 0)]),
  )
  const best = Math.max(...Object.values(final))
  const equals = names.filter((name) => final[name] === best)
  const node = equals[Math.floor(random() * equals.length)]!
  return { node, feasible: names, refusals, scores, final: feasible.length > 1 ? final : {}, rejectedBy: [] }
}

function scoreNodes(
  pod: Pod,
  snapshot: Snapshot,
  plugins: readonly Plugin[],
  feasible: NodeInfo[],
): Record<string, Record<string, number>> {
  const scores: Record<string, Record<string, number>> = {}
  for (const plugin of plugins) {
    const points = scoreOf(plugin.name, () => plugin.score?.(pod, feasible, snapshot))
    const weighted = [...(points ?? [])].map(([node, value]) => [node, value * (plugin.weight ?? 1)])
    if (points) scores[plugin.name] = Object.fromEntries(weighted)
  }
  return scores
}

function scoreOf(plugin: string, score: () => Map<string, number> | undefined): Map<string, number> | undefined {
  try {
    return score()
  } catch (error) {
    if (!(error instanceof PluginError)) throw error
    throw new PluginError(`running PreScore plugin "${plugin}": ${error.message}`, { cause: error })
  }
}
