// What a Deployment may say. k8s: pkg/apis/apps/validation/validation.go ValidateDeploymentSpec
import { forbidden, invalid, notSupported, path, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import type { Deployment, DeploymentStrategy, RollingUpdateDeployment } from '../../generated/types.ts'
import { validateSelectorAndTemplate } from '../workload/replica-template-validation.ts'
import { isNothing, validateAmount, validateNotAboveAll } from '../workload/rolling-update-validation.ts'

/** Every fault of a defaulted Deployment's spec. */
export function validateDeployment({ spec }: Deployment): FieldError[] {
  const at = path('spec')
  const { replicas = 0, strategy = {}, minReadySeconds = 0 } = spec ?? {}
  const { revisionHistoryLimit = 0, progressDeadlineSeconds: deadline } = spec ?? {}
  const errors = [
    ...validateNonnegative(replicas, at.child('replicas')),
    ...validateSelectorAndTemplate(spec ?? {}, at),
    ...validateStrategy(strategy, at.child('strategy')),
    ...validateNonnegative(minReadySeconds, at.child('minReadySeconds')),
    ...validateNonnegative(revisionHistoryLimit, at.child('revisionHistoryLimit')),
  ]
  if (deadline === undefined) return errors
  const own = at.child('progressDeadlineSeconds')
  errors.push(...validateNonnegative(deadline, own))
  if (deadline <= minReadySeconds) errors.push(invalid(own, deadline, 'must be greater than minReadySeconds'))
  return errors
}

function validateStrategy({ type = '', rollingUpdate }: DeploymentStrategy, at: FieldPath): FieldError[] {
  if (type === 'Recreate') {
    const rule = "may not be specified when strategy `type` is 'Recreate'"
    return rollingUpdate ? [forbidden(at.child('rollingUpdate'), rule)] : []
  }
  if (type === 'RollingUpdate') return validateRollingUpdate(rollingUpdate ?? {}, at.child('rollingUpdate'))
  // The message shows Go's own struct.
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {}
  const amounts = rollingUpdate ? { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge } : null
  return [notSupported(at, { Type: type, RollingUpdate: amounts }, ['Recreate', 'RollingUpdate'])]
}

function validateRollingUpdate(update: RollingUpdateDeployment, at: FieldPath): FieldError[] {
  const { maxUnavailable = 0, maxSurge = 0 } = update
  const unavailable = at.child('maxUnavailable')
  const errors = [...validateAmount(maxUnavailable, unavailable), ...validateAmount(maxSurge, at.child('maxSurge'))]
  if (isNothing(maxUnavailable) && isNothing(maxSurge)) {
    errors.push(invalid(unavailable, maxUnavailable, 'may not be 0 when `maxSurge` is 0'))
  }
  return [...errors, ...validateNotAboveAll(maxUnavailable, unavailable)]
}
