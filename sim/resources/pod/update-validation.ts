// What may change of a Pod once it is there: images, a sooner deadline, more tolerations, fewer scheduling gates; of a gated
// one also where it may go. k8s: pkg/apis/core/validation/validation.go ValidatePodUpdate
import { copyTree } from '../../api/copy-tree.ts'
import { forbidden, invalid, path, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { kubernetes } from '../../api/facts.ts'
import { sameValue } from '../../api/meta-validation.ts'
import { rangeSentence } from '../../api/names.ts'
import { pruneEmpty } from '../../api/zero-values.ts'
import type { Container, Pod, PodSchedulingGate, PodSpec, Toleration } from '../../generated/types.ts'
import { appArmorAnnotation, mirrorAnnotation } from '../pod-spec/annotation-validation.ts'
import { validateTrimmedImage } from '../pod-spec/container-validation.ts'
import { validateTolerations } from '../pod-spec/toleration-validation.ts'
import { maskGatedChanges } from './gated-update.ts'
import { podSpecDiff } from './spec-diff.ts'

const updatable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
]
const deadlineSecondsMax = 2 ** 31 - 1

/** Every change that is not allowed. */
export function validatePodUpdate(pod: Pod, old: Pod): FieldError[] {
  const spec = pod.spec ?? { containers: [] }
  const oldSpec = old.spec ?? { containers: [] }
  const at = path('spec')
  const errors = validateAnnotationUpdate(pod, old)
  for (const list of ['containers', 'initContainers'] as const) {
    const before = oldSpec[list] ?? []
    const after = spec[list] ?? []
    if (before.length !== after.length) {
      return [...errors, forbidden(at.child(list), 'pod updates may not add or remove containers')]
    }
    errors.push(...after.flatMap((container, index) => validateImage(container, at.child(list).index(index))))
  }
  const deadline = validateDeadline(spec, oldSpec, at.child('activeDeadlineSeconds'))
  errors.push(...deadline)
  if (deadline.length > 0 && spec.activeDeadlineSeconds !== undefined) return errors
  errors.push(...validateTolerationUpdate(spec.tolerations ?? [], oldSpec.tolerations ?? [], at.child('tolerations')))
  errors.push(
    ...validateGateUpdate(spec.schedulingGates ?? [], oldSpec.schedulingGates ?? [], at.child('schedulingGates')),
  )
  const masked = copyTree(maskUpdatable(spec, oldSpec))
  if (oldSpec.schedulingGates?.length) errors.push(...maskGatedChanges(masked, oldSpec, at))
  // An empty list or map is as good as none.
  pruneEmpty(masked, 'io.k8s.api.core.v1.PodSpec', kubernetes.types)
  if (!sameValue(masked, oldSpec)) {
    const rule = `pod updates may not change fields other than ${updatable.join(',')}`
    errors.push(forbidden(at, `${rule}\n${podSpecDiff(oldSpec, masked)}`))
  }
  return errors
}

function validateAnnotationUpdate(pod: Pod, old: Pod): FieldError[] {
  const at = path('metadata').child('annotations')
  const before = old.metadata.annotations ?? {}
  const after = pod.metadata.annotations ?? {}
  const errors: FieldError[] = []
  for (const [key, value] of Object.entries(before)) {
    if (after[key] === value) continue
    if (key.startsWith(appArmorAnnotation)) {
      errors.push(forbidden(at.key(key), 'may not remove or update AppArmor annotations'))
    }
    if (key === mirrorAnnotation) errors.push(forbidden(at.key(key), 'may not remove or update mirror pod annotation'))
  }
  for (const key of Object.keys(after)) {
    if (before[key] !== undefined) continue
    if (key.startsWith(appArmorAnnotation)) errors.push(forbidden(at.key(key), 'may not add AppArmor annotations'))
    if (key === mirrorAnnotation) errors.push(forbidden(at.key(key), 'may not add mirror pod annotation'))
  }
  return errors
}

function validateImage(container: Container, at: FieldPath): FieldError[] {
  return [...(container.image ? [] : [required(at.child('image'))]), ...validateTrimmedImage(container, at)]
}

function validateDeadline(spec: PodSpec, old: PodSpec, at: FieldPath): FieldError[] {
  const { activeDeadlineSeconds: after } = spec
  const { activeDeadlineSeconds: before } = old
  if (after === undefined) {
    return before === undefined ? [] : [invalid(at, null, 'must not update from a positive integer to nil value')]
  }
  if (after < 0 || after > deadlineSecondsMax) return [invalid(at, after, rangeSentence(0, deadlineSecondsMax))]
  if (before === undefined || before >= after) return []
  return [invalid(at, after, 'must be less than or equal to previous value')]
}

// An old toleration may change only how long it holds.
function validateTolerationUpdate(after: Toleration[], before: Toleration[], at: FieldPath): FieldError[] {
  const timeless = (toleration: Toleration): Toleration => withField(toleration, 'tolerationSeconds', undefined)
  const lost = before.some((old) => !after.some((toleration) => sameValue(timeless(old), timeless(toleration))))
  if (lost) return [forbidden(at, 'existing toleration can not be modified except its tolerationSeconds')]
  return validateTolerations(after, at)
}

function validateGateUpdate(after: PodSchedulingGate[], before: PodSchedulingGate[], at: FieldPath): FieldError[] {
  return after.flatMap(({ name }, index) => {
    if (before.some((gate) => gate.name === name)) return []
    const rule = `only deletion is allowed, but found new scheduling gate '${name}'`
    return [forbidden(at.index(index).child('name'), rule)]
  })
}

/** A copy of `spec` in which everything that may change stands as it was. */
function maskUpdatable(spec: PodSpec, old: PodSpec): PodSpec {
  const withImages = (after: Container[] = [], before: Container[] = []): Container[] =>
    after.map((container, index) => withField(container, 'image', before[index]?.image))
  let masked: PodSpec = { ...spec, containers: withImages(spec.containers, old.containers) }
  if (spec.initContainers) masked.initContainers = withImages(spec.initContainers, old.initContainers)
  for (const field of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations'] as const) {
    masked = withField(masked, field, old[field])
  }
  return masked
}

function withField<T extends object, K extends keyof T>(object: T, field: K, value: T[K] | undefined): T {
  const { [field]: _, ...rest } = object
  return (value === undefined ? rest : { ...rest, [field]: value }) as T
}
