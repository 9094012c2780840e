// A Job made by hand does what the CronJob will do when its hour comes.
import { isDeepStrictEqual } from 'node:util'
import type { CronJob, Job, JobSpec } from '../../diagnose/objects.ts'
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

export function jobLikeCronJob(wanted: {
  job: string
  cronJob: string
  namespace?: string
}): (cluster: ClusterReader) => Promise<Finding> {
  const { job: name, cronJob: template, namespace = 'default' } = wanted
  const object = { apiVersion: 'batch/v1', kind: 'Job', name, namespace }
  const source = { apiVersion: 'batch/v1', kind: 'CronJob', name: template, namespace }
  return async (cluster) => {
    const [job, cronJob] = await Promise.all([
      cluster.get<Job>('batch/v1', 'Job', name, namespace),
      cluster.get<CronJob>('batch/v1', 'CronJob', template, namespace),
    ])
    if (!cronJob) return missing(source)
    if (!job) return missing(object)
    const holds = isDeepStrictEqual(containersOf(job.spec), containersOf(cronJob.spec.jobTemplate.spec))
    return {
      object: objectId(object),
      field: 'spec.template.spec.containers',
      expected: messages.likeTemplate(template),
      observed: holds ? messages.likeTemplate(template) : 'otros',
      ...(holds ? {} : { because: messages.unlikeTemplate(name, template) }),
      holds,
      settled: true,
    }
  }
}

function containersOf({ template }: JobSpec): object[] {
  return template.spec.containers
}
