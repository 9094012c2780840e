// How many times the containers of a workload have been restarted, and by what.
import { told } from '../../diagnose/diagnosis.ts'
import type { KubeEvent, Pod } from '../../diagnose/objects.ts'
import { whyContainerRestarts } from '../../diagnose/restarting-container.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingWorkload, type Workload, workloadOf } from '../workload.ts'

export interface Restarts {
  atLeast?: number
  atMost?: number
  /** Only a restart by this probe counts towards `atLeast`. */
  by?: 'liveness' | 'startup'
}

export function containerRestarts(wanted: Workload & Restarts): (cluster: ClusterReader) => Promise<Finding> {
  const { atLeast = 0, atMost = Number.POSITIVE_INFINITY, by } = wanted
  return async (cluster) => {
    const { id, pods, rolledOut } = await workloadOf(cluster, wanted)
    if (!pods) return missingWorkload(wanted)
    const events = await cluster.list<KubeEvent>('v1', 'Event', wanted.namespace ?? 'default')
    const restarts = pods.flatMap((pod) =>
      (pod.status?.containerStatuses ?? []).map(({ name, restartCount }) => ({
        restartCount,
        why: whyContainerRestarts(pod, name, events),
      })),
    )
    const count = restarts.reduce((sum, { restartCount }) => sum + restartCount, 0)
    const why = restarts.find((restart) => restart.why !== undefined)?.why
    const unprobed = by !== undefined && pods.every((pod) => !hasProbe(pod, by))
    const byProbe = by === undefined || (why?.because.includes(`(${by})`) ?? false)
    return {
      object: id,
      field: 'status.containerStatuses[].restartCount',
      expected: messages.restarts(atLeast, atMost, by),
      observed: String(count),
      because: why ? told(why) : unprobed ? messages.noProbe(by) : messages.neverRestarted,
      holds: rolledOut && count >= atLeast && count <= atMost && (atLeast === 0 || byProbe),
      // Restarts only add up; those of older pods went with them.
      ...(rolledOut && (count > atMost || (unprobed && pods.length > 0)) ? { settled: true } : {}),
    }
  }
}

function hasProbe({ spec }: Pod, kind: 'liveness' | 'startup'): boolean {
  return spec.containers.some((container) => container[`${kind}Probe`] !== undefined)
}
