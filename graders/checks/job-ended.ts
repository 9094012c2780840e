// A Job came to its end, as it should.
import { told } from '../../diagnose/diagnosis.ts'
import { whyJobNotComplete } from '../../diagnose/failed-job.ts'
import type { Job, KubeEvent, Pod } from '../../diagnose/objects.ts'
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

export interface JobEnd {
  job: string
  namespace?: string
  as: 'Complete' | 'Failed'
  /** `DeadlineExceeded`; any when left out. */
  reason?: string
}

export function jobEnded(wanted: JobEnd): (cluster: ClusterReader) => Promise<Finding> {
  const { job: name, namespace = 'default', as, reason } = wanted
  const object = { apiVersion: 'batch/v1', kind: 'Job', name, namespace }
  return async (cluster) => {
    const job = await cluster.get<Job>('batch/v1', 'Job', name, namespace)
    if (!job) return missing(object)
    const end = job.status?.conditions?.find(
      ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
    )
    const holds = end?.type === as && (reason === undefined || end.reason === reason)
    const [pods, events] = await Promise.all([
      cluster.list<Pod>('v1', 'Pod', namespace),
      cluster.list<KubeEvent>('v1', 'Event', namespace),
    ])
    const why = whyJobNotComplete(job, pods, events)
    const because = why ? told(why) : end?.type === 'Complete' ? messages.jobComplete(name) : undefined
    return {
      object: objectId(object),
      field: 'status.conditions',
      expected: messages.jobEnd(as, reason),
      observed: messages.jobEnd(end?.type, reason === undefined ? undefined : end?.reason),
      ...(because === undefined ? {} : { because }),
      holds,
      // A Job that is over stays so.
      ...(end ? { settled: true } : {}),
    }
  }
}
