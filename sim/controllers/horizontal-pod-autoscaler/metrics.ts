// One metric of an autoscaler: asks, calculates, and tells it in the status. k8s: pkg/controller/podautoscaler/horizontal.go computeReplicasForMetric
import { formatQuantity, quantityMilliValue, quantityOf } from '../../api/quantity.ts'
import { selectorFromObject } from '../../api/selector.ts'
import type {
  ExternalMetricSource,
  LabelSelector,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
  ObjectMetricSource,
} from '../../generated/types.ts'
import type { MetricsClient } from './metrics-client.ts'
import {
  replicasForAmount,
  replicasForShare,
  replicasForUtilization,
  replicasForValue,
  type Proposal,
  type Surroundings,
} from './replica-calculator.ts'

/** What a metric is measured for. `selector` is the scale's own text. */
export interface Measured extends Surroundings {
  namespace: string
  selector: string
  statusReplicas: number
}

/** What one metric asks for, by what name the events call it, and its line in the status. */
export interface MetricResult {
  replicas: number
  name: string
  status: MetricStatus
}

/** Why a metric gives nothing: `reason` and `message` are the event's, `whole` what the round's own event says. */
export class MetricError extends Error {
  readonly reason: string
  readonly whole: string
  constructor(reason: string, message: string, whole: string) {
    super(message)
    this.reason = reason
    this.whole = whole
  }
}

/** Rejects with {@link MetricError}. */
export async function measure(client: MetricsClient, spec: MetricSpec, of: Measured): Promise<MetricResult> {
  switch (spec.type) {
    case 'Resource': {
      const { name, target } = spec.resource!
      const whole = `failed to get ${name} resource metric value`
      const { result, current } = await failing('FailedGetResourceMetric', whole, () =>
        usage(client, { name, target, container: '' }, of),
      )
      const title = current.averageUtilization === undefined ? `${name} resource` : `${name} ${utilizationOf('')}`
      return { replicas: result.replicas, name: title, status: { type: spec.type, resource: { name, current } } }
    }
    case 'ContainerResource': {
      const { name, container, target } = spec.containerResource!
      const whole = `failed to get ${container} container metric value`
      const { result, current } = await failing('FailedGetContainerResourceMetric', whole, () =>
        usage(client, { name, target, container }, of),
      )
      const title =
        current.averageUtilization === undefined ? `${name} resource` : `${name} ${utilizationOf('container ')}`
      const status: MetricStatus = { type: spec.type, containerResource: { name, container, current } }
      return { replicas: result.replicas, name: title, status }
    }
    case 'Pods': {
      const { metric, target } = spec.pods!
      const result = await failing('FailedGetPodsMetric', 'failed to get pods metric value', async () => {
        const samples = await getting(`unable to get metric ${metric.name}`, () =>
          client.pods(metric.name, of.namespace, of.selector, selectorText(metric.selector)),
        )
        return replicasForAmount(samples, { target: milli(target.averageValue!), resource: '' }, of)
      })
      const status: MetricStatus = {
        type: spec.type,
        pods: { metric, current: { averageValue: amount(result.usage) } },
      }
      return { replicas: result.replicas, name: `pods metric ${metric.name}`, status }
    }
    case 'Object':
      return measureObject(client, spec.object!, of)
    default:
      return measureExternal(client, spec.external!, of)
  }
}

function utilizationOf(what: string): string {
  return `${what}resource utilization (percentage of request)`
}

async function usage(
  client: MetricsClient,
  { name, target, container }: { name: string; target: MetricTarget; container: string },
  of: Measured,
): Promise<{ result: Proposal; current: MetricValueStatus }> {
  const share = target.averageValue === undefined
  return getting(`failed to get ${name} ${share ? 'utilization' : 'usage'}`, async () => {
    const samples = await getting(`unable to get metrics for resource ${name}`, () =>
      client.resource(name, of.namespace, of.selector, container),
    )
    const result = share
      ? replicasForUtilization(samples, { target: target.averageUtilization!, resource: name, container }, of)
      : replicasForAmount(samples, { target: milli(target.averageValue!), resource: name }, of)
    const averageValue = amount(result.usage, name === 'memory' ? 'BinarySI' : 'DecimalSI')
    const current = share ? { averageUtilization: result.utilization!, averageValue } : { averageValue }
    return { result, current }
  })
}

