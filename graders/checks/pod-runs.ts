// One pod is running and ready.
import { told } from '../../diagnose/diagnosis.ts'
import type { KubeEvent, Pod } from '../../diagnose/objects.ts'
import { whyPodPending } from '../../diagnose/pending-pod.ts'
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { isReady } from '../workload.ts'

export function podRuns(wanted: { name: string; namespace?: string }): (cluster: ClusterReader) => Promise<Finding> {
  const { name, namespace = 'default' } = wanted
  const object = { apiVersion: 'v1', kind: 'Pod', name, namespace }
  return async (cluster) => {
    const pod = await cluster.get<Pod>('v1', 'Pod', name, namespace)
    if (!pod) return missing(object)
    const holds = pod.status?.phase === 'Running' && isReady(pod)
    const pending = holds ? undefined : whyPodPending(pod, await cluster.list<KubeEvent>('v1', 'Event', namespace))
    const because = pending ? told(pending) : messages.notReady(name)
    return {
      object: objectId(object),
      field: 'status.phase',
      expected: messages.running(true),
      observed: pod.status?.phase === 'Running' ? messages.running(holds) : (pod.status?.phase ?? 'Pending'),
      ...(holds ? {} : { because }),
      holds,
      ...(pending?.settled ? { settled: true } : {}),
    }
  }
}
