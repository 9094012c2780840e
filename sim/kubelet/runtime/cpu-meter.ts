// How much CPU the processes of one container take, and how much they may run before they have to let time pass.
import { limits } from '../../limits.ts'
import type { Clock } from '../../clock.ts'

export interface CpuMeter {
  /** Processor time that the container asked for so far, in milliseconds. */
  readonly usedMs: number
  /** Notes processor time spent outside of commands, such as on a request. */
  charge(ms: number): void
  /** Notes that a process does something that takes as long as `commands` plain shell commands. */
  count(pid: number, commands: number): void
  /** Counts one command of a process, and lets time pass when it has run many at one instant: no loop can stop the clock. */
  breathe(pid: number): Promise<void>
}

/** Cluster time that a full slice of commands takes: then its process has been busy all the while. */
const sliceMs = 10
/** A process that has been busy for so long goes on in wider steps, at the same processor time. */
const busyAfterMs = 1000
const wideSliceMs = 500

interface Slice {
  startMs: number
  commands: number
  /** How long it has been busy without a pause. */
  busyMs: number
}

export function createCpuMeter(clock: () => Clock): CpuMeter {
  const slices = new Map<number, Slice>()
  let usedMs = 0

  function sliceOf(pid: number): Slice {
    const now = clock().now()
    let slice = slices.get(pid)
    if (!slice) slices.set(pid, (slice = { startMs: now, commands: 0, busyMs: 0 }))
    // It has waited for something in between.
    if (now - slice.startMs >= sliceMs) Object.assign(slice, { startMs: now, commands: 0, busyMs: 0 })
    return slice
  }

  function count(pid: number, commands: number): Slice {
    const slice = sliceOf(pid)
    slice.commands += commands
    usedMs += (commands * sliceMs) / limits.commandsPerSliceMax
    return slice
  }

  return {
    get usedMs() {
      return usedMs
    },
    charge: (ms) => void (usedMs += ms),
    count: (pid, commands) => void count(pid, commands),
    async breathe(pid) {
      const slice = count(pid, 1)
      if (slice.commands < limits.commandsPerSliceMax) return
      const restMs = slice.busyMs >= busyAfterMs ? wideSliceMs : sliceMs
      await new Promise<void>((resolve) => void clock().after(restMs, resolve))
      // Its commands are paid for; the rest of a wide step is what it would have run in it.
      usedMs += restMs - sliceMs
      Object.assign(slice, { startMs: clock().now(), commands: 0, busyMs: slice.busyMs + restMs })
    },
  }
}
