// Which nodes will do, and which rule refuses the others. Pure. k8s: pkg/scheduler/framework/runtime/framework.go
import type { Pod } from '../generated/types.ts'
import type { Filter, Plugin, Refusal } from './plugin.ts'
import { priorityOf, withPodsOn, type NodeInfo, type Snapshot } from './snapshot.ts'

/** A node that a plugin refused; later plugins were not asked. */
export interface NodeRefusal extends Refusal {
  readonly node: string
  readonly plugin: string
}

/** The rules that have something to say of a pod, ready to be asked. */
export interface Filters {
  /** Why one node will not do, with the pods in mind that are to come there; undefined when it will. */
  of(node: NodeInfo): NodeRefusal | undefined
  /** The same rules over the same cluster with other pods on `node`. Rules that had nothing to say are not asked anew. */
  with(node: NodeInfo, pods: readonly Pod[]): NodeRefusal | undefined
}

/** Refused before any node was looked at. */
export interface WholeRefusal {
  readonly plugin: string
  /** One sentence for all nodes. */
  readonly reason: string
}

interface Ready {
  plugin: Plugin
  filter: Filter
}

export function readyFilters(pod: Pod, snapshot: Snapshot, plugins: readonly Plugin[]): Filters | WholeRefusal {
  const ready: Ready[] = []
  const restricting: string[] = []
  let candidates: ReadonlySet<string> | undefined
  for (const plugin of plugins) {
    const filter = plugin.filter?.(pod, snapshot)
    if (!filter) continue
    if ('refused' in filter) return { plugin: plugin.name, reason: filter.refused.reasons.join(', ') }
    ready.push({ plugin, filter })
    if (!filter.nodes) continue
    restricting.push(plugin.name)
    candidates = candidates ? candidates.intersection(filter.nodes) : filter.nodes
    if (candidates.size === 0) return { plugin: plugin.name, reason: unsatisfied(restricting) }
  }
  const active = ready.map(({ plugin }) => plugin)
  const withPods = (node: NodeInfo, pods: readonly Pod[]): NodeRefusal | undefined => {
    const [changed, there] = withPodsOn(snapshot, node, pods)
    return firstRefusal(there, readyAgain(pod, changed, active))
  }
  const coming = (node: NodeInfo): Pod[] =>
    (snapshot.nominated.get(node.name) ?? []).filter((other) => goesFirst(other, pod))
  return {
    of(node) {
      if (candidates && !candidates.has(node.name)) return outside(node, restricting)
      const others = coming(node)
      // With them, because they come; without, because the pod must not depend on who is not there yet.
      const refusal = others.length > 0 ? withPods(node, [...node.pods, ...others]) : undefined
      return refusal ?? firstRefusal(node, ready)
    },
    with(node, pods) {
      const others = coming(node)
      const refusal = others.length > 0 ? withPods(node, [...pods, ...others]) : undefined
      return refusal ?? withPods(node, pods)
    },
  }
}

/** Is `other`, nominated to a node, to be reckoned with by `pod`? */
function goesFirst(other: Pod, pod: Pod): boolean {
  return priorityOf(other) >= priorityOf(pod) && other.metadata.uid !== pod.metadata.uid
}

function readyAgain(pod: Pod, snapshot: Snapshot, active: readonly Plugin[]): Ready[] {
  return active.flatMap((plugin) => {
    const filter = plugin.filter?.(pod, snapshot)
    return filter && !('refused' in filter) ? [{ plugin, filter }] : []
  })
}

function firstRefusal(node: NodeInfo, ready: readonly Ready[]): NodeRefusal | undefined {
  for (const { plugin, filter } of ready) {
    const refusal = filter.of(node)
    if (refusal) return { ...refusal, node: node.name, plugin: plugin.name }
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
