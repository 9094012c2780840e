// What a HorizontalPodAutoscaler may say. k8s: pkg/apis/autoscaling/validation/validation.go
import {
  forbidden,
  invalid,
  notSupported,
  path,
  required,
  type FieldError,
  type FieldPath,
} from '../../api/field-errors.ts'
import { compareQuantities } from '../../api/quantity.ts'
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HPAScalingPolicy,
  HPAScalingRules,
} from '../../generated/types.ts'
import { validateMetric } from './metric-validation.ts'
import { apiVersionFault, validateTargetReference } from './reference-validation.ts'

const periodSecondsMax = 1800
const windowSecondsMax = 3600

/** Every fault of an autoscaler's spec; `old` is what stands, whose old sins are forgiven. */
export function validateAutoscaler({ spec }: HorizontalPodAutoscaler, old?: HorizontalPodAutoscaler): FieldError[] {
  const at = path('spec')
  const { minReplicas, maxReplicas, scaleTargetRef, metrics = [], behavior } = spec ?? noSpec
  const lowest = old?.spec?.minReplicas === 0 ? 0 : 1
  const errors: FieldError[] = []
  if (minReplicas !== undefined && minReplicas < lowest) {
    errors.push(invalid(at.child('minReplicas'), minReplicas, `must be greater than or equal to ${lowest}`))
  }
  const atMax = at.child('maxReplicas')
  if (maxReplicas < 1) errors.push(invalid(atMax, maxReplicas, 'must be greater than 0'))
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.push(invalid(atMax, maxReplicas, 'must be greater than or equal to `minReplicas`'))
  }
  const before = old?.spec?.scaleTargetRef
  const same = before?.apiVersion === scaleTargetRef?.apiVersion && before?.kind === scaleTargetRef?.kind
  errors.push(
    ...validateTargetReference(scaleTargetRef, at.child('scaleTargetRef'), {
      anyVersion: old !== undefined && same,
      noGroup: scaleTargetRef?.kind === 'ReplicationController',
    }),
  )
  const versions = { anyVersion: (old?.spec?.metrics ?? []).some(hasWrongVersion), noGroup: true }
  errors.push(...metrics.flatMap((metric, index) => validateMetric(metric, at.child('metrics').index(index), versions)))
  if (minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    const rule = 'must specify at least one Object or External metric to support scaling to zero replicas'
    errors.push(forbidden(at.child('metrics'), rule))
  }
  return [
    ...errors,
    ...validateRules(behavior?.scaleUp, at.child('behavior', 'scaleUp')),
    ...validateRules(behavior?.scaleDown, at.child('behavior', 'scaleDown')),
  ]
}

const noSpec: HorizontalPodAutoscalerSpec = { maxReplicas: 0, scaleTargetRef: { kind: '', name: '' } }

function hasWrongVersion({ type, object }: { type: string; object?: { describedObject: { apiVersion?: string } } }) {
  return type === 'Object' && object !== undefined && apiVersionFault(object.describedObject, true) !== undefined
}

function validateRules(rules: HPAScalingRules | undefined, at: FieldPath): FieldError[] {
  if (!rules) return []
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules
  const errors: FieldError[] = []
  const atWindow = at.child('stabilizationWindowSeconds')
  if (window !== undefined && window < 0) {
    errors.push(invalid(atWindow, window, 'must be greater than or equal to zero'))
  }
  if (window !== undefined && window > windowSecondsMax) {
    errors.push(invalid(atWindow, window, `must be less than or equal to ${windowSecondsMax}`))
  }
  const selects = ['Disabled', 'Max', 'Min']
  if (selectPolicy !== undefined && !selects.includes(selectPolicy)) {
    errors.push(notSupported(at.child('selectPolicy'), selectPolicy, selects))
  }
  if (policies.length === 0) errors.push(required(at.child('policies'), 'must specify at least one Policy'))
  errors.push(...policies.flatMap((policy, index) => validatePolicy(policy, at.child('policies').index(index))))
  if (tolerance !== undefined && compareQuantities(tolerance, '0') < 0) {
    errors.push(invalid(at.child('tolerance'), tolerance, 'must be greater than or equal to 0'))
  }
  return errors
}

function validatePolicy({ type, value, periodSeconds }: HPAScalingPolicy, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  if (type !== 'Pods' && type !== 'Percent') errors.push(notSupported(at.child('type'), type, ['Percent', 'Pods']))
  if (value <= 0) errors.push(invalid(at.child('value'), value, 'must be greater than zero'))
  const atPeriod = at.child('periodSeconds')
  if (periodSeconds <= 0) errors.push(invalid(atPeriod, periodSeconds, 'must be greater than zero'))
  if (periodSeconds > periodSecondsMax) {
    errors.push(invalid(atPeriod, periodSeconds, `must be less than or equal to ${periodSecondsMax}`))
  }
  return errors
}
