// The processes of one container.
import { limits } from '../../limits.ts'
import { createCpuMeter, type CpuMeter } from './cpu-meter.ts'
import { signals, startProcess, type ProcessHandle, type Spawn } from './process.ts'
import type { Machine } from './machine.ts'

export interface ProcessTable {
  /** Starts a process; undefined when there are too many (EAGAIN). The first one is process 1, whose end ends all. `by`: another container that shares this table. */
  spawn(spawn: Spawn, by?: Machine): ProcessHandle | undefined
  /** Running ones, by number. */
  list(): ProcessHandle[]
  get(pid: number): ProcessHandle | undefined
  killAll(): void
  /** What they take of the processor. */
  readonly cpu: CpuMeter
}

/** Plain shell commands that take as long as starting a process: about a millisecond. */
const commandsOfStart = 50

/** @param machine given as a function, since the machine holds the table */
export function createProcessTable(machine: () => Machine): ProcessTable {
  const running = new Map<number, ProcessHandle>()
  let lastPid = 0
  let stopped = false

  const cpu = createCpuMeter(() => machine().clock)
  const table: ProcessTable = {
    spawn(spawn, by = machine()) {
      if (stopped || running.size >= limits.processesMax) return undefined
      const handle = startProcess(by, ++lastPid, spawn)
      cpu.count(spawn.parentPid ?? 0, commandsOfStart)
      running.set(handle.pid, handle)
      void handle.exit.then(() => {
        running.delete(handle.pid)
        if (handle.pid === 1) table.killAll()
      })
      return handle
    },
    list: () => [...running.values()].toSorted((a, b) => a.pid - b.pid),
    get: (pid) => running.get(pid),
    killAll() {
      stopped = true
      for (const handle of running.values()) handle.signal(signals.KILL!)
    },
    cpu,
  }
  return table
}

/** A signal from a terminal: to the process that has it and to what it runs, except a shell's background jobs. */
export function signalForeground(table: ProcessTable, leader: ProcessHandle | undefined, signal: number): void {
  if (!leader) return
  const below = table
    .list()
    .filter(({ parentPid, pid, background }) => parentPid === leader.pid && pid > 1 && !background)
  for (const child of below) signalForeground(table, child, signal)
  leader.signal(signal)
}
