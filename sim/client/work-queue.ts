// Keys to work on: each at most once at a time, failures again with back-off. k8s: client-go/util/workqueue
import type { Clock } from '../clock.ts'

export interface WorkQueue {
  add(key: string): void
  /** Adds once `delayMs` have passed; of several such wishes for a key the earliest counts. */
  addAfter(key: string, delayMs: number): void
  /** Adds after 5 ms × 2^failures, at most 1,000 s. */
  addRateLimited(key: string): void
  /** Forgets the failures of a key. */
  forget(key: string): void
  readonly length: number
  stop(): void
}

export interface QueueOptions {
  /** Keys worked on at the same time. */
  workers: number
  /** Does what a key asks for; resolving forgets the key's failures, rejecting puts it back with back-off. */
  sync: (key: string) => Promise<void>
  /** Told of each rejection, before the key goes back. */
  onError: (key: string, error: unknown) => void
}

const baseDelayMs = 5
const delayMaxMs = 1_000_000
/** Keys worked on before the machine's own loop gets a turn: promises alone would keep sockets and timers waiting. */
const keysBetweenTurns = 64

/** Calls `sync` for one key after another, up to `workers` at a time, until stopped. A key added while it is worked on comes again afterwards. */
export function runQueue(clock: Clock, options: QueueOptions): WorkQueue {
  const waiting: string[] = []
  const dirty = new Set<string>()
  const processing = new Set<string>()
  const failures = new Map<string, number>()
  const delayed = new Map<string, { at: number; cancel: () => void }>()
  let stopped = false
  let worked = 0
  let resting = false

  function pump(): void {
    while (!stopped && !resting && processing.size < options.workers) {
      const key = waiting.shift()
      if (key === undefined) return
      dirty.delete(key)
      processing.add(key)
      void work(key)
      if (++worked % keysBetweenTurns === 0) rest()
    }
  }

  function rest(): void {
    resting = true
    clock.after(0, () => {
      resting = false
      pump()
    })
  }

  async function work(key: string): Promise<void> {
    // The one who added finishes first: its write must be whole before anyone works on it.
    await Promise.resolve()
    try {
      if (!stopped) await options.sync(key)
      failures.delete(key)
    } catch (error) {
      options.onError(key, error)
      addRateLimited(key)
    }
    processing.delete(key)
    if (dirty.has(key)) waiting.push(key)
    pump()
  }

  function add(key: string): void {
    if (stopped || dirty.has(key)) return
    dirty.add(key)
    if (processing.has(key)) return
    waiting.push(key)
    pump()
  }

  function addAfter(key: string, delayMs: number): void {
    if (stopped) return
    if (delayMs <= 0) return add(key)
    const at = clock.now() + delayMs
    const earlier = delayed.get(key)
    if (earlier && earlier.at <= at) return
    earlier?.cancel()
    const cancel = clock.after(delayMs, () => {
      delayed.delete(key)
      add(key)
    })
    delayed.set(key, { at, cancel })
  }

  function addRateLimited(key: string): void {
    const failed = failures.get(key) ?? 0
    failures.set(key, failed + 1)
    addAfter(key, Math.min(baseDelayMs * 2 ** failed, delayMaxMs))
  }

  return {
    add,
    addAfter,
    addRateLimited,
    forget: (key) => void failures.delete(key),
    get length() {
      return waiting.length
    },
    stop() {
      stopped = true
      waiting.length = 0
      for (const { cancel } of delayed.values()) cancel()
      delayed.clear()
    },
  }
}
