// Which finished Jobs of a CronJob are too many. k8s: pkg/controller/cronjob/cronjob_controllerv2.go cleanupFinishedJobs
import type { CronJob, Job } from '../../generated/types.ts'

/** `Complete` or `Failed`; undefined while it runs. */
export function endOf({ status }: Job): 'Complete' | 'Failed' | undefined {
  const ended = (type: string): boolean =>
    status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false
  return (['Complete', 'Failed'] as const).find(ended)
}

/** The oldest beyond the two limits. */
export function surplusJobs({ spec }: CronJob, jobs: Job[]): Job[] {
  const beyond = (end: string, limit: number | undefined): Job[] => {
    const some = jobs.filter((job) => endOf(job) === end).toSorted(byStart)
    return limit === undefined ? [] : some.slice(0, Math.max(0, some.length - limit))
  }
  return [...beyond('Complete', spec?.successfulJobsHistoryLimit), ...beyond('Failed', spec?.failedJobsHistoryLimit)]
}

function byStart(a: Job, b: Job): number {
  const [first, second] = [a.status?.startTime, b.status?.startTime]
  if (first === second) return a.metadata.name! < b.metadata.name! ? -1 : 1
  if (first === undefined || second === undefined) return first === undefined ? 1 : -1
  return first < second ? -1 : 1
}
