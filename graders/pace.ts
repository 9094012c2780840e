// How time passes between one look and the next: by itself, or, where a cluster's time is held, as the checks let it.
import type { ClusterConnection, Seen } from './cluster/cluster-reader.ts'

/** Between two looks of one check. Times in milliseconds. */
export interface Rest {
  /** Since its last look but for the news there is: grows from look to look. */
  pauseMs: number
  /** Cluster time until the check ends whatever it sees. */
  leftMs: number
  /** What the last look has read. */
  seen: Seen
  signal: AbortSignal
}

export interface Pace {
  /** The pause after the first look. */
  readonly pauseFirstMs: number
  readonly pauseMaxMs: number
  /** A check begins to look; what is returned says that it has ended. */
  begin(): () => void
  /** Resolves when it is time to look again: false when the signal cut it short. Rejects with ClusterError. */
  rest(rest: Rest): Promise<boolean>
}

/** Real time: one looks again after a pause. */
export function realPace(): Pace {
  return {
    pauseFirstMs: 100,
    pauseMaxMs: 1000,
    begin: () => () => {},
    rest({ pauseMs, signal }) {
      return new Promise((resolve) => {
        const end = (rested: boolean) => (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', abort)
          resolve(rested)
        }
        const abort = end(false)
        const timer = setTimeout(end(true), pauseMs)
        signal.addEventListener('abort', abort)
      })
    },
  }
}

interface Resting extends Rest {
  /** Cluster time at which it looks again in any case; unknown until the clock has run for it. */
  dueMs: number | undefined
  resolve: (rested: boolean) => void
  reject: (error: unknown) => void
}

/** Checks that look at changing objects need not look more often. */
const newsEveryMs = 1000

/**
 * A cluster whose time is held: while any check looks, none passes, so all see the same instants, however slow they are. Once
 * all rest, the clock runs until there is news for one of them, or its pause or its patience ends.
 * @param since the resourceVersion that the first looks do not lack
 */
export function heldPace(cluster: ClusterConnection, since: string): Pace {
  let looking = 0
  let asked = false
  let known = since
  let now: number | undefined
  const resting = new Set<Resting>()

  /** In a turn of its own: a check that has ended may be what others need to begin. */
  function runSoon(): void {
    if (looking > 0 || asked || resting.size === 0) return
    asked = true
    setImmediate(() => {
      asked = false
      if (looking === 0) void run()
    })
  }

  async function run(): Promise<void> {
    const all = [...resting]
    const start = now
    const lengths = all.map((one) =>
      one.dueMs === undefined || start === undefined ? lengthOf(one) : one.dueMs - start,
    )
    const withinMs = Math.max(1, Math.min(...lengths))
    try {
      const paths = [...new Set(all.flatMap(({ seen }) => [...seen.paths]))]
      const ran = await cluster.runClock({ paths, since: known, afterMs: Math.min(newsEveryMs, withinMs), withinMs })
      known = ran.resourceVersion
      const changed = new Set(ran.changed)
      const begun = ran.now - ran.passedMs
      now = ran.now
      for (const one of all) {
        one.dueMs ??= begun + lengthOf(one)
        const news = one.seen.paths.values().some((path) => changed.has(path))
        if (news || one.dueMs <= ran.now || one.signal.aborted) wake(one, (woken) => woken.resolve(!one.signal.aborted))
      }
      runSoon()
    } catch (error) {
      for (const one of all) wake(one, ({ reject }) => reject(error))
    }
  }

  function wake(one: Resting, tell: (one: Resting) => void): void {
    if (!resting.delete(one)) return
    looking++
    tell(one)
  }

  return {
    pauseFirstMs: 1000,
    pauseMaxMs: 5000,
    begin() {
      looking++
      let ended = false
      return () => {
        if (ended) return
        ended = true
        looking--
        runSoon()
      }
    },
    rest(rest) {
      return new Promise((resolve, reject) => {
        if (rest.signal.aborted) return resolve(false)
        resting.add({ ...rest, dueMs: undefined, resolve, reject })
        looking--
        runSoon()
      })
    },
  }
}

function lengthOf({ pauseMs, leftMs, seen }: Rest): number {
  return Math.max(1, seen.live ? Math.min(pauseMs, leftMs) : leftMs)
}
