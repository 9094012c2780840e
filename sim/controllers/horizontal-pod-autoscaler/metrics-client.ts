// What the metrics APIs say of pods and objects. k8s: pkg/controller/podautoscaler/metrics/client.go
import { quantityMilliValue } from '../../api/quantity.ts'
import type { CrossVersionObjectReference } from '../../generated/types.ts'

/** Asks a path of the API, query included; the aggregated ones are answered by whoever stands behind their APIService. */
export type AskApi = (path: string) => Promise<Response>

/** One pod's sample, in thousandths of its unit. */
export interface PodMetric {
  atMs: number
  windowMs: number
  value: number
}

export type PodMetrics = Map<string, PodMetric>

/** All reject with Error, in the words that the event shows. */
export interface MetricsClient {
  /** By pod name; of one container where `container` is not ''. */
  resource(resource: string, namespace: string, selector: string, container: string): Promise<PodMetrics>
  pods(metric: string, namespace: string, selector: string, metricSelector: string): Promise<PodMetrics>
  object(
    metric: string,
    namespace: string,
    object: CrossVersionObjectReference,
    metricSelector: string,
  ): Promise<number>
  external(metric: string, namespace: string, selector: string): Promise<number[]>
}

interface SampledPod {
  metadata: { name: string }
  timestamp: string
  window: string
  containers: { name: string; usage: Record<string, string> }[]
}

interface MetricValue {
  describedObject: { name: string }
  timestamp: string
  windowSeconds?: number
  value: string
}

const customApi = '/apis/custom.metrics.k8s.io/v1beta2'
const defaultWindowMs = 60_000

export function createMetricsClient(ask: AskApi): MetricsClient {
  async function items<T>(path: string, what: string, api: string): Promise<T[]> {
    const response = await ask(path)
    if (!response.ok)
      throw new Error(`unable to fetch metrics from ${api} metrics API: ${await refusal(response, what)}`)
    const { items: found } = (await response.json()) as { items: T[] }
    if (found.length === 0) throw new Error(`no metrics returned from ${api} metrics API`)
    return found
  }

  async function custom(path: string, query: Record<string, string>): Promise<MetricValue[]> {
    if (!(await ask(customApi)).ok) {
      const why = 'no custom metrics API (custom.metrics.k8s.io) registered'
      throw new Error(`unable to fetch metrics from custom metrics API: ${why}`)
    }
    return items(`${customApi}${path}${queryOf(query)}`, `${path.split('/').at(-1)}.custom.metrics.k8s.io`, 'custom')
  }

  return {
    async resource(resource, namespace, selector, container) {
      const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods${queryOf({ labelSelector: selector })}`
      const found = await items<SampledPod>(path, 'pods.metrics.k8s.io', 'resource')
      return new Map(
        found.flatMap((pod) => {
          const value = valueOf(pod, resource, container)
          if (value === undefined) return []
          return [[pod.metadata.name, { atMs: Date.parse(pod.timestamp), windowMs: durationMs(pod.window), value }]]
        }),
      )
    },
    async pods(metric, namespace, selector, metricLabelSelector) {
      const path = `/namespaces/${namespace}/pods/*/${metric}`
      const found = await custom(path, { labelSelector: selector, metricLabelSelector })
      return new Map(
        found.map(({ describedObject, timestamp, windowSeconds, value }) => [
          describedObject.name,
          {
            atMs: Date.parse(timestamp),
            windowMs: windowSeconds === undefined ? defaultWindowMs : windowSeconds * 1000,
            value: milli(value),
          },
        ]),
      )
    },
    async object(metric, namespace, { kind, name, apiVersion = '' }, metricLabelSelector) {
      const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : ''
      const path =
        kind === 'Namespace' && group === ''
          ? `/namespaces/${namespace}/metrics/${metric}`
          : `/namespaces/${namespace}/${kind.toLowerCase()}s${group}/${name}/${metric}`
      const [found] = await custom(path, { metricLabelSelector })
      return milli(found!.value)
    },
    async external(metric, namespace, labelSelector) {
      const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/${metric}`
      const found = await items<MetricValue>(
        `${path}${queryOf({ labelSelector })}`,
        `${metric}.external.metrics.k8s.io`,
        'external',
      )
      return found.map(({ value }) => milli(value))
    },
  }
}

/** A refusal as Go's client tells it. k8s: client-go/rest/request.go newUnstructuredResponseError */
async function refusal(response: Response, what: string): Promise<string> {
  const text = await response.text()
  if (response.status === 404) return `the server could not find the requested resource (get ${what})`
  if (response.status === 503) return `the server is currently unable to handle the request (get ${what})`
  try {
    return (JSON.parse(text) as { message: string }).message
  } catch {
    return `an error on the server (${JSON.stringify(text.trim())}) has prevented the request from succeeding (get ${what})`
  }
}

/** The sum of the containers, or one of them; undefined where one of those has no sample. */
function valueOf({ containers }: SampledPod, resource: string, container: string): number | undefined {
  const counted = container === '' ? containers : containers.filter(({ name }) => name === container)
  const values = counted.map(({ usage }) => usage[resource])
  if (values.length === 0 || values.includes(undefined)) return undefined
  return values.reduce((sum, value) => sum + milli(value!), 0)
}

function milli(quantity: string): number {
  return Number(quantityMilliValue(quantity))
}

function queryOf(parameters: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''))
  return query.size > 0 ? `?${query}` : ''
}

/** A duration as Go writes it: `15.02s`, `1m0s`. */
function durationMs(text: string): number {
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }
  return [...text.matchAll(/([0-9.]+)(h|ms|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (units[unit!] ?? 0),
    0,
  )
}
