// Some pods of a workload have no node, and the scheduler says why.
import { whyPodPending } from '../../diagnose/pending-pod.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingWorkload, type Workload, workloadOf } from '../workload.ts'

/** @param wanted `says`: a piece of the scheduler's sentence; `pods`: how many wait for that reason, and no other does. */
export function podPendingReason(
  wanted: Workload & { pods: number; says: string },
): (cluster: ClusterReader) => Promise<Finding> {
  return async (cluster) => {
    const { id, pods, rolledOut } = await workloadOf(cluster, wanted)
    if (!pods) return missingWorkload(wanted)
    const waiting = pods.filter(({ spec }) => !spec.nodeName)
    const reasons = waiting.map((pod) => whyPodPending(pod, []))
    const first = reasons[0]
    return {
      object: id,
      field: 'status.conditions[PodScheduled].message',
      expected: messages.pending(wanted.pods, wanted.says),
      observed:
        waiting.length === 0
          ? messages.nonePending
          : messages.pending(waiting.length, first?.says ?? '(sin motivo todavía)'),
      because: first?.because ?? messages.allPlaced,
      holds: waiting.length === wanted.pods && reasons.every((reason) => reason?.says?.includes(wanted.says)),
      ...(rolledOut && pods.length > 0 && waiting.length === 0 ? { settled: true } : {}),
    }
  }
}
