// Which pods go first when there are too many. k8s: pkg/controller/controller_utils.go ActivePodsWithRanks
import type { Pod } from '../../generated/types.ts'
import { isPodReady, readySinceMs } from './pod-state.ts'

const phases: Record<string, number> = { Pending: 0, Unknown: 1, Running: 2 }

/**
 * The `count` pods of `pods` to delete: first the unassigned, the pending, the not ready, the cheap
 * (annotation controller.kubernetes.io/pod-deletion-cost), those that share a node with many of `related`, the latest
 * ready, the often restarted, the newest. Ages compare by powers of two, so that among pods of about the same age
 * the uid decides.
 */
export function podsToDelete(pods: Pod[], related: Pod[], count: number, nowMs: number): Pod[] {
  if (count >= pods.length) return pods
  const neighbours = new Map<string, number>()
  for (const pod of related) {
    const node = pod.spec?.nodeName
    if (node && isPodReady(pod)) neighbours.set(node, (neighbours.get(node) ?? 0) + 1)
  }
  const rank = (pod: Pod): number => neighbours.get(pod.spec?.nodeName ?? '') ?? 0
  return pods.toSorted((a, b) => compare(a, b, rank, nowMs)).slice(0, count)
}

function compare(a: Pod, b: Pod, rank: (pod: Pod) => number, nowMs: number): number {
  const assigned = Number(Boolean(a.spec?.nodeName)) - Number(Boolean(b.spec?.nodeName))
  if (assigned) return assigned
  const phase = phaseOf(a) - phaseOf(b)
  if (phase) return phase
  const ready = Number(isPodReady(a)) - Number(isPodReady(b))
  if (ready) return ready
  const cost = deletionCost(a) - deletionCost(b)
  if (cost) return cost
  const doubled = rank(b) - rank(a)
  if (doubled) return doubled
  if (isPodReady(a)) {
    const readyTime = compareAges(a, b, readySinceMs(a), readySinceMs(b), nowMs)
    if (readyTime) return readyTime
  }
  const restarts = restartsOf(b) - restartsOf(a)
  if (restarts) return restarts
  return compareAges(a, b, createdMs(a), createdMs(b), nowMs)
}

function phaseOf(pod: Pod): number {
  return phases[pod.status?.phase ?? 'Pending'] ?? 0
}

function deletionCost(pod: Pod): number {
  const cost = Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0)
  return Number.isInteger(cost) ? cost : 0
}

function restartsOf(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount))
}

function createdMs(pod: Pod): number | undefined {
  return pod.metadata.creationTimestamp ? Date.parse(pod.metadata.creationTimestamp) : undefined
}

function compareAges(a: Pod, b: Pod, aMs: number | undefined, bMs: number | undefined, nowMs: number): number {
  if (aMs === bMs) return 0
  if (aMs === undefined || bMs === undefined) return aMs === undefined ? -1 : 1
  const ranks = logarithm(nowMs - aMs) - logarithm(nowMs - bMs)
  if (ranks) return ranks
  return (a.metadata.uid ?? '') < (b.metadata.uid ?? '') ? -1 : 1
}

/** Of a duration in nanoseconds, as Go has it. */
function logarithm(durationMs: number): number {
  return durationMs > 0 ? Math.trunc(Math.log2(durationMs * 1e6)) : -1
}
