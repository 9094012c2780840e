// Some pods of a workload wait, and the node autoscaler has said why it brings no machine for them.
import type { KubeEvent } from '../../diagnose/objects.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingWorkload, type Workload, workloadOf } from '../workload.ts'

/** @param wanted `placed` have a node, `waiting` have none; `says`: a piece of the autoscaler's sentence about each of these. */
export function podsWaitingForMachine(
  wanted: Workload & { placed: number; waiting: number; says: string },
): (cluster: ClusterReader) => Promise<Finding> {
  return async (cluster) => {
    const { id, pods } = await workloadOf(cluster, wanted)
    if (!pods) return missingWorkload(wanted)
    const events = await cluster.list<KubeEvent>('v1', 'Event', 'default')
    const waiting = pods.filter(({ spec }) => !spec.nodeName)
    const said = waiting.map(
      ({ metadata }) =>
        events.find(
          ({ reason, involvedObject }) => reason === 'NotTriggerScaleUp' && involvedObject.name === metadata.name,
        )?.message,
    )
    const placed = pods.length - waiting.length
    return {
      object: id,
      field: 'spec.nodeName',
      expected: messages.placedAndWaiting(wanted.placed, wanted.waiting),
      observed: messages.placedAndWaiting(placed, waiting.length),
      ...(said[0] ? { because: said[0] } : {}),
      holds:
        placed === wanted.placed &&
        waiting.length === wanted.waiting &&
        said.every((message) => message?.includes(wanted.says)),
    }
  }
}
