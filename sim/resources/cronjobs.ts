// CronJobs. k8s: pkg/registry/batch/cronjob/strategy.go, pkg/apis/batch/v1/defaults.go
import { path } from '../api/field-errors.ts'
import { dns1123Label } from '../api/names.ts'
import { cronJobs } from '../api/refs.ts'
import type { CronJob, CronJobSpec, JobSpec } from '../generated/types.ts'
import { validateCronJob } from './cron-job/validation.ts'
import { defaultJobTemplate } from './job/defaults.ts'
import { dropGatedFields } from './pod-spec/gated-fields.ts'
import { podSpecWarnings } from './pod-spec/warnings/spec-warnings.ts'
import { defineResource } from './resource.ts'
import { ageCell } from './table/age-cell.ts'
import { containerCells } from './workload/container-cells.ts'
import { selectorText } from './workload/selector-text.ts'

/** The strategy of cron jobs. */
export const cronJobStrategy = defineResource<CronJob>({
  ref: cronJobs,
  type: 'io.k8s.api.batch.v1.CronJob',
  generation: true,
  defaults(cronJob) {
    const spec = specOf(cronJob)
    spec.concurrencyPolicy ||= 'Allow'
    spec.suspend ??= false
    spec.successfulJobsHistoryLimit ??= 3
    spec.failedJobsHistoryLimit ??= 1
    defaultJobTemplate(jobSpecOf(cronJob))
  },
  prepareForCreate(cronJob) {
    cronJob.metadata.generation = 1
    cronJob.status = {}
    dropGatedFields(jobSpecOf(cronJob).template.spec!)
  },
  prepareForUpdate(cronJob) {
    dropGatedFields(jobSpecOf(cronJob).template.spec!)
  },
  validate: (cronJob, _view, old) => validateCronJob(cronJob, old),
  warnings: cronJobWarnings,
  status: {},
  row(cronJob, { now }) {
    const { schedule, timeZone, suspend } = specOf(cronJob)
    const { template, selector } = jobSpecOf(cronJob)
    const [containers, images] = containerCells(template)
    const { active = [], lastScheduleTime } = cronJob.status ?? {}
    return [
      cronJob.metadata.name!,
      schedule,
      timeZone ?? '<none>',
      suspend === undefined ? '<unset>' : suspend ? 'True' : 'False',
      active.length,
      lastScheduleTime ? ageCell(lastScheduleTime, now) : '<none>',
      ageCell(cronJob.metadata.creationTimestamp, now),
      containers,
      images,
      selectorText(selector) || '<none>',
    ]
  },
})

function cronJobWarnings(cronJob: CronJob, old: CronJob | undefined): string[] {
  const { metadata } = cronJob
  const changed = !old || old.metadata.generation !== metadata.generation
  const faults = old ? [] : dns1123Label(metadata.name ?? '')
  const name =
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended'
  const { template } = jobSpecOf(cronJob)
  const at = path('spec').child('jobTemplate', 'spec', 'template')
  const zone =
    'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details'
  return [
    ...(faults.length > 0 ? [`${name}: [${faults.join(' ')}]`] : []),
    ...(changed && template.spec ? podSpecWarnings(template.spec, template.metadata?.annotations ?? {}, at) : []),
    ...(old && specOf(cronJob).schedule.includes('TZ') ? [zone] : []),
  ]
}

function specOf(cronJob: CronJob): CronJobSpec {
  cronJob.spec ??= { schedule: '', jobTemplate: {} }
  // Stated as required, but the server takes them left out and then refuses what comes of it.
  const spec: Partial<CronJobSpec> = cronJob.spec
  spec.schedule ??= ''
  spec.jobTemplate ??= {}
  return cronJob.spec
}

function jobSpecOf(cronJob: CronJob): JobSpec {
  const template = specOf(cronJob).jobTemplate
  template.spec ??= { template: {} }
  const spec: Partial<JobSpec> = template.spec
  spec.template ??= {}
  return template.spec
}
