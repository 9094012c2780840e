// How long a Job waits before it replaces a failed pod. k8s: pkg/controller/job/backoff_utils.go
import type { Pod } from '../../generated/types.ts'
import { absoluteFailureCount, finishedAtMs } from './job-pod.ts'

const firstMs = 10_000
const mostMs = 600_000

/** Failures since the last success. */
export interface Backoff {
  failures: number
  lastFailureMs: number
}

export const noFailures: Backoff = { failures: 0, lastFailureMs: 0 }

/** The record after these pods have ended. */
export function afterPods(known: Backoff, succeeded: Pod[], failed: Pod[]): Backoff {
  const ends = failed.map(finishedAtMs)
  if (succeeded.length === 0) {
    if (failed.length === 0) return known
    return { failures: known.failures + failed.length, lastFailureMs: Math.max(...ends) }
  }
  const lastSuccess = Math.max(...succeeded.map(finishedAtMs))
  const later = ends.filter((end) => end > lastSuccess)
  return { failures: later.length, lastFailureMs: Math.max(0, ...later) }
}

/** Milliseconds that are left: 10 s, doubled with each failure, at most 10 minutes. */
export function remainingMs({ failures, lastFailureMs }: Backoff, nowMs: number): number {
  if (failures === 0) return 0
  return Math.max(0, Math.min(firstMs * 2 ** (failures - 1), mostMs) - (nowMs - lastFailureMs))
}

/** The same for one index, whose last failed pod still stands. */
export function remainingForIndexMs(lastFailed: Pod | undefined, nowMs: number): number {
  if (!lastFailed) return 0
  const failures = absoluteFailureCount(lastFailed) + 1
  return remainingMs({ failures, lastFailureMs: finishedAtMs(lastFailed) }, nowMs)
}
