// Jobs and CronJobs, as the page shows them.
import { whyJobNotComplete } from '../../diagnose/failed-job.ts'
import { whyCronJobSkips } from '../../diagnose/missed-run.ts'
import type { CronJob, Job } from '../../diagnose/objects.ts'
import type { CronJobItem, JobItem, Tone } from './item.ts'
import { identityOf } from './identity.ts'
import type { World } from './world.ts'

/** The STATUS column. k8s: pkg/printers/internalversion printJob */
const states: [condition: string, tone: Tone][] = [
  ['Complete', 'ended'],
  ['Failed', 'bad'],
  ['Suspended', 'waiting'],
  ['FailureTarget', 'bad'],
  ['SuccessCriteriaMet', 'ended'],
]

export function jobItem(job: Job, { pods, events }: World): JobItem {
  const state = states.find(([condition]) =>
    job.status?.conditions?.some(({ type, status }) => type === condition && status === 'True'),
  )
  const why = whyJobNotComplete(job, pods, events)
  return {
    ...identityOf('Job', job),
    word: state?.[0] ?? 'Running',
    tone: state?.[1] ?? 'good',
    succeeded: job.status?.succeeded ?? 0,
    completions: job.spec.completions ?? 1,
    ...(why ? { why } : {}),
  }
}

export function cronJobItem(cronJob: CronJob, { events }: World): CronJobItem {
  const { schedule, timeZone, suspend } = cronJob.spec
  const why = whyCronJobSkips(cronJob, events)
  return {
    ...identityOf('CronJob', cronJob),
    word: suspend ? 'Suspended' : schedule,
    tone: suspend ? 'ended' : why?.says === undefined ? 'good' : 'waiting',
    schedule,
    timeZone,
    active: cronJob.status?.active?.length ?? 0,
    ...(why ? { why } : {}),
  }
}
