// Defaults of a Job's spec, wherever it stands: in a Job or in the template of a CronJob. k8s: pkg/apis/batch/v1/defaults.go
import type { JobSpec } from '../../generated/types.ts'
import { defaultPodTemplate } from '../pod-spec/defaults.ts'

const backoffLimitMax = 2 ** 31 - 1

/** Fills in what only a Job itself gets. */
export function defaultJobSpec(spec: JobSpec): void {
  if (spec.completions === undefined) {
    if (spec.parallelism === undefined) spec.completions = 1
    spec.parallelism ??= 1
  }
  spec.parallelism ??= 1
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : backoffLimitMax
  spec.completionMode ??= 'NonIndexed'
  spec.suspend ??= false
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'
  spec.manualSelector ??= false
}

/** Fills in what a template of a CronJob gets too. */
export function defaultJobTemplate(spec: JobSpec): void {
  defaultPodTemplate(spec.template)
  for (const rule of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of rule.onPodConditions ?? []) pattern.status ||= 'True'
  }
}
