// What controllers ask of a pod: is it active, ready, available? k8s: pkg/api/v1/pod/util.go
import type { Pod, PodCondition } from '../../generated/types.ts'

/** Neither finished nor being deleted. */
export function isPodActive(pod: Pod): boolean {
  return !isPodFinished(pod) && !pod.metadata.deletionTimestamp
}

export function isPodFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}

function readyCondition(pod: Pod): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === 'Ready')
}

export function isPodReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === 'True'
}

/** Instant since which the pod has been ready, in ms; undefined when it is not. */
export function readySinceMs(pod: Pod): number | undefined {
  const condition = readyCondition(pod)
  if (condition?.status !== 'True') return undefined
  return condition.lastTransitionTime ? Date.parse(condition.lastTransitionTime) : undefined
}

/**
 * How long until a ready pod counts as available, in ms: 0 when it already does, undefined when it is not ready.
 * @param minReadySeconds how long it must have been ready
 */
export function availableInMs(pod: Pod, minReadySeconds: number, nowMs: number): number | undefined {
  if (!isPodReady(pod)) return undefined
  if (minReadySeconds === 0) return 0
  const since = readySinceMs(pod)
  if (since === undefined) return undefined
  return Math.max(since + minReadySeconds * 1000 - nowMs, 0)
}
