// Keys to work on: each at most once at a time, failures again with back-off. k8s: client-go/util/workqueue
import type { Clock } from '../clock.ts'

export interface WorkQueue {
  add(key: string): void
  addAfter(key: string, delayMs: number): void
  /** Adds after 5 ms × 2^failures, at most 1,000 s. */
  addRateLimited(key: string): void
  /** Forgets the failures of a key. */
  forget(key: string): void
  readonly length: number
  stop(): void
}

/** Calls `sync` for one key after another, up to `workers` at a time, until stopped; a rejection puts the key back with back-off. */
export type RunQueue = (
  clock: Clock,
  options: { workers: number; sync: (key: string) => Promise<void>; onError: (key: string, error: unknown) => void },
) => WorkQueue
