// A cluster's clock as somebody looks at it: told at first, and whenever it does something else than go on.
import type { ClockState, ClusterTime } from '../time.ts'

const lookMs = 1000
/** A clock that is further off than this has been moved. */
const driftMs = 1500

/** Looks until stopped; a cluster without a clock of its own is never told of. */
export function followClock(time: ClusterTime, onChange: (clock: ClockState) => void): () => void {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let told: { clock: ClockState; at: number } | undefined
  const look = async (): Promise<void> => {
    const clock = await time.clock().catch(() => null)
    if (stopped || clock === undefined) return
    if (clock && (!told || hasMoved(told, clock))) {
      told = { clock, at: performance.now() }
      onChange(clock)
    }
    timer = setTimeout(() => void look(), lookMs).unref()
  }
  void look()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

function hasMoved({ clock: before, at }: { clock: ClockState; at: number }, now: ClockState): boolean {
  if (before.paused !== now.paused) return true
  const expected = Date.parse(before.now) + (before.paused ? 0 : performance.now() - at)
  return Math.abs(Date.parse(now.now) - expected) > (before.paused ? 0 : driftMs)
}