async function measureObject(
  client: MetricsClient,
  { metric, target, describedObject }: ObjectMetricSource,
  of: Measured,
): Promise<MetricResult> {
  const { kind, name } = describedObject
  const shared = target.type === 'AverageValue' && target.averageValue !== undefined
  const result = await failing('FailedGetObjectMetric', 'failed to get object metric value', async () => {
    // The sentence has its parts in the wrong order in Kubernetes too.
    const value = await getting(`unable to get metric ${metric.name}: ${kind} on ${of.namespace} ${name}/`, () =>
      client.object(metric.name, of.namespace, describedObject, selectorText(metric.selector)),
    )
    return shared
      ? replicasForShare(value, milli(target.averageValue!), of.statusReplicas, of.tolerances)
      : replicasForValue(value, milli(target.value!), of)
  })
  const current = shared ? { averageValue: amount(result.usage) } : { value: amount(result.usage) }
  const title = shared ? externalName(metric.name, metric.selector) : `${kind} metric ${metric.name}`
  return {
    replicas: result.replicas,
    name: title,
    status: { type: 'Object', object: { describedObject, metric, current } },
  }
}

async function measureExternal(
  client: MetricsClient,
  { metric, target }: ExternalMetricSource,
  of: Measured,
): Promise<MetricResult> {
  const shared = target.averageValue !== undefined
  const inner = shared ? `failed to get ${metric.name} external metric` : `failed to get external metric ${metric.name}`
  const values = (): Promise<number[]> =>
    getting(`unable to get external metric ${of.namespace}/${metric.name}/${goSelector(metric.selector)}`, () =>
      client.external(metric.name, of.namespace, selectorText(metric.selector)),
    )
  let result: Proposal
  try {
    const total = (await values()).reduce((sum, value) => sum + value, 0)
    result = shared
      ? replicasForShare(total, milli(target.averageValue!), of.statusReplicas, of.tolerances)
      : replicasForValue(total, milli(target.value!), of)
  } catch (error) {
    const message = (error as Error).message
    const whole = `failed to get ${metric.name} external metric value: ${inner}: ${message}`
    throw new MetricError('FailedGetExternalMetric', message, whole)
  }
  const current = shared ? { averageValue: amount(result.usage) } : { value: amount(result.usage) }
  return {
    replicas: result.replicas,
    name: externalName(metric.name, metric.selector),
    status: { type: 'External', external: { metric, current } },
  }
}

async function failing<T>(reason: string, whole: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const { message } = error as Error
    throw new MetricError(reason, message, `${whole}: ${message}`)
  }
}

/** Puts words in front of what goes wrong. */
async function getting<T>(words: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw new Error(`${words}${words.endsWith('/') ? '' : ': '}${(error as Error).message}`, { cause: error })
  }
}

function milli(quantity: string): number {
  return Number(quantityMilliValue(quantity))
}

function amount(thousandths: number, format: 'DecimalSI' | 'BinarySI' = 'DecimalSI'): string {
  return formatQuantity(quantityOf(BigInt(Math.trunc(thousandths)), format, -3))
}

function externalName(metric: string, selector: LabelSelector | undefined): string {
  return `external metric ${metric}(${goSelector(selector)})`
}

function selectorText(selector: LabelSelector | undefined): string {
  return selectorFromObject(selector).toString()
}

/** A selector as Go's `%+v` shows it. */
function goSelector(selector: LabelSelector | undefined): string {
  if (!selector) return 'nil'
  const labels = Object.entries(selector.matchLabels ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const map = labels.map(([key, value]) => `${key}: ${value},`).join('')
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],}`,
  )
  return `&LabelSelector{MatchLabels:map[string]string{${map}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`
}
