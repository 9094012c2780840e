// What a StatefulSet may say. k8s: pkg/apis/apps/validation/validation.go ValidateStatefulSetSpec, ValidateStatefulSetUpdate
import { forbidden, invalid, notSupported, path, required } from '../../api/field-errors.ts'
import type { FieldError, FieldPath } from '../../api/field-errors.ts'
import { sameValue, validateNonnegative } from '../../api/meta-validation.ts'
import { nameIsLabel } from '../../api/names.ts'
import type {
  PodTemplateSpec,
  StatefulSet,
  StatefulSetPersistentVolumeClaimRetentionPolicy,
  StatefulSetSpec,
  StatefulSetUpdateStrategy,
  Volume,
} from '../../generated/types.ts'
import { validateClaimSpec } from '../persistent-volume-claim/validation.ts'
import { validateByRule } from '../pod-spec/name-validation.ts'
import { isNothing, validateAmount, validateNotAboveAll } from '../workload/rolling-update-validation.ts'
import { validateSelectorAndTemplate } from '../workload/replica-template-validation.ts'

/** What of a spec may change later. */
const updatable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const

/** Every fault of a defaulted StatefulSet's spec. @param old what stands: its service's name and its claim templates are let be. */
export function validateStatefulSet({ spec }: StatefulSet, old?: StatefulSet): FieldError[] {
  if (!old) return specFaults(spec, false)
  // A template with faults that stands is not looked at again.
  return specFaults(spec, true, specFaults(old.spec, true).length > 0)
}

function specFaults(spec = emptySpec(), update: boolean, skipPodTemplate = false): FieldError[] {
  const at = path('spec')
  const service = spec.serviceName ?? ''
  const label = (name: string): string[] => nameIsLabel(name, false)
  const words = { kind: 'statefulset', template: 'StatefulSet', unreadable: '', skipPodTemplate, metadataTwice: true }
  return [
    ...validateManagement(spec.podManagementPolicy ?? '', at.child('podManagementPolicy')),
    ...validateStrategy(spec.updateStrategy ?? {}, at.child('updateStrategy')),
    ...validateRetention(
      spec.persistentVolumeClaimRetentionPolicy ?? {},
      at.child('persistentVolumeClaimRetentionPolicy'),
    ),
    ...(update ? [] : validateClaimTemplates(spec, at.child('volumeClaimTemplates'))),
    ...validateNonnegative(spec.replicas ?? 0, at.child('replicas')),
    ...validateNonnegative(spec.minReadySeconds ?? 0, at.child('minReadySeconds')),
    ...validateNonnegative(spec.ordinals?.start ?? 0, at.child('ordinals.start')),
    ...(update || service === '' ? [] : validateByRule(service, label, at.child('serviceName'))),
    ...validateSelectorAndTemplate({ ...spec, template: templateAsMade(spec) }, at, words),
  ]
}

function emptySpec(): StatefulSetSpec {
  return { selector: {}, template: {} }
}

/** Every change that is not allowed. */
export function validateStatefulSetUpdate(set: StatefulSet, old: StatefulSet): FieldError[] {
  const fixed = (spec: StatefulSetSpec = emptySpec()): object =>
    Object.fromEntries(Object.entries(spec).filter(([field]) => !(updatable as readonly string[]).includes(field)))
  if (sameValue(fixed(set.spec), fixed(old.spec))) return []
  const [last, ...others] = updatable.toReversed()
  const listed = others.toReversed().map((name) => `'${name}'`)
  const rule = `updates to statefulset spec for fields other than ${listed.join(', ')} and '${last}' are forbidden`
  return [forbidden(path('spec'), rule)]
}

function validateManagement(policy: string, at: FieldPath): FieldError[] {
  if (policy === '') return [required(at)]
  if (policy === 'OrderedReady' || policy === 'Parallel') return []
  return [invalid(at, policy, "must be 'OrderedReady' or 'Parallel'")]
}

function validateStrategy({ type = '', rollingUpdate }: StatefulSetUpdateStrategy, at: FieldPath): FieldError[] {
  // The message shows Go's own struct.
  const shown = rollingUpdate
    ? { Partition: rollingUpdate.partition ?? 0, MaxUnavailable: rollingUpdate.maxUnavailable ?? null }
    : null
  if (type === '') return [required(at)]
  if (type === 'OnDelete') {
    const rule = "only allowed for updateStrategy 'RollingUpdate'"
    return shown ? [invalid(at.child('rollingUpdate'), shown, rule)] : []
  }
  if (type !== 'RollingUpdate') {
    return [invalid(at, { Type: type, RollingUpdate: shown }, "must be 'RollingUpdate' or 'OnDelete'")]
  }
  if (!rollingUpdate) return []
  const own = at.child('rollingUpdate')
  const amountAt = own.child('maxUnavailable')
  const { partition = 0, maxUnavailable } = rollingUpdate
  const errors = validateNonnegative(partition, own.child('partition'))
  if (maxUnavailable === undefined) return errors
  errors.push(...validateAmount(maxUnavailable, amountAt))
  if (isNothing(maxUnavailable)) errors.push(invalid(amountAt, maxUnavailable, 'cannot be 0'))
  return [...errors, ...validateNotAboveAll(maxUnavailable, amountAt)]
}

function validateRetention(policy: StatefulSetPersistentVolumeClaimRetentionPolicy, at: FieldPath): FieldError[] {
  return (['whenDeleted', 'whenScaled'] as const).flatMap((field) => {
    const value = policy[field] ?? ''
    return value === 'Retain' || value === 'Delete' ? [] : [notSupported(at.child(field), value, ['Retain', 'Delete'])]
  })
}

function validateClaimTemplates({ volumeClaimTemplates = [] }: StatefulSetSpec, at: FieldPath): FieldError[] {
  return volumeClaimTemplates.flatMap((claim, index) =>
    validateClaimSpec(claim.spec ?? {}, at.index(index).child('spec')),
  )
}

/** The template as its pods will be: with a volume for each claim, and without the names that the controller gives. */
function templateAsMade({ template, volumeClaimTemplates = [] }: StatefulSetSpec): PodTemplateSpec {
  if (!template.spec) return template
  const { subdomain: _subdomain, hostname: _hostname, ...spec } = template.spec
  const names = [...new Set(volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? ''))]
  const made = names.map((name): Volume => ({ name, persistentVolumeClaim: { claimName: name } }))
  const others = (spec.volumes ?? []).filter(({ name }) => !names.includes(name))
  return { ...template, spec: names.length === 0 ? spec : { ...spec, volumes: [...made, ...others] } }
}
