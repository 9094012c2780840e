// What metrics-server answers: metrics.k8s.io/v1beta1, as objects or as rows. Rules: sigs.k8s.io/metrics-server pkg/api/{pod,node,table}.go
import type { KubeObject } from '../../../api/object.ts'
import { addQuantities, formatQuantity, quantityOf } from '../../../api/quantity.ts'
import { nodes, pods } from '../../../api/refs.ts'
import { parseSelector, SelectorError } from '../../../api/selector.ts'
import { badRequest, notFound, type ApiError } from '../../../api/status.ts'
import type { Context } from '../../../client/context.ts'
import { timestamp } from '../../../clock.ts'
import type { HttpRequest } from '../../../network/http-message.ts'
import type { MetricsStorage, Usage } from './storage.ts'

const group = { group: 'metrics.k8s.io', version: 'v1beta1' }
const root = `/apis/${group.group}/${group.version}`
const apiVersion = `${group.group}/${group.version}`
const resources = [
  { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list'] },
  { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
]

type Amounts = Record<'cpu' | 'memory', string>
interface Metrics extends KubeObject {
  timestamp: string
  window: string
  usage?: Amounts
  containers?: { name: string; usage: Amounts }[]
}

/** Answers a request of the API server, which has asked who it comes from. */
export function answerMetrics({ informers, clock }: Context, storage: MetricsStorage, request: HttpRequest): Response {
  const { pathname, searchParams } = new URL(request.target, 'https://metrics-server')
  const path = pathname.replace(/\/$/, '')
  if (path === '/livez' || path === '/healthz') return new Response('ok')
  if (path === '/readyz')
    return storage.ready() ? new Response('ok') : new Response('metric-storage-ready check failed\n', { status: 500 })
  if (path === root) {
    return Response.json({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersion, resources })
  }
  const found = new RegExp(`^${root}/(?:namespaces/([^/]+)/)?(nodes|pods)(?:/([^/]+))?$`).exec(path)
  if (!found) return new Response('404 page not found\n', { status: 404 })
  const [, namespace = '', plural = '', name] = found
  const all: KubeObject[] =
    plural === 'nodes' ? informers.for(nodes).list() : informers.for(pods).list(namespace || undefined)
  const metricsOf = (object: KubeObject): Metrics | undefined =>
    plural === 'nodes' ? nodeMetrics(object, storage, clock.now()) : podMetrics(object, storage, clock.now())
  if (name !== undefined) {
    const object = all.find(({ metadata }) => metadata.name === name)
    const metrics = object && metricsOf(object)
    const key = namespace ? `${namespace}/${name}` : name
    if (!metrics) return refused(notFound({ group: object ? group.group : '', plural }, object ? key : name))
    return answer([metrics], request, metrics)
  }
  try {
    const selector = parseSelector(searchParams.get('labelSelector') ?? '')
    const wanted = /^metadata\.name==?(.+)$/.exec(searchParams.get('fieldSelector') ?? '')?.[1]
    const chosen = all.filter(
      ({ metadata }) => selector.matches(metadata.labels) && (wanted === undefined || metadata.name === wanted),
    )
    const items = chosen.flatMap((object) => metricsOf(object) ?? [])
    items.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
    const kind = plural === 'nodes' ? 'NodeMetricsList' : 'PodMetricsList'
    return answer(items, request, { kind, apiVersion, metadata: {}, items })
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error
    return refused(badRequest(error.message))
  }
}

function orderOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`
}

function nodeMetrics({ metadata }: KubeObject, storage: MetricsStorage, nowMs: number): Metrics | undefined {
  const usage = storage.node(metadata.name!)
  if (!usage) return undefined
  const { name, labels } = metadata
  return {
    kind: 'NodeMetrics',
    apiVersion,
    metadata: { name: name!, creationTimestamp: timestamp(nowMs), ...(labels ? { labels } : {}) },
    ...timesOf(usage),
    usage: amountsOf(usage),
  }
}

function podMetrics({ metadata }: KubeObject, storage: MetricsStorage, nowMs: number): Metrics | undefined {
  const { name, namespace, labels } = metadata
  const containers = storage.pod(`${namespace}/${name}`)
  if (!containers || containers.size === 0) return undefined
  const earliest = [...containers.values()].toSorted((a, b) => a.atMs - b.atMs)[0]!
  return {
    kind: 'PodMetrics',
    apiVersion,
    metadata: {
      name: name!,
      namespace: namespace!,
      creationTimestamp: timestamp(nowMs),
      ...(labels ? { labels } : {}),
    },
    ...timesOf(earliest),
    containers: [...containers].map(([container, usage]) => ({ name: container, usage: amountsOf(usage) })),
  }
}

function timesOf({ atMs, windowMs }: Usage): { timestamp: string; window: string } {
  return { timestamp: timestamp(atMs), window: durationText(windowMs) }
}

function amountsOf({ nanocores, memoryBytes }: Usage): Amounts {
  return {
    cpu: formatQuantity(quantityOf(BigInt(nanocores), 'DecimalSI', -9)),
    memory: formatQuantity(quantityOf(BigInt(Math.trunc(memoryBytes)), 'BinarySI')),
  }
}

/** As Go writes a duration: `15.02s`, `1m0.5s`. */
function durationText(ms: number): string {
  const minutes = Math.trunc(ms / 60_000)
  return `${minutes > 0 ? `${minutes}m` : ''}${(ms - minutes * 60_000) / 1000}s`
}

function answer(items: Metrics[], request: HttpRequest, whole: object): Response {
  return /as=Table/.test(request.headers.get('accept') ?? '') ? Response.json(tableOf(items)) : Response.json(whole)
}

function tableOf(items: Metrics[]): object {
  const column = (name: string, format: string): object => ({
    name,
    type: 'string',
    format,
    description: '',
    priority: 0,
  })
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {},
    columnDefinitions:
      items.length === 0
        ? []
        : [
            { ...column('Name', 'name'), description: 'Name of the resource' },
            column('cpu', 'quantity'),
            column('memory', 'quantity'),
            column('Window', 'duration'),
          ],
    rows: items.map((item) => {
      const all = item.usage ? [item.usage] : (item.containers ?? []).map(({ usage }) => usage)
      const sum = (name: keyof Amounts): string =>
        all.map((amounts) => amounts[name]).reduce((total, next) => formatQuantity(addQuantities(total, next)))
      const { metadata } = item
      const object = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }
      return { cells: [metadata.name, sum('cpu'), sum('memory'), item.window], object }
    }),
  }
}

function refused(error: ApiError): Response {
  return Response.json(error.status, { status: error.code })
}
