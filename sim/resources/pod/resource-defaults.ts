// Requests and limits of a pod as a whole, from those of its containers. k8s: pkg/apis/core/v1/defaults.go defaultPodRequests
import { formatQuantity } from '../../api/quantity.ts'
import type { PodSpec } from '../../generated/types.ts'
import { aggregateResources } from '../../api/aggregate-resources.ts'
import { isHugePages } from '../pod-spec/resource-names.ts'

const shareable = ['cpu', 'memory']

/** Fills in what the pod's own resources leave out; a pod without any gets none. Changed in place. */
export function defaultPodResources(spec: PodSpec): void {
  const { resources } = spec
  if (!resources) return
  const named = Object.keys({ ...resources.limits, ...resources.requests })
  if (named.length === 0) return
  for (const [name, sum] of aggregateResources(spec, 'limits')) {
    if (!isHugePages(name) || resources.requests?.[name] !== undefined) continue
    resources.limits = { [name]: formatQuantity(sum), ...resources.limits }
  }
  if (Object.keys(resources.limits ?? {}).length === 0) return
  const requests = { ...resources.requests }
  for (const [name, sum] of aggregateResources(spec, 'requests')) {
    if (shareable.includes(name)) requests[name] ??= formatQuantity(sum)
  }
  for (const [name, limit] of Object.entries(resources.limits ?? {})) {
    if (shareable.includes(name) || isHugePages(name)) requests[name] ??= limit
  }
  if (Object.keys(requests).length > 0) resources.requests = requests
}
