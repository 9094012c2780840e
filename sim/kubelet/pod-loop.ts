// Does a pod's work one step after another: on demand, and at the instants that were asked for.
import { ApiError } from '../api/status.ts'
import type { Clock } from '../clock.ts'

export interface PodLoop {
  /** Asks for a step as soon as the present one is over. */
  trigger(): void
  /** Asks for a step then; of several such wishes the earliest counts. */
  triggerIn(delayMs: number): void
  stop(): void
  readonly stopped: boolean
}

/** A step that rejects is done again this much later. */
const retryMs = 1000

/** @param onError hears of every rejection but a lost race (409), which the next step settles */
export function createPodLoop(clock: Clock, step: () => Promise<void>, onError: (error: unknown) => void): PodLoop {
  let running = false
  let dirty = false
  let stopped = false
  let wake = { at: Infinity, cancel: (): void => undefined }

  async function run(): Promise<void> {
    running = true
    // Whoever changed something finishes first.
    await Promise.resolve()
    while (dirty && !stopped) {
      dirty = false
      try {
        await step()
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 409)) onError(error)
        loop.triggerIn(retryMs)
      }
    }
    running = false
  }

  const loop: PodLoop = {
    trigger() {
      dirty = true
      if (!running && !stopped) void run()
    },
    triggerIn(delayMs) {
      const at = clock.now() + delayMs
      if (at >= wake.at || stopped) return
      wake.cancel()
      const cancel = clock.after(delayMs, () => {
        wake = { at: Infinity, cancel: () => undefined }
        loop.trigger()
      })
      wake = { at, cancel }
    },
    stop() {
      stopped = true
      wake.cancel()
    },
    get stopped() {
      return stopped
    },
  }
  return loop
}
