// An autoscaler as autoscaling/v1 has it and back: one number for the cpu, annotations for what that version has no field for.
// k8s: pkg/apis/autoscaling/v1/conversion.go
import type { KubeObject } from '../../api/object.ts'
import type { CrossVersionObjectReference, HorizontalPodAutoscaler, MetricSpec } from '../../generated/types.ts'
import { behaviorFrom, behaviorText } from './version-1-behavior.ts'
import { type Metric1, metricFrom, metricStatusFrom, metricStatusTo, metricTo } from './version-1-metrics.ts'

export interface Autoscaler1 extends KubeObject {
  spec?: {
    scaleTargetRef: CrossVersionObjectReference
    minReplicas?: number
    maxReplicas: number
    targetCPUUtilizationPercentage?: number
  }
  status?: {
    observedGeneration?: number
    lastScaleTime?: string
    currentReplicas: number
    desiredReplicas: number
    currentCPUUtilizationPercentage?: number
  }
}

const prefix = 'autoscaling.alpha.kubernetes.io/'
const kept = {
  metrics: `${prefix}metrics`,
  current: `${prefix}current-metrics`,
  conditions: `${prefix}conditions`,
  behavior: `${prefix}behavior`,
}

/** To the stored form; annotations that cannot be read count as not there. */
export function autoscalerFrom1({ metadata, spec, status }: Autoscaler1): HorizontalPodAutoscaler {
  const notes = metadata?.annotations ?? {}
  const { targetCPUUtilizationPercentage: percent, ...rest } = spec ?? { scaleTargetRef: undefined!, maxReplicas: 0 }
  const { currentCPUUtilizationPercentage: current, ...counts } = status ?? { currentReplicas: 0, desiredReplicas: 0 }
  const others = read<Metric1[]>(notes[kept.metrics])?.map(metricFrom) ?? []
  const metrics = [...others, ...(percent === undefined ? [] : [cpuMetric(percent)])]
  const seen = read<Metric1[]>(notes[kept.current])?.map(metricStatusFrom)
  const behavior = behaviorFrom(read(notes[kept.behavior]))
  const conditions = read<NonNullable<NonNullable<HorizontalPodAutoscaler['status']>['conditions']>>(
    notes[kept.conditions],
  )
  const known = seen ?? (current === undefined ? [] : [cpuStatus(current)])
  return {
    metadata: withNotes(metadata, {}),
    ...(spec
      ? {
          spec: {
            ...rest,
            ...(metrics.length > 0 ? { metrics } : {}),
            ...(behavior ? { behavior } : {}),
          },
        }
      : {}),
    ...(status
      ? {
          status: {
            ...counts,
            ...(known.length > 0 ? { currentMetrics: known } : {}),
            ...(conditions ? { conditions } : {}),
          },
        }
      : {}),
  }
}

/** From the stored form. */
export function autoscalerTo1({ metadata, spec, status }: HorizontalPodAutoscaler): Autoscaler1 {
  const { metrics = [], behavior, ...rest } = spec ?? { scaleTargetRef: undefined!, maxReplicas: 0 }
  const { currentMetrics: seen, conditions = [], ...counts } = status ?? { desiredReplicas: 0 }
  const currentMetrics = seen ?? []
  const others = metrics.filter((metric) => !isCpuPercent(metric))
  const percent = metrics.find(({ resource }) => resource?.name === 'cpu')?.resource?.target.averageUtilization
  const current = currentMetrics.find(({ resource }) => resource?.name === 'cpu')?.resource?.current.averageUtilization
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v1',
    metadata: withNotes(metadata, {
      ...(others.length > 0 ? { [kept.metrics]: JSON.stringify(others.map(metricTo)) } : {}),
      ...(currentMetrics.length > 0 ? { [kept.current]: JSON.stringify(currentMetrics.map(metricStatusTo)) } : {}),
      ...(behavior ? { [kept.behavior]: behaviorText(behavior) } : {}),
      ...(conditions.length > 0 ? { [kept.conditions]: JSON.stringify(conditions.map(inGoOrder)) } : {}),
    }),
    ...(spec
      ? { spec: { ...rest, ...(percent === undefined ? {} : { targetCPUUtilizationPercentage: percent }) } }
      : {}),
    status: {
      currentReplicas: 0,
      ...counts,
      ...(current === undefined ? {} : { currentCPUUtilizationPercentage: current }),
    },
  }
}

/** The metadata with these annotations of ours and no older ones. */
function withNotes(metadata: KubeObject['metadata'], notes: Record<string, string>): KubeObject['metadata'] {
  const own = new Set(Object.values(kept))
  const { annotations, ...rest } = metadata ?? {}
  const others = Object.entries(annotations ?? {}).filter(([key]) => !own.has(key))
  const all = { ...Object.fromEntries(others), ...notes }
  return Object.keys(all).length > 0 ? { ...rest, annotations: all } : rest
}

function isCpuPercent({ type, resource }: MetricSpec): boolean {
  return type === 'Resource' && resource?.name === 'cpu' && resource.target.averageUtilization !== undefined
}

function cpuMetric(averageUtilization: number): MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }
}

function cpuStatus(averageUtilization: number) {
  return { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization } } }
}

function inGoOrder({ type, status, lastTransitionTime, reason, message }: Condition): Condition {
  return { type, status, ...defined({ lastTransitionTime, reason, message }) }
}

type Condition = NonNullable<NonNullable<HorizontalPodAutoscaler['status']>['conditions']>[number]

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<T>
}

function read<T>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as T
  } catch {
    return undefined
  }
}
