// The only source of time in the simulation: everything below sim/ takes a Clock and nothing else.

/** Time as the cluster sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `run` once after `delayMs` of cluster time; the function returned cancels it (no effect afterwards). */
  after(delayMs: number, run: () => void): () => void
}

/** Resolves after `delayMs` of cluster time, or at once (without error) when `signal` aborts. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = (): void => {
      cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.after(delayMs, done)
    signal?.addEventListener('abort', done)
  })
}

/** An instant as metav1.Time is written: RFC 3339 in UTC, whole seconds. */
export function timestamp(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 19) + 'Z'
}

/** An instant as metav1.MicroTime is written. */
export function microTimestamp(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 23) + '000Z'
}

const timeoutMaxMs = 2 ** 31 - 1

/**
 * The machine's time, `rate` times as fast from the moment of creation on (1: the real pace).
 * A rate of 20 makes the binder's 15 s pass in 750 ms.
 */
export function realClock(rate = 1): Clock {
  const origin = Date.now()
  return {
    now: () => origin + (Date.now() - origin) * rate,
    after(delayMs, run) {
      const timer = setTimeout(run, Math.min(Math.max(delayMs, 0) / rate, timeoutMaxMs))
      return () => clearTimeout(timer)
    },
  }
}

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Moves on by `ms`, running each timer at its own instant and letting what it woke finish first. */
  advance(ms: number): Promise<void>
  /** Milliseconds until the next timer; undefined when there is none. */
  next(): number | undefined
}

/** @param startMs the first instant; a fixed one by default, so that runs repeat. */
export function fakeClock(startMs = Date.UTC(2027, 0, 1)): FakeClock {
  let now = startMs
  let sequence = 0
  const timers = new Map<number, { at: number; run: () => void }>()
  const first = (): [number, { at: number; run: () => void }] | undefined => {
    let best: [number, { at: number; run: () => void }] | undefined
    for (const entry of timers) if (!best || entry[1].at < best[1].at) best = entry
    return best
  }
  return {
    now: () => now,
    after(delayMs, run) {
      const id = sequence++
      timers.set(id, { at: now + Math.max(delayMs, 0), run })
      return () => void timers.delete(id)
    },
    next() {
      const entry = first()
      return entry && entry[1].at - now
    },
    async advance(ms) {
      const end = now + ms
      await settle()
      for (let entry = first(); entry && entry[1].at <= end; entry = first()) {
        timers.delete(entry[0])
        now = Math.max(now, entry[1].at)
        entry[1].run()
        await settle()
      }
      now = end
    },
  }
}

/** Lets every promise that can already settle do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
