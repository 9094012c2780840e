// What a DaemonSet may say. k8s: pkg/apis/apps/validation/validation.go ValidateDaemonSetSpec, ValidateDaemonSetStatusUpdate
import { forbidden, invalid, notSupported, path, required } from '../../api/field-errors.ts'
import type { FieldError, FieldPath } from '../../api/field-errors.ts'
import { hasInvalidLabelValue, validateLabelSelector } from '../../api/label-selector-validation.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import { SelectorError } from '../../api/requirement.ts'
import { selectorFromObject } from '../../api/selector.ts'
import type {
  DaemonSet,
  DaemonSetSpec,
  DaemonSetUpdateStrategy,
  RollingUpdateDaemonSet,
} from '../../generated/types.ts'
import { validatePodTemplate } from '../pod-spec/template-validation.ts'
import { isNothing, validateAmount, validateNotAboveAll } from '../workload/rolling-update-validation.ts'
import { shownSelector } from '../workload/shown-selector.ts'

/** Every fault of a defaulted DaemonSet's spec. */
export function validateDaemonSet({ spec = { selector: {}, template: {} } }: DaemonSet, old?: DaemonSet): FieldError[] {
  const at = path('spec')
  const { template, minReadySeconds = 0, revisionHistoryLimit = 0, updateStrategy = {} } = spec
  const { restartPolicy = '', activeDeadlineSeconds } = template.spec ?? {}
  const templateAt = at.child('template')
  const errors = [
    ...validateSelector(spec, at, hasInvalidLabelValue(old?.spec?.selector)),
    ...validatePodTemplate(template, templateAt),
  ]
  if (restartPolicy !== 'Always') {
    errors.push(notSupported(templateAt.child('spec', 'restartPolicy'), restartPolicy, ['Always']))
  }
  if (activeDeadlineSeconds !== undefined) {
    const rule = 'activeDeadlineSeconds in DaemonSet is not Supported'
    errors.push(forbidden(templateAt.child('spec', 'activeDeadlineSeconds'), rule))
  }
  return [
    ...errors,
    ...validateNonnegative(minReadySeconds, at.child('minReadySeconds')),
    ...validateStrategy(updateStrategy, at.child('updateStrategy')),
    ...validateNonnegative(revisionHistoryLimit, at.child('revisionHistoryLimit')),
  ]
}

// No selector selects nothing here, so that it is told as one that does not match.
function validateSelector(spec: DaemonSetSpec, at: FieldPath, allowInvalidLabelValue: boolean): FieldError[] {
  const selector = spec.selector as DaemonSetSpec['selector'] | undefined
  const errors = validateLabelSelector(selector, at.child('selector'), { allowInvalidLabelValue })
  const labels = spec.template.metadata?.labels
  try {
    if (!selectorFromObject(selector).matches(labels)) {
      const rule = '`selector` does not match template `labels`'
      errors.push(invalid(at.child('template', 'metadata', 'labels'), labels, rule))
    }
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error
  }
  if (!selector) return errors
  const size = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length
  if (size === 0) {
    errors.push(invalid(at.child('selector'), shownSelector(selector), 'empty selector is invalid for daemonset'))
  }
  return errors
}

function validateStrategy({ type = '', rollingUpdate }: DaemonSetUpdateStrategy, at: FieldPath): FieldError[] {
  if (type === 'OnDelete') return []
  if (type === 'RollingUpdate') {
    if (!rollingUpdate) return [required(at.child('rollingUpdate'))]
    return validateRollingUpdate(rollingUpdate, at.child('rollingUpdate'))
  }
  // The message shows Go's own struct.
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {}
  const amounts = rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null
  return [notSupported(at, { Type: type, RollingUpdate: amounts }, ['RollingUpdate', 'OnDelete'])]
}

function validateRollingUpdate(update: RollingUpdateDaemonSet, at: FieldPath): FieldError[] {
  const { maxUnavailable = 0, maxSurge = 0 } = update
  const [unavailableAt, surgeAt] = [at.child('maxUnavailable'), at.child('maxSurge')]
  const errors = [
    ...validateAmount(maxUnavailable, unavailableAt),
    ...validateAmount(maxSurge, surgeAt),
    ...validateNotAboveAll(maxUnavailable, unavailableAt),
    ...validateNotAboveAll(maxSurge, surgeAt),
  ]
  const [unavailable, surge] = [!isNothing(maxUnavailable), !isNothing(maxSurge)]
  if (unavailable && surge) errors.push(invalid(surgeAt, maxSurge, 'may not be set when maxUnavailable is non-zero'))
  if (!unavailable && !surge) errors.push(required(unavailableAt, 'cannot be 0 when maxSurge is 0'))
  return errors
}

const counts = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
] as const

/** Every fault of a new status. */
export function validateDaemonSetStatus({ status }: DaemonSet, old: DaemonSet): FieldError[] {
  const at = path('status')
  const errors = counts.flatMap((name) => validateNonnegative(status?.[name] ?? 0, at.child(name)))
  const known = old.status?.collisionCount
  if (known !== undefined && (status?.collisionCount ?? -1) < known) {
    errors.push(invalid(at.child('collisionCount'), status?.collisionCount ?? 0, 'cannot be decremented'))
  }
  return errors
}
