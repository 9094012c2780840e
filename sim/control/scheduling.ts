// The scheduler's last decision about a pod: node × plugin, with verdict or points.
import { pods } from '../api/refs.ts'
import { notFound } from '../api/status.ts'
import type { Decision } from '../scheduler/decision.ts'
import { plugins } from '../scheduler/plugins/index.ts'
import { storeKey } from '../server/machine.ts'
import type { ControlRoom } from './room.ts'

interface NodeVerdict {
  name: string
  /** Passed every filter. */
  feasible: boolean
  chosen: boolean
  /** The first filter that refused it; those after were not asked. Sentences are kubectl's. */
  refusedBy?: { plugin: string; reasons: readonly string[] }
  /** Weighted points by plugin; absent where the only node that will do needed none. */
  points?: Record<string, number>
  total?: number
}

/** What `GET /timonel/v1/scheduling/NAMESPACE/POD` tells. */
interface Scheduling {
  pod: { namespace: string; name: string; uid: string }
  /** In the order in which they are asked. */
  plugins: { name: string; filters: boolean; weight?: number }[]
  nodes: NodeVerdict[]
  /** Whole sentence of a refusal. */
  message?: string
  /** Who would have to leave for the pod. */
  preemption?: { node: string; victims: string[] }
}

/** Throws ApiError 404: no such pod, or a pod that the scheduler has not (lately) decided about. */
export function schedulingOf(room: ControlRoom, namespace: string, name: string): Scheduling {
  const pod = room.store.get(storeKey(pods, namespace, name))?.value
  const uid = pod?.metadata.uid
  const decision = uid === undefined ? undefined : room.decisionOf(uid)
  if (uid === undefined || !decision) throw notFound(pods, name)
  const { message, preemption } = decision
  return {
    pod: { namespace, name, uid },
    plugins: plugins.map((plugin) => ({
      name: plugin.name,
      filters: plugin.filter !== undefined,
      ...(plugin.score ? { weight: plugin.weight ?? 1 } : {}),
    })),
    nodes: verdictsOf(decision),
    ...(message === undefined ? {} : { message }),
    ...(preemption
      ? { preemption: { node: preemption.node, victims: preemption.victims.map(({ metadata }) => metadata.name!) } }
      : {}),
  }
}

function verdictsOf({ node, feasible, refusals, scores, final }: Decision): NodeVerdict[] {
  const good = feasible.map((each): NodeVerdict => {
    const points = Object.entries(scores).flatMap(([plugin, by]) =>
      by[each] === undefined ? [] : [[plugin, by[each]]],
    )
    return {
      name: each,
      feasible: true,
      chosen: each === node,
      ...(final[each] === undefined ? {} : { points: Object.fromEntries(points), total: final[each] }),
    }
  })
  const bad = refusals.map(({ node: each, plugin, reasons }) => ({
    name: each,
    feasible: false,
    chosen: false,
    refusedBy: { plugin, reasons },
  }))
  return [...good, ...bad].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
