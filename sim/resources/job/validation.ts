// What a Job may say. k8s: pkg/apis/batch/validation/validation.go ValidateJob, ValidateJobUpdate
import { invalid, notSupported, path, required, tooLong } from '../../api/field-errors.ts'
import type { FieldError, FieldPath } from '../../api/field-errors.ts'
import { hasInvalidLabelValue, validateLabelSelector } from '../../api/label-selector-validation.ts'
import { validateImmutable, validateNonnegative } from '../../api/meta-validation.ts'
import { byteLength, dns1123Label, dns1123Subdomain } from '../../api/names.ts'
import { SelectorError } from '../../api/requirement.ts'
import { selectorFromObject, type Selector } from '../../api/selector.ts'
import type { Job, JobSpec, PodSpec, PodTemplateSpec } from '../../generated/types.ts'
import { validatePodTemplate } from '../pod-spec/template-validation.ts'
import { shownSelector } from '../workload/shown-selector.ts'
import { jobLabels } from './labels.ts'
import { validateFailurePolicy, validateSuccessPolicy } from './policy-validation.ts'

const manyMax = 100_000
const fewMax = 10_000
const managedByLengthMax = 63

/** Every fault of a defaulted Job. */
export function validateJob(job: Job, old?: Job): FieldError[] {
  const spec = job.spec ?? { template: {} }
  const { completionMode, completions = 0 } = spec
  const errors = [
    ...validateGenerated(job, spec),
    ...validateJobSpec(spec, path('spec')),
    ...validateSelector(spec, path('spec'), hasInvalidLabelValue(old?.spec?.selector)),
  ]
  if (completionMode !== 'Indexed' || completions <= 0 || old) return errors
  const hostname = `${job.metadata.name ?? ''}-${completions - 1}`
  if (dns1123Label(hostname).length > 0) {
    const rule = `will not able to create pod with invalid DNS label: ${hostname}`
    errors.push(invalid(path('metadata').child('name'), job.metadata.name ?? '', rule))
  }
  return errors
}

// The labels that tell the Job's pods from others are the server's, unless the selector is the user's.
function validateGenerated({ metadata }: Job, { manualSelector, selector, template }: JobSpec): FieldError[] {
  if (manualSelector || !selector) return []
  const at = path('spec').child('template', 'metadata').child('labels')
  const labels = template.metadata?.labels ?? {}
  const expected = jobLabels(metadata)
  const errors = Object.entries(expected).flatMap(([key, value]) => {
    if (labels[key] === undefined) return [required(at.key(key), `must be '${value}'`)]
    return labels[key] === value ? [] : [invalid(at.key(key), labels, `must be '${value}'`)]
  })
  if (parsed(selector)?.matches(expected) === false) {
    errors.push(invalid(path('spec').child('selector'), shownSelector(selector), '`selector` not auto-generated'))
  }
  return errors
}

function parsed(selector: JobSpec['selector']): Selector | undefined {
  try {
    return selectorFromObject(selector)
  } catch (error) {
    if (error instanceof SelectorError) return undefined
    throw error
  }
}

function validateSelector(spec: JobSpec, at: FieldPath, allowInvalidLabelValue: boolean): FieldError[] {
  const { selector, template } = spec
  const own = at.child('selector')
  const errors = selector ? validateLabelSelector(selector, own, { allowInvalidLabelValue }) : [required(own)]
  const labels = template.metadata?.labels
  if (parsed(selector)?.matches(labels) === false) {
    const rule = '`selector` does not match template `labels`'
    errors.push(invalid(at.child('template', 'metadata', 'labels'), labels, rule))
  }
  return errors
}

