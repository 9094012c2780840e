// A workload has its pods ready, none of them of an older template.
import { told } from '../../diagnose/diagnosis.ts'
import { whyProbeFails } from '../../diagnose/failing-probe.ts'
import type { KubeEvent, Pod } from '../../diagnose/objects.ts'
import { whyPodPending } from '../../diagnose/pending-pod.ts'
import { whyContainerRestarts } from '../../diagnose/restarting-container.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { isReady, missingWorkload, type Workload, workloadOf } from '../workload.ts'

export function podsReady(wanted: Workload & { pods: number }): (cluster: ClusterReader) => Promise<Finding> {
  return async (cluster) => {
    const { id, pods, rolledOut } = await workloadOf(cluster, wanted)
    if (!pods) return missingWorkload(wanted)
    const unready = pods.find((pod) => !isReady(pod))
    const ready = pods.filter(isReady).length
    const because = unready && (await whyUnready(cluster, unready))
    return {
      object: id,
      field: 'status.readyReplicas',
      expected: String(wanted.pods),
      observed: rolledOut ? String(ready) : messages.rollingOut(ready),
      ...(because === undefined ? {} : { because }),
      holds: rolledOut && ready === wanted.pods && unready === undefined,
    }
  }
}

async function whyUnready(cluster: ClusterReader, pod: Pod): Promise<string | undefined> {
  const events = await cluster.list<KubeEvent>('v1', 'Event', pod.metadata.namespace)
  const pending = whyPodPending(pod, events)
  if (pending) return told(pending)
  const status = pod.status?.containerStatuses?.find(({ ready }) => !ready)
  const why = status && (whyContainerRestarts(pod, status.name, events) ?? whyProbeFails(pod, status.name, events))
  return why ? told(why) : messages.notReady(pod.metadata.name)
}
