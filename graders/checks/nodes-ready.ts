// So many nodes with a label are Ready.
import type { ApiObject } from '../../diagnose/objects.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

interface Node extends ApiObject {
  status?: { conditions?: { type: string; status: string }[] }
}

export function nodesReady(wanted: {
  label: string
  value: string
  nodes: number
}): (cluster: ClusterReader) => Promise<Finding> {
  return async (cluster) => {
    const all = await cluster.list<Node>('v1', 'Node')
    const ready = all.filter(
      ({ metadata, status }) =>
        metadata.labels?.[wanted.label] === wanted.value &&
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    )
    return {
      object: `v1/Node, ${wanted.label}=${wanted.value}`,
      field: 'status.conditions[Ready]',
      expected: messages.readyNodes(wanted.nodes),
      observed: messages.readyNodes(ready.length),
      holds: ready.length === wanted.nodes,
    }
  }
}
