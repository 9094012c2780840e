// What an autoscaler may be told to measure. k8s: pkg/apis/autoscaling/validation/validation.go validateMetricSpec
import { forbidden, invalid, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { dns1123Label } from '../../api/names.ts'
import { parseQuantity } from '../../api/quantity.ts'
import type {
  ContainerResourceMetricSource,
  ExternalMetricSource,
  MetricSpec,
  MetricTarget,
  ObjectMetricSource,
  PodsMetricSource,
  ResourceMetricSource,
} from '../../generated/types.ts'
import { validateByRule } from '../pod-spec/name-validation.ts'
import { validateContainerResourceName } from '../pod-spec/resource-names.ts'
import { validateSegment, validateTargetReference, type VersionRules } from './reference-validation.ts'

/** The field that each type fills, in the order in which they are looked at. */
const fieldOfType = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
} as const
const types = Object.keys(fieldOfType).toSorted()

/** Every fault of one metric: exactly the field of its type is filled, and well. */
export function validateMetric(spec: MetricSpec, at: FieldPath, versions: VersionRules): FieldError[] {
  const { type } = spec
  const errors: FieldError[] = []
  if (!type) errors.push(required(at.child('type'), 'must specify a metric source type'))
  if (!types.includes(type)) errors.push(notSupported(at.child('type'), type, types))
  const present = Object.values(fieldOfType).filter((field) => spec[field] !== undefined)
  const [first] = present
  if (first) errors.push(...validateSource(spec, first, at.child(first), versions))
  const expected = fieldOfType[type as keyof typeof fieldOfType]
  if (expected === undefined) errors.push(notSupported(at.child('type'), type, types))
  else if (spec[expected] === undefined) {
    errors.push(required(at.child(expected), 'must populate information for the given metric source'))
  }
  if (present.length === 1) return errors
  const others = present.filter((field) => field !== expected)
  return [...errors, ...others.map((field) => forbidden(at.child(field), 'must populate the given metric source only'))]
}

type SourceField = (typeof fieldOfType)[keyof typeof fieldOfType]

function validateSource(spec: MetricSpec, field: SourceField, at: FieldPath, versions: VersionRules): FieldError[] {
  switch (field) {
    case 'object':
      return validateObject(spec.object!, at, versions)
    case 'external':
      return validateExternal(spec.external!, at)
    case 'pods':
      return validatePods(spec.pods!, at)
    case 'resource':
      return validateResource(spec.resource!, at)
    case 'containerResource':
      return validateContainerResource(spec.containerResource!, at)
  }
}

function validateObject(
  { describedObject, metric, target }: ObjectMetricSource,
  at: FieldPath,
  versions: VersionRules,
): FieldError[] {
  const rule = 'must set either a target value or averageValue'
  return [
    ...validateTargetReference(describedObject, at.child('describedObject'), versions),
    ...validateSegment(metric.name, at.child('metric', 'name'), 'must specify a metric name'),
    ...validateTarget(target, at.child('target')),
    ...(hasValue(target) ? [] : [required(at.child('target', 'averageValue'), rule)]),
  ]
}

function validateExternal({ metric, target }: ExternalMetricSource, at: FieldPath): FieldError[] {
  const either = 'must set either a target value for metric or a per-pod target'
  const both = 'may not set both a target value for metric and a per-pod target'
  return [
    ...validateSegment(metric.name, at.child('metric', 'name'), 'must specify a metric name'),
    ...validateTarget(target, at.child('target')),
    ...(hasValue(target) ? [] : [required(at.child('target', 'averageValue'), either)]),
    ...(target.value !== undefined && target.averageValue !== undefined
      ? [forbidden(at.child('target', 'value'), both)]
      : []),
  ]
}

function validatePods({ metric, target }: PodsMetricSource, at: FieldPath): FieldError[] {
  const rule = 'must specify a positive target averageValue'
  return [
    ...validateSegment(metric.name, at.child('metric', 'name'), 'must specify a metric name'),
    ...validateTarget(target, at.child('target')),
    ...(target.averageValue === undefined ? [required(at.child('target', 'averageValue'), rule)] : []),
  ]
}

function validateContainerResource(source: ContainerResourceMetricSource, at: FieldPath): FieldError[] {
  const { name, container, target } = source
  return [
    ...(name
      ? validateContainerResourceName(name, at.child('name'))
      : [required(at.child('name'), 'must specify a resource name')]),
    ...(container
      ? validateByRule(container, dns1123Label, at.child('container'))
      : [required(at.child('container'), 'must specify a container')]),
    ...validateUsageTarget(target, at.child('target')),
  ]
}

function validateResource({ name, target }: ResourceMetricSource, at: FieldPath): FieldError[] {
  return [
    ...(name ? [] : [required(at.child('name'), 'must specify a resource name')]),
    ...validateUsageTarget(target, at.child('target')),
  ]
}

/** Either a share of what is requested or an amount. */
function validateUsageTarget(target: MetricTarget, at: FieldPath): FieldError[] {
  const { averageUtilization: share, averageValue: amount } = target
  const errors = validateTarget(target, at)
  if (share === undefined && amount === undefined) {
    errors.push(required(at.child('averageUtilization'), 'must set either a target raw value or a target utilization'))
  }
  if (share !== undefined && amount !== undefined) {
    errors.push(forbidden(at.child('averageValue'), 'may not set both a target raw value and a target utilization'))
  }
  return errors
}

function validateTarget(target: MetricTarget, at: FieldPath): FieldError[] {
  const { type, averageUtilization } = target
  const errors: FieldError[] = []
  if (!type) errors.push(required(at.child('type'), 'must specify a metric target type'))
  if (!['Utilization', 'Value', 'AverageValue'].includes(type)) {
    errors.push(invalid(at.child('type'), type, 'must be either Utilization, Value, or AverageValue'))
  }
  for (const name of ['value', 'averageValue'] as const) {
    const amount = target[name]
    if (amount === undefined || parseQuantity(amount).mantissa > 0n) continue
    errors.push(invalid(at.child(name), amount, 'must be positive'))
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(at.child('averageUtilization'), averageUtilization, 'must be greater than 0'))
  }
  return errors
}

function hasValue({ value, averageValue }: MetricTarget): boolean {
  return value !== undefined || averageValue !== undefined
}
