// A workload's pods are on as many nodes as they should be.
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingWorkload, type Workload, workloadOf } from '../workload.ts'

export interface Spread {
  /** Pods that have a node. */
  placed: number
  /** Different nodes among them. */
  nodes: number
}

export function podsSpread(wanted: Workload & Spread): (cluster: ClusterReader) => Promise<Finding> {
  return async (cluster) => {
    const { id, pods, rolledOut } = await workloadOf(cluster, wanted)
    if (!pods) return missingWorkload(wanted)
    const placed = pods.flatMap(({ spec }) => spec.nodeName ?? [])
    const nodes = new Map<string, number>()
    for (const node of placed) nodes.set(node, (nodes.get(node) ?? 0) + 1)
    const holds = rolledOut && placed.length === wanted.placed && nodes.size === wanted.nodes
    const shares = [...nodes].map(([node, count]) => `${node}: ${count}`).toSorted()
    return {
      object: id,
      field: 'spec.nodeName',
      expected: messages.spread(wanted.placed, wanted.nodes),
      observed: [...shares, ...(placed.length < pods.length ? [`sin nodo: ${pods.length - placed.length}`] : [])].join(
        ', ',
      ),
      ...(holds ? {} : { because: rolledOut ? messages.together : messages.stillRolling }),
      holds,
      // A pod that has a node keeps it: only a new template, or a free node, would change this.
      ...(!holds && rolledOut && placed.length === pods.length ? { settled: true } : {}),
    }
  }
}
