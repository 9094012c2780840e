// Several containers that see each other's processes: `shareProcessNamespace`, and a debugging container beside its target.
import type { Machine } from './machine.ts'
import { type ProcessTable } from './process-table.ts'
import { signals, type ProcessHandle, type Program } from './process.ts'

/**
 * A container's own view of a table that others use too: it sees all processes and starts its own. Its first process'
 * end ends only what it started.
 * @param machine given as a function, since the machine holds the view
 */
export function joinProcesses(shared: ProcessTable, machine: () => Machine): ProcessTable {
  const own = new Set<ProcessHandle>()
  let first: ProcessHandle | undefined
  let stopped = false
  const view: ProcessTable = {
    ...shared,
    spawn(spawn) {
      const handle = stopped ? undefined : shared.spawn(spawn, machine())
      if (!handle) return undefined
      first ??= handle
      own.add(handle)
      void handle.exit.then(() => {
        own.delete(handle)
        if (handle === first) view.killAll()
      })
      return handle
    },
    killAll() {
      stopped = true
      for (const handle of own) handle.signal(signals.KILL!)
    },
  }
  return view
}

/** The first process of a pod whose containers share theirs: does nothing until it is told to end. */
export const pauseProgram: Program = async (process) => {
  await process.until(
    new Promise<void>((resolve) => {
      for (const signal of [signals.TERM!, signals.INT!]) process.onSignal(signal, resolve)
    }),
  )
  return 0
}
