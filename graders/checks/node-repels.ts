// A node keeps away the pods that do not tolerate it.
import type { ApiObject } from '../../diagnose/objects.ts'
import { missing } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

interface Node extends ApiObject {
  spec?: { taints?: { key: string; value?: string; effect: string }[] }
}

/** @param wanted `key`: of the taint; any value, and any effect that leaves no pod in. */
export function nodeRepels(wanted: { node: string; key: string }): (cluster: ClusterReader) => Promise<Finding> {
  const object = { apiVersion: 'v1', kind: 'Node', name: wanted.node }
  return async (cluster) => {
    const node = await cluster.get<Node>('v1', 'Node', wanted.node)
    if (!node) return missing(object)
    const taints = node.spec?.taints ?? []
    const named = taints.filter(({ key }) => key === wanted.key)
    const holds = named.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute')
    return {
      object: `v1/Node/${wanted.node}`,
      field: 'spec.taints',
      expected: `${wanted.key}:NoSchedule`,
      observed:
        taints.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`).join(', ') || '(vacío)',
      ...(holds ? {} : { because: named.length > 0 ? messages.onlyPrefers : messages.noTaint(wanted.node) }),
      holds,
      settled: !holds,
    }
  }
}
