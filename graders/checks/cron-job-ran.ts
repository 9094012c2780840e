// A CronJob has made a Job that came to a good end.
import { told } from '../../diagnose/diagnosis.ts'
import { whyCronJobSkips } from '../../diagnose/missed-run.ts'
import type { CronJob, KubeEvent } from '../../diagnose/objects.ts'
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

export function cronJobRan(wanted: {
  cronJob: string
  namespace?: string
}): (cluster: ClusterReader) => Promise<Finding> {
  const { cronJob: name, namespace = 'default' } = wanted
  const object = { apiVersion: 'batch/v1', kind: 'CronJob', name, namespace }
  return async (cluster) => {
    const cronJob = await cluster.get<CronJob>('batch/v1', 'CronJob', name, namespace)
    if (!cronJob) return missing(object)
    const last = cronJob.status?.lastSuccessfulTime
    const why = whyCronJobSkips(cronJob, await cluster.list<KubeEvent>('v1', 'Event', namespace))
    return {
      object: objectId(object),
      field: 'status.lastSuccessfulTime',
      expected: messages.ranOnce,
      observed: last ?? messages.neverRan,
      ...(why ? { because: told(why) } : {}),
      holds: last !== undefined,
      ...(last === undefined && why?.settled ? { settled: true } : {}),
    }
  }
}
