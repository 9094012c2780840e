// LimitRanger: gives containers what their namespace's LimitRanges say by default, and refuses what is beyond them.
// k8s: plugin/pkg/admission/limitranger/admission.go
import { aggregateResources } from '../../api/aggregate-resources.ts'
import { compareQuantities, canonicalQuantity, formatQuantity, quantityMilliValue } from '../../api/quantity.ts'
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import { limitRanges, persistentVolumeClaims, pods } from '../../api/refs.ts'
import { forbidden } from '../../api/status.ts'
import type {
  Container,
  LimitRange,
  LimitRangeItem,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
} from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'

const annotation = 'kubernetes.io/limit-ranger'
type Amounts = Record<string, string>

/** Fills in requests and limits, range by range, and leaves a note of it. */
export function applyLimitDefaults(pod: Pod & { spec: PodSpec }, view: ClusterView): void {
  for (const range of rangesOf(view, pod)) {
    const defaults = defaultsOf(range)
    const notes = [
      ...pod.spec.containers.flatMap((container) => fillIn(container, defaults, 'container')),
      ...(pod.spec.initContainers ?? []).flatMap((container) => fillIn(container, defaults, 'init container')),
    ]
    if (notes.length === 0) continue
    const note = `LimitRanger plugin set: ${notes.join('; ')}`
    pod.metadata.annotations = { ...pod.metadata.annotations, [annotation]: note }
  }
}

function defaultsOf({ spec }: LimitRange): { requests: Amounts; limits: Amounts } {
  const items = (spec?.limits ?? []).filter(({ type }) => type === 'Container')
  return {
    requests: Object.assign({}, ...items.map(({ defaultRequest }) => defaultRequest)) as Amounts,
    limits: Object.assign({}, ...items.map((item) => item.default)) as Amounts,
  }
}

function fillIn(container: Container, defaults: { requests: Amounts; limits: Amounts }, kind: string): string[] {
  return (['requests', 'limits'] as const).flatMap((list) => {
    const own = container.resources?.[list] ?? {}
    const added = Object.keys(defaults[list])
      .filter((name) => own[name] === undefined)
      .toSorted()
    if (added.length === 0) return []
    container.resources = { ...container.resources, [list]: { ...defaults[list], ...own } }
    return [`${added.join(', ')} ${list === 'requests' ? 'request' : 'limit'} for ${kind} ${container.name}`]
  })
}

/** Throws 403 where a pod is beyond a LimitRange of its namespace. */
export function checkPodLimits(pod: Pod, view: ClusterView): void {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])]
  for (const range of rangesOf(view, pod)) {
    const faults = (range.spec?.limits ?? []).flatMap((limit) => {
      if (limit.type === 'Pod') return faultsOf(limit, total(pod, 'requests'), total(pod, 'limits'))
      if (limit.type !== 'Container') return []
      return containers.flatMap(({ resources = {} }) =>
        faultsOf(limit, resources.requests ?? {}, resources.limits ?? {}),
      )
    })
    refuse(pods, pod, faults)
  }
}

/** Throws 403 where a claim is beyond a LimitRange of its namespace. */
export function checkClaimLimits(claim: PersistentVolumeClaim, view: ClusterView): void {
  const requests = claim.spec?.resources?.requests ?? {}
  for (const range of rangesOf(view, claim)) {
    const limits = (range.spec?.limits ?? []).filter(({ type }) => type === 'PersistentVolumeClaim')
    const faults = limits.flatMap(({ type, min = {}, max = {} }) => [
      ...each(min, (name, amount) => belowMin(type, name, amount, requests, {})),
      ...each(max, (name, amount) => requestAboveMax(type, name, amount, requests)),
    ])
    refuse(persistentVolumeClaims, claim, faults)
  }
}

function rangesOf(view: ClusterView, { metadata }: KubeObject): LimitRange[] {
  return view.list(limitRanges, metadata.namespace)
}

function refuse(ref: ResourceRef, { metadata }: KubeObject, faults: string[]): void {
  const said = [...new Set(faults)]
  if (said.length === 0) return
  throw forbidden(ref, metadata.name ?? '', said.length === 1 ? said[0]! : `[${said.join(', ')}]`)
}

function total({ spec }: Pod, list: 'requests' | 'limits'): Amounts {
  const sum = [...aggregateResources(spec!, list)].map(([name, amount]) => [name, formatQuantity(amount)] as const)
  const ofPod = Object.entries(spec?.resources?.[list] ?? {}).filter(([name]) => name === 'cpu' || name === 'memory')
  return Object.fromEntries([...sum, ...ofPod])
}

function faultsOf(limit: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  const { type, min = {}, max = {}, maxLimitRequestRatio = {} } = limit
  return [
    ...each(min, (name, amount) => belowMin(type, name, amount, requests, limits)),
    ...each(max, (name, amount) => aboveMax(type, name, amount, requests, limits)),
    ...each(maxLimitRequestRatio, (name, amount) => beyondRatio(type, name, amount, requests, limits)),
  ]
}

function each(amounts: Amounts, fault: (name: string, amount: string) => string | undefined): string[] {
  return Object.keys(amounts)
    .toSorted()
    .flatMap((name) => fault(name, canonicalQuantity(amounts[name]!)) ?? [])
}

function belowMin(type: string, name: string, min: string, requests: Amounts, limits: Amounts): string | undefined {
  const rule = `minimum ${name} usage per ${type} is ${min}`
  const { [name]: request } = requests
  const { [name]: limit } = limits
  if (request === undefined) return `${rule}.  No request is specified`
  if (compareQuantities(request, min) < 0) return `${rule}, but request is ${canonicalQuantity(request)}`
  if (limit !== undefined && compareQuantities(limit, min) < 0)
    return `${rule}, but limit is ${canonicalQuantity(limit)}`
  return undefined
}

function aboveMax(type: string, name: string, max: string, requests: Amounts, limits: Amounts): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${max}`
  const { [name]: request } = requests
  const { [name]: limit } = limits
  if (limit === undefined) return `${rule}.  No limit is specified`
  if (compareQuantities(limit, max) > 0) return `${rule}, but limit is ${canonicalQuantity(limit)}`
  if (request !== undefined && compareQuantities(request, max) > 0) {
    return `${rule}, but request is ${canonicalQuantity(request)}`
  }
  return undefined
}

function requestAboveMax(type: string, name: string, max: string, requests: Amounts): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${max}`
  const { [name]: request } = requests
  if (request === undefined) return `${rule}.  No request is specified`
  return compareQuantities(request, max) > 0 ? `${rule}, but request is ${canonicalQuantity(request)}` : undefined
}

function beyondRatio(type: string, name: string, most: string, requests: Amounts, limits: Amounts): string | undefined {
  const rule = `${name} max limit to request ratio per ${type} is ${most}`
  const request = Number(quantityMilliValue(requests[name] ?? '0'))
  const limit = Number(quantityMilliValue(limits[name] ?? '0'))
  if (request === 0) return `${rule}, but no request is specified or request is 0`
  if (limit === 0) return `${rule}, but no limit is specified or limit is 0`
  const ratio = limit / request
  return ratio * 1000 > Number(quantityMilliValue(most))
    ? `${rule}, but provided ratio is ${ratio.toFixed(6)}`
    : undefined
}