/** Every fault of a Job's spec but its selector, which a template of a CronJob has not. k8s: validateJobSpec */
export function validateJobSpec(spec: JobSpec, at: FieldPath): FieldError[] {
  const counts = [
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
    'backoffLimitPerIndex',
    'maxFailedIndexes',
  ] as const
  const errors = counts.flatMap((name) => validateNonnegative(spec[name] ?? 0, at.child(name)))
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    errors.push(required(at.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified'))
  }
  errors.push(...validateManagedBy(spec.managedBy, at.child('managedBy')), ...validateMode(spec, at))
  if (spec.podFailurePolicy) errors.push(...validateFailurePolicy(spec, at.child('podFailurePolicy')))
  if (spec.successPolicy) {
    const own = at.child('successPolicy')
    if (spec.completionMode === 'Indexed') errors.push(...validateSuccessPolicy(spec, own))
    else errors.push(invalid(own, shownSuccessPolicy(spec), 'requires indexed completion mode'))
  }
  return [
    ...errors,
    ...validateReplacement(spec, at.child('podReplacementPolicy')),
    ...validatePodTemplate(spec.template, at.child('template')),
    ...validateRestart(spec, at.child('template', 'spec', 'restartPolicy')),
  ]
}

// The message shows Go's own struct.
function shownSuccessPolicy({ successPolicy }: JobSpec): object {
  const rules = (successPolicy?.rules ?? []).map(({ succeededIndexes, succeededCount }) => ({
    SucceededIndexes: succeededIndexes ?? null,
    SucceededCount: succeededCount ?? null,
  }))
  return { Rules: rules.length > 0 ? rules : null }
}

// k8s: apimachinery/pkg/util/validation IsDomainPrefixedPath
function validateManagedBy(managedBy: string | undefined, at: FieldPath): FieldError[] {
  if (managedBy === undefined) return []
  const errors: FieldError[] = []
  const slash = managedBy.indexOf('/')
  const [domain, rest] = [managedBy.slice(0, slash), managedBy.slice(slash + 1)]
  if (managedBy === '') errors.push(required(at))
  else if (slash <= 0 || rest === '') {
    const rule = 'must be a domain-prefixed path (such as "acme.io/foo")'
    errors.push(invalid(at, managedBy, rule))
  } else errors.push(...dns1123Subdomain(domain).map((sentence) => invalid(at, domain, sentence)))
  if (byteLength(managedBy) > managedByLengthMax) errors.push(tooLong(at, managedByLengthMax))
  return errors
}

function validateMode(spec: JobSpec, at: FieldPath): FieldError[] {
  const { completionMode: mode, backoffLimitPerIndex, maxFailedIndexes } = spec
  const errors: FieldError[] = []
  if (mode !== undefined && mode !== 'NonIndexed' && mode !== 'Indexed') {
    return [notSupported(at.child('completionMode'), mode, ['Indexed', 'NonIndexed'])]
  }
  if (mode === 'Indexed') return validateIndexed(spec, at)
  const only = 'requires indexed completion mode'
  if (backoffLimitPerIndex !== undefined) {
    errors.push(invalid(at.child('backoffLimitPerIndex'), backoffLimitPerIndex, only))
  }
  if (maxFailedIndexes !== undefined) errors.push(invalid(at.child('maxFailedIndexes'), maxFailedIndexes, only))
  return errors
}

function validateIndexed(spec: JobSpec, at: FieldPath): FieldError[] {
  const { completions, parallelism = 0, maxFailedIndexes: failed, backoffLimitPerIndex } = spec
  const [parallelAt, failedAt] = [at.child('parallelism'), at.child('maxFailedIndexes')]
  const errors: FieldError[] = []
  if (completions === undefined) errors.push(required(at.child('completions'), 'when completion mode is Indexed'))
  if (parallelism > manyMax) {
    const rule = `must be less than or equal to ${manyMax} when completion mode is Indexed`
    errors.push(invalid(parallelAt, parallelism, rule))
  }
  if (completions !== undefined && failed !== undefined && failed > completions) {
    errors.push(invalid(failedAt, failed, 'must be less than or equal to completions'))
  }
  if (failed !== undefined && failed > manyMax) {
    errors.push(invalid(failedAt, failed, `must be less than or equal to ${manyMax}`))
  }
  if ((completions ?? 0) <= manyMax || backoffLimitPerIndex === undefined) return errors
  const rule = `must be less than or equal to ${fewMax} when completions are above ${manyMax} and used with backoff limit per index`
  if (failed === undefined) errors.push(required(failedAt, `must be specified when completions is above ${manyMax}`))
  if (parallelism > fewMax) errors.push(invalid(parallelAt, parallelism, rule))
  if (failed !== undefined && failed > fewMax) errors.push(invalid(failedAt, failed, rule))
  return errors
}

function validateReplacement({ podReplacementPolicy, podFailurePolicy }: JobSpec, at: FieldPath): FieldError[] {
  if (podReplacementPolicy === undefined) return []
  const supported = podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']
  return supported.includes(podReplacementPolicy) ? [] : [notSupported(at, podReplacementPolicy, supported)]
}

function validateRestart({ template, podFailurePolicy }: JobSpec, at: FieldPath): FieldError[] {
  const { restartPolicy = '' } = template.spec ?? {}
  if (restartPolicy === '' || restartPolicy === 'Always') {
    return [required(at, 'valid values: "OnFailure", "Never"')]
  }
  if (restartPolicy !== 'OnFailure' && restartPolicy !== 'Never') {
    return [notSupported(at, restartPolicy, ['OnFailure', 'Never'])]
  }
  if (!podFailurePolicy || restartPolicy === 'Never') return []
  return [invalid(at, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified')]
}

/** Every change that is not allowed. k8s: ValidateJobSpecUpdate */
export function validateJobUpdate(job: Job, old: Job): FieldError[] {
  const at = path('spec')
  const [spec, before] = [job.spec ?? { template: {} }, old.spec ?? { template: {} }]
  const fixed = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const
  return [
    ...validateCompletions(spec, before, at.child('completions')),
    ...validateImmutable(shownSelector(spec.selector), shownSelector(before.selector), at.child('selector')),
    ...validateImmutable(spec.template, mutableTemplate(spec, old), at.child('template')),
    ...fixed.flatMap((field) => validateImmutable(spec[field], before[field], at.child(field))),
  ]
}

// An Indexed Job may be scaled, if it stays as wide as it is long.
function validateCompletions(spec: JobSpec, old: JobSpec, at: FieldPath): FieldError[] {
  if (spec.completionMode !== 'Indexed') return validateImmutable(spec.completions, old.completions, at)
  if (spec.completions === old.completions) return []
  if (spec.completions === spec.parallelism && old.completions === old.parallelism) return []
  return [invalid(at, spec.completions ?? null, 'can only be modified in tandem with parallelism')]
}

/** The template that stands, with what a suspended Job that has not started may change taken from the new one. */
function mutableTemplate({ template }: JobSpec, old: Job): PodTemplateSpec {
  const before = old.spec?.template ?? {}
  const mayChange = old.spec?.suspend === true && old.status?.startTime === undefined
  if (!mayChange || !template.spec || !before.spec) return before
  const { nodeSelector, tolerations, schedulingGates, affinity } = template.spec
  const merged: Record<string, unknown> = { ...before.spec, nodeSelector, tolerations, schedulingGates }
  const nodeAffinity = affinity?.nodeAffinity
  if (affinity ?? before.spec.affinity) merged['affinity'] = { ...before.spec.affinity, nodeAffinity }
  if (!affinity && Object.keys({ ...before.spec.affinity }).every((key) => key === 'nodeAffinity')) {
    delete merged['affinity']
  }
  for (const [key, value] of Object.entries(merged)) if (value === undefined) delete merged[key]
  const metadata = template.metadata ? { metadata: template.metadata } : {}
  return { ...before, ...metadata, spec: merged as unknown as PodSpec }
}
