// Metrics as the annotations of autoscaling/v1 keep them. k8s: pkg/apis/autoscaling/v1/conversion.go
import type { LabelSelector, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../generated/types.ts'

type Quantity = string
interface Described1 {
  kind: string
  name: string
  apiVersion?: string
}

/** One metric of that version, wanted or seen; only one of its sources is there. */
export interface Metric1 {
  type: string
  object?: {
    target: Described1
    metricName: string
    targetValue?: Quantity
    currentValue?: Quantity
    selector?: LabelSelector
    averageValue?: Quantity
  }
  pods?: { metricName: string; targetAverageValue?: Quantity; currentAverageValue?: Quantity; selector?: LabelSelector }
  resource?: Amount1 & { name: string }
  containerResource?: Amount1 & { name: string; container: string }
  external?: {
    metricName: string
    metricSelector?: LabelSelector
    targetValue?: Quantity
    targetAverageValue?: Quantity
    currentValue?: Quantity
    currentAverageValue?: Quantity
  }
}

interface Amount1 {
  targetAverageUtilization?: number
  targetAverageValue?: Quantity
  currentAverageUtilization?: number
  currentAverageValue?: Quantity
}

export function metricTo({ type, object, pods, resource, containerResource, external }: MetricSpec): Metric1 {
  const wanted = ({ averageUtilization, averageValue }: MetricTarget): Amount1 =>
    set({ targetAverageUtilization: averageUtilization, targetAverageValue: averageValue })
  return set({
    type,
    object:
      object &&
      set({
        target: described(object.describedObject),
        metricName: object.metric.name,
        targetValue: object.target.value ?? '0',
        selector: object.metric.selector,
        averageValue: object.target.averageValue,
      }),
    pods:
      pods &&
      set({
        metricName: pods.metric.name,
        targetAverageValue: pods.target.averageValue ?? '0',
        selector: pods.metric.selector,
      }),
    ...ofContainers(resource, containerResource, ({ target }) => wanted(target)),
    external:
      external &&
      set({
        metricName: external.metric.name,
        metricSelector: external.metric.selector,
        targetValue: external.target.value,
        targetAverageValue: external.target.averageValue,
      }),
  })
}

export function metricFrom({ type, object, pods, resource, containerResource, external }: Metric1): MetricSpec {
  const wanted = ({ targetAverageUtilization, targetAverageValue }: Amount1): MetricTarget =>
    set({
      type: targetAverageUtilization === undefined ? 'AverageValue' : 'Utilization',
      averageUtilization: targetAverageUtilization,
      averageValue: targetAverageValue,
    })
  return set({
    type,
    object: object && {
      describedObject: object.target,
      metric: set({ name: object.metricName, selector: object.selector }),
      target: set({
        type: object.averageValue === undefined ? 'Value' : 'AverageValue',
        value: object.targetValue,
        averageValue: object.averageValue,
      }),
    },
    pods: pods && {
      metric: set({ name: pods.metricName, selector: pods.selector }),
      target: set({ type: 'AverageValue', averageValue: pods.targetAverageValue }),
    },
    resource: resource && { name: resource.name, target: wanted(resource) },
    containerResource: containerResource && {
      name: containerResource.name,
      container: containerResource.container,
      target: wanted(containerResource),
    },
    external: external && {
      metric: set({ name: external.metricName, selector: external.metricSelector }),
      target: set({
        type: external.targetValue === undefined ? 'AverageValue' : 'Value',
        value: external.targetValue,
        averageValue: external.targetAverageValue,
      }),
    },
  })
}

export function metricStatusTo({ type, object, pods, resource, containerResource, external }: MetricStatus): Metric1 {
  const seen = ({ averageUtilization, averageValue }: MetricValueStatus): Amount1 =>
    set({ currentAverageUtilization: averageUtilization, currentAverageValue: averageValue ?? '0' })
  return set({
    type,
    object:
      object &&
      set({
        target: described(object.describedObject),
        metricName: object.metric.name,
        currentValue: object.current.value ?? '0',
        selector: object.metric.selector,
        averageValue: object.current.averageValue,
      }),
    pods:
      pods &&
      set({
        metricName: pods.metric.name,
        currentAverageValue: pods.current.averageValue ?? '0',
        selector: pods.metric.selector,
      }),
    ...ofContainers(resource, containerResource, ({ current }) => seen(current)),
    external:
      external &&
      set({
        metricName: external.metric.name,
        metricSelector: external.metric.selector,
        currentValue: external.current.value ?? '0',
        currentAverageValue: external.current.averageValue,
      }),
  })
}

export function metricStatusFrom({ type, object, pods, resource, containerResource, external }: Metric1): MetricStatus {
  const seen = ({ currentAverageUtilization, currentAverageValue }: Amount1): MetricValueStatus =>
    set({ averageUtilization: currentAverageUtilization, averageValue: currentAverageValue })
  return set({
    type,
    object: object && {
      describedObject: object.target,
      metric: set({ name: object.metricName, selector: object.selector }),
      current: set({ value: object.currentValue, averageValue: object.averageValue }),
    },
    pods: pods && {
      metric: set({ name: pods.metricName, selector: pods.selector }),
      current: set({ averageValue: pods.currentAverageValue }),
    },
    resource: resource && { name: resource.name, current: seen(resource) },
    containerResource: containerResource && {
      name: containerResource.name,
      container: containerResource.container,
      current: seen(containerResource),
    },
    external: external && {
      metric: set({ name: external.metricName, selector: external.metricSelector }),
      current: set({ value: external.currentValue, averageValue: external.currentAverageValue }),
    },
  })
}

function described({ kind, name, apiVersion }: Described1): Described1 {
  return set({ kind, name, apiVersion })
}

/** Without what is not there. */
function set<T extends object>(value: { [key in keyof T]: T[key] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T
}

/** What is counted in containers has the same form of a pod's and of one container's. */
function ofContainers<Source extends { name: string }>(
  resource: Source | undefined,
  containerResource: (Source & { container: string }) | undefined,
  amount: (source: Source) => Amount1,
): Pick<Metric1, 'resource' | 'containerResource'> {
  return set({
    resource: resource && { name: resource.name, ...amount(resource) },
    containerResource: containerResource && {
      name: containerResource.name,
      ...amount(containerResource),
      container: containerResource.container,
    },
  })
}
