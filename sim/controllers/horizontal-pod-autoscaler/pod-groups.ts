// Which pods' samples count, and what the pods ask for. k8s: pkg/controller/podautoscaler/replica_calculator.go groupPods, calculateRequests
import { quantityMilliValue } from '../../api/quantity.ts'
import type { Pod } from '../../generated/types.ts'
import type { PodMetrics } from './metrics-client.ts'

/** A pod's first minutes do not count while it is not ready. k8s: --horizontal-pod-autoscaler-cpu-initialization-period */
const initializationMs = 300_000
/** So long a pod may take to become ready without having been. k8s: --horizontal-pod-autoscaler-initial-readiness-delay */
const initialReadinessMs = 30_000

export interface PodGroups {
  readyCount: number
  unready: string[]
  missing: string[]
  ignored: string[]
}

/** Sorts pods by how far their sample can be trusted. */
export function groupPods(pods: Pod[], metrics: PodMetrics, resource: string, nowMs: number): PodGroups {
  const groups: PodGroups = { readyCount: 0, unready: [], missing: [], ignored: [] }
  for (const pod of pods) {
    const name = pod.metadata.name!
    if (pod.metadata.deletionTimestamp || pod.status?.phase === 'Failed') groups.ignored.push(name)
    else if (pod.status?.phase === 'Pending') groups.unready.push(name)
    else if (!metrics.has(name)) groups.missing.push(name)
    else if (resource === 'cpu' && isUnready(pod, metrics.get(name)!, nowMs)) groups.unready.push(name)
    else groups.readyCount++
  }
  return groups
}

function isUnready({ status }: Pod, metric: { atMs: number; windowMs: number }, nowMs: number): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  if (!ready || !status?.startTime) return true
  const startMs = Date.parse(status.startTime)
  const changedMs = Date.parse(ready.lastTransitionTime ?? '')
  if (startMs + initializationMs > nowMs) {
    // A sample from before it was ready tells of how it started.
    return ready.status === 'False' || metric.atMs < changedMs + metric.windowMs
  }
  return ready.status === 'False' && startMs + initialReadinessMs > changedMs
}

/** What each pod requests, in thousandths; of one container where `container` is not ''. Throws where one requests nothing. */
export function requestsOf(pods: Pod[], container: string, resource: string): Map<string, number> {
  return new Map(pods.map((pod) => [pod.metadata.name!, requestOf(pod, container, resource)]))
}

function requestOf({ spec, metadata }: Pod, container: string, resource: string): number {
  const whole = spec?.resources?.requests
  if (container === '' && whole && Object.keys(whole).length > 0) {
    if (whole[resource] !== undefined) return Number(quantityMilliValue(whole[resource]))
    throw new Error(`missing pod-level request for ${resource} in Pod ${metadata.name}`)
  }
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  const all = [...(spec?.containers ?? []), ...sidecars]
  const counted = container === '' ? all : all.filter(({ name }) => name === container).slice(0, 1)
  if (container !== '' && counted.length === 0) {
    throw new Error(`container ${container} not found in Pod ${metadata.name}`)
  }
  return counted.reduce((sum, { name, resources }) => {
    const request = resources?.requests?.[resource]
    if (request === undefined) {
      throw new Error(`missing request for ${resource} in container ${name} of Pod ${metadata.name}`)
    }
    return sum + Number(quantityMilliValue(request))
  }, 0)
}
