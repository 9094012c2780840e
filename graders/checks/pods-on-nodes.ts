// A workload's pods are on the nodes they should be on, and nowhere else.
import { told } from '../../diagnose/diagnosis.ts'
import type { KubeEvent, Pod } from '../../diagnose/objects.ts'
import { whyPodPending } from '../../diagnose/pending-pod.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingWorkload, type Workload, workloadOf } from '../workload.ts'

/** @param wanted `pods`: how many of them; `nodes`: where any of them may be. They need not be ready. */
export function podsOnNodes(
  wanted: Workload & { pods: number; nodes: string[] },
): (cluster: ClusterReader) => Promise<Finding> {
  return async (cluster) => {
    const { id, pods, rolledOut } = await workloadOf(cluster, wanted)
    if (!pods) return missingWorkload(wanted)
    const astray = pods.find(({ spec }) => spec.nodeName && !wanted.nodes.includes(spec.nodeName))
    const homeless = pods.find(({ spec }) => !spec.nodeName)
    const holds = rolledOut && pods.length === wanted.pods && !astray && !homeless
    return {
      object: id,
      field: 'spec.nodeName',
      expected: messages.onNodes(wanted.pods, wanted.nodes),
      observed:
        pods
          .map(({ spec }) => spec.nodeName ?? '(sin nodo)')
          .toSorted()
          .join(', ') || '(ningún pod)',
      ...(holds ? {} : { because: await why(cluster, astray, homeless) }),
      holds,
      // A pod that has a node keeps it.
      ...(rolledOut && astray ? { settled: true } : {}),
    }
  }
}

async function why(cluster: ClusterReader, astray?: Pod, homeless?: Pod): Promise<string> {
  if (astray) return messages.astray(astray.metadata.name, astray.spec.nodeName!)
  const events = homeless && (await cluster.list<KubeEvent>('v1', 'Event', homeless.metadata.namespace))
  const pending = homeless && whyPodPending(homeless, events!)
  return pending ? told(pending) : messages.stillRolling
}
