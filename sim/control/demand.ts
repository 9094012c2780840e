// Time on demand: a clock that stands, and goes on only as long as somebody waits for what a pod answers.
import type { Clock, SteeredClock } from '../clock.ts'

/** Longest that one answer is waited for, in cluster time: about what clients give it. */
const answerMaxMs = 10_000

export interface Demand {
  /** From now on time passes only for who waits. The clock has to stand. */
  hold(): void
  /** Time is somebody else's again. */
  release(): void
  /** Ends what runs the clock for an answer, so that it can be run for something else. */
  interrupt(): void
  /** While time is held it passes, as fast as the machine can, until `work` settles; else this is `work` itself. */
  whilePending<T>(work: Promise<T>): Promise<T>
}

/** @param clock holding one that cannot be steered has no effect */
export function createDemand(clock: Clock | SteeredClock): Demand {
  let held = false
  let pending = 0
  let running = false

  async function run(steered: SteeredClock): Promise<void> {
    running = true
    try {
      await steered.run(steered.now() + answerMaxMs, () => pending === 0)
    } catch {
      // Somebody runs it already: time passes.
    } finally {
      running = false
    }
  }

  function interrupt(): void {
    if (running && 'pause' in clock) clock.pause()
  }

  return {
    hold: () => void (held = true),
    release() {
      held = false
      interrupt()
    },
    interrupt,
    async whilePending(work) {
      if (!held || !('run' in clock)) return work
      pending++
      if (!running) void run(clock)
      try {
        return await work
      } finally {
        pending--
      }
    },
  }
}
