// The loop of one probe of one container. k8s: pkg/kubelet/prober/worker.go
import type { Clock } from '../../clock.ts'

export interface ProbeWorker {
  /** Runs the probe at once; the next ones follow a whole period apart from then on. */
  trigger(): void
  stop(): void
}

/**
 * Calls `probe` now and then at each tick of a period, one at a time, until it gives false. As Go's ticker does, a tick
 * that comes while the probe still runs is kept (one of them) and taken right afterwards.
 */
export function runProbeWorker(
  clock: Clock,
  periodMs: number,
  probe: () => Promise<boolean>,
  onError: (error: unknown) => void,
): ProbeWorker {
  let stopped = false
  let busy = false
  let pending = false
  let cancelTick = (): void => undefined

  function tickFrom(delayMs: number): void {
    cancelTick()
    cancelTick = clock.after(delayMs, () => {
      tickFrom(periodMs)
      wake()
    })
  }

  function wake(): void {
    if (stopped) return
    if (busy) pending = true
    else void run()
  }

  async function run(): Promise<void> {
    busy = true
    do {
      pending = false
      let goOn = true
      try {
        goOn = await probe()
      } catch (error) {
        onError(error)
      }
      if (!goOn) stop()
    } while (pending && !stopped)
    busy = false
  }

  function stop(): void {
    stopped = true
    cancelTick()
  }

  tickFrom(periodMs)
  void run()
  return {
    trigger() {
      if (stopped) return
      tickFrom(periodMs)
      wake()
    },
    stop,
  }
}
