// Jobs. k8s: pkg/registry/batch/job/strategy.go, pkg/apis/batch/v1/defaults.go
import { jobs } from '../api/refs.ts'
import type { Job, JobSpec, PodSpec } from '../generated/types.ts'
import { defaultJobSpec, defaultJobTemplate } from './job/defaults.ts'
import { jobLabels } from './job/labels.ts'
import { validateJobStatus } from './job/status-validation.ts'
import { validateJob, validateJobUpdate } from './job/validation.ts'
import { dropGatedFields } from './pod-spec/gated-fields.ts'
import { defineResource } from './resource.ts'
import { ageCell, duration } from './table/age-cell.ts'
import { containerCells } from './workload/container-cells.ts'
import { selectorText } from './workload/selector-text.ts'
import { templateWarnings } from './workload/template-warnings.ts'

/** The strategy of jobs. */
export const jobStrategy = defineResource<Job>({
  ref: jobs,
  type: 'io.k8s.api.batch.v1.Job',
  generation: true,
  orphansByDefault: true,
  defaults(job) {
    const spec = specOf(job)
    const { labels } = spec.template.metadata ?? {}
    defaultJobSpec(spec)
    defaultJobTemplate(spec)
    // One map for both, as in Kubernetes: what is generated for the template goes into it.
    if (labels && Object.keys(job.metadata.labels ?? {}).length === 0) job.metadata.labels = labels
  },
  prepareForCreate(job) {
    if (!job.spec?.manualSelector) generateSelector(job)
    job.metadata.generation = 1
    job.status = {}
    dropGatedFields(templateSpec(job))
  },
  prepareForUpdate(job) {
    dropGatedFields(templateSpec(job))
  },
  validate: (job, _view, old) => validateJob(job, old),
  validateUpdate: validateJobUpdate,
  warnings: (job, old) => templateWarnings(job, specOf(job).template, old),
  status: { validate: validateJobStatus },
  selectableFields: (job) => ({ 'status.successful': String(job.status?.succeeded ?? 0) }),
  row(job, { now }) {
    const [containers, images] = containerCells(job.spec?.template)
    return [
      job.metadata.name!,
      statusCell(job),
      completionsCell(job),
      durationCell(job, now),
      ageCell(job.metadata.creationTimestamp, now),
      containers,
      images,
      selectorText(job.spec?.selector) || '<none>',
    ]
  },
})

/** Labels of the user's that are in the way stay: validation refuses them. */
function generateSelector(job: Job): void {
  const spec = specOf(job)
  const generated = jobLabels(job.metadata)
  const template = (spec.template.metadata ??= {})
  const labels = (template.labels ??= {})
  for (const [key, value] of Object.entries(generated)) labels[key] ??= value
  const key = 'batch.kubernetes.io/controller-uid'
  spec.selector = { ...spec.selector, matchLabels: { [key]: generated[key]!, ...spec.selector?.matchLabels } }
}

function specOf(job: Job): JobSpec {
  job.spec ??= { template: {} }
  return job.spec
}

function templateSpec(job: Job): PodSpec {
  return specOf(job).template.spec!
}

function statusCell({ metadata, status }: Job): string {
  const has = (type: string): boolean =>
    status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false
  for (const type of ['Complete', 'Failed']) if (has(type)) return type
  if (metadata.deletionTimestamp) return 'Terminating'
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running'
}

function completionsCell({ spec, status }: Job): string {
  const { completions, parallelism = 0 } = spec ?? { template: {} }
  const succeeded = status?.succeeded ?? 0
  if (completions !== undefined) return `${succeeded}/${completions}`
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`
}

function durationCell({ status }: Job, nowMs: number): string {
  if (!status?.startTime) return ''
  const end = status.completionTime ? Date.parse(status.completionTime) : nowMs
  return duration(end - Date.parse(status.startTime))
}
