// A DaemonSet has a ready pod on every node of the cluster.
import type { ApiObject, Pod } from '../../diagnose/objects.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { isReady, missingWorkload, workloadOf } from '../workload.ts'

interface Taint {
  key: string
  value?: string
  effect: string
}

interface Node extends ApiObject {
  spec?: { taints?: Taint[] }
}

export function podOnEveryNode(wanted: {
  daemonSet: string
  namespace?: string
}): (cluster: ClusterReader) => Promise<Finding> {
  return async (cluster) => {
    const { id, pods, rolledOut } = await workloadOf(cluster, wanted)
    if (!pods) return missingWorkload(wanted)
    const nodes = await cluster.list<Node>('v1', 'Node')
    const without = nodes.find((node) => !has(pods, node))
    const ready = nodes.filter((node) => has(pods.filter(isReady), node)).map(({ metadata }) => metadata.name)
    const holds = rolledOut && ready.length === nodes.length
    return {
      object: id,
      field: 'status.numberReady',
      expected: messages.inNodes(nodes.map(({ metadata }) => metadata.name)),
      observed: messages.inNodes(ready),
      ...(holds
        ? {}
        : { because: without ? messages.noPodOn(without.metadata.name, closing(without)) : messages.starting }),
      holds,
    }
  }
}

function has(pods: Pod[], { metadata }: Node): boolean {
  return pods.some(({ spec }) => spec.nodeName === metadata.name)
}

/** The first taint that leaves no pod in, as kubectl writes it. */
function closing({ spec }: Node): string | undefined {
  const taint = spec?.taints?.find(({ effect }) => effect !== 'PreferNoSchedule')
  return taint && `${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect}`
}
