// A process of a container: its arguments, environment, streams and signals. Programs are functions of it.
import { sleep } from '../../clock.ts'
import type { Bytes } from '../../network/bytes.ts'
import type { ByteSink, ByteSource } from '../../network/pipe.ts'
import type { FileSystem } from './file-system.ts'
import type { Machine } from './machine.ts'

/** What runs when a file is executed; its result is the exit code (0-255). */
export type Program = (process: Process) => Promise<number>

export interface Process {
  readonly pid: number
  readonly parentPid: number
  /** The name it was called by, then its arguments. */
  readonly args: Bytes[]
  readonly env: ReadonlyMap<string, Bytes>
  readonly directory: string
  readonly files: FileSystem
  readonly input: ByteSource
  readonly output: ByteSink
  readonly errors: ByteSink
  readonly machine: Machine
  /** Aborts when the process has to stop at once. */
  readonly killed: AbortSignal
  /** What `promise` gives, unless the process is killed first: then rejects with {@link Killed}. */
  until<T>(promise: Promise<T>): Promise<T>
  sleep(delayMs: number): Promise<void>
  /** Writes to standard output; a reader that has gone kills the process (SIGPIPE). */
  print(bytes: Bytes): Promise<void>
  /** Writes to standard error. */
  complain(bytes: Bytes): Promise<void>
  /** Takes over what a signal does (the kernel's default: it ends the process). Undefined gives it back. */
  onSignal(signal: number, handler: (() => void) | undefined): void
  /** The path made absolute from the process' own directory. */
  path(path: string): string
}

/** Thrown inside a program that has been killed, so that it unwinds. */
export class Killed extends Error {
  readonly signal: number
  constructor(signal: number) {
    super(`killed by signal ${signal}`)
    this.signal = signal
  }
}

const killings = new Map<number, Killed>()

/** One for each signal: every process ends with one, and a stack trace costs more than many a program. */
function killedBy(signal: number): Killed {
  const known = killings.get(signal) ?? new Killed(signal)
  killings.set(signal, known)
  return known
}

export const signals: Record<string, number> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
}

/** Signals that end nothing by themselves. */
const harmless = new Set([signals.CHLD, signals.CONT, signals.STOP])

/** How to start a process. */
export interface Spawn {
  args: Bytes[]
  env: ReadonlyMap<string, Bytes>
  directory: string
  files: FileSystem
  input: ByteSource
  output: ByteSink
  errors: ByteSink
  program: Program
  parentPid?: number
  /** A shell's job: keys of the terminal do not reach it. */
  background?: boolean
}

/** A process as others see it. */
export interface ProcessHandle {
  readonly pid: number
  readonly parentPid: number
  readonly args: Bytes[]
  readonly startedMs: number
  /** Exit code; 128 + signal for one that was killed. */
  readonly exit: Promise<number>
  readonly running: boolean
  readonly background: boolean
  /** Delivers a signal. `outside`: from the node, which a first process cannot ignore when it is KILL. */
  signal(signal: number): void
}

/** Starts `spawn` as process `pid` of a container. */
export function startProcess(machine: Machine, pid: number, spawn: Spawn): ProcessHandle {
  const abort = new AbortController()
  const handlers = new Map<number, () => void>()
  let running = true
  let finish!: (code: number) => void
  const exit = new Promise<number>((resolve) => (finish = resolve))
  const end = (code: number, signal = 0): void => {
    if (!running) return
    running = false
    // Whatever it left waiting must stop too.
    abort.abort(killedBy(signal))
    finish(code)
  }
  const process = processOf(machine, pid, spawn, abort.signal, (signal, handler) => {
    if (handler) handlers.set(signal, handler)
    else handlers.delete(signal)
  })
  // The one who starts it goes on first, as after a fork.
  Promise.resolve()
    .then(() => spawn.program(process))
    .then(end, (error: unknown) => {
      if (error instanceof Killed) return end(128 + error.signal, error.signal)
      machine.onError(error)
      end(139)
    })
  return {
    pid,
    parentPid: process.parentPid,
    args: spawn.args,
    background: spawn.background === true,
    startedMs: machine.clock.now(),
    exit,
    get running() {
      return running
    },
    signal(signal) {
      if (!running) return
      const handler = handlers.get(signal)
      if (handler && signal !== signals.KILL) return handler()
      // The kernel protects the first process of a container from signals that it does not handle.
      if (harmless.has(signal) || (pid === 1 && signal !== signals.KILL)) return
      end(128 + signal, signal)
    },
  }
}

/** The same process under another name, with other streams or another directory: how a shell runs what is built into it. */
export function withChanges(
  process: Process,
  changes: Partial<Pick<Spawn, 'args' | 'env' | 'directory' | 'input' | 'output' | 'errors'>>,
): Process {
  const spawn = { ...process, program: noProgram, ...changes }
  const changed = processOf(process.machine, process.pid, spawn, process.killed, (signal, handler) =>
    process.onSignal(signal, handler),
  )
  return { ...changed, parentPid: process.parentPid }
}

const noProgram: Program = async () => 0

function processOf(
  machine: Machine,
  pid: number,
  spawn: Spawn,
  killed: AbortSignal,
  onSignal: Process['onSignal'],
): Process {
  async function until<T>(promise: Promise<T>): Promise<T> {
    killed.throwIfAborted()
    let stop!: () => void
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(killed.reason as Killed)
      killed.addEventListener('abort', stop, { once: true })
    })
    try {
      return await Promise.race([promise, stopped])
    } finally {
      killed.removeEventListener('abort', stop)
    }
  }
  return {
    pid,
    parentPid: spawn.parentPid ?? 0,
    args: spawn.args,
    env: spawn.env,
    directory: spawn.directory,
    files: spawn.files,
    input: {
      // Of a chain of processes that pass their input on, the one that reads decides.
      read: (options) => until(spawn.input.read({ ...options, signal: options?.signal ?? killed })),
      cancel: () => spawn.input.cancel(),
      ...(spawn.input.terminal ? { terminal: spawn.input.terminal } : {}),
    },
    output: spawn.output,
    errors: spawn.errors,
    machine,
    killed,
    until,
    sleep: (delayMs) => until(sleep(machine.clock, delayMs, killed)),
    async print(bytes) {
      if (!(await until(spawn.output.write(bytes)))) throw killedBy(signals.PIPE!)
    },
    async complain(bytes) {
      await until(spawn.errors.write(bytes))
    },
    onSignal,
    path: (path) => spawn.files.absolute(path, spawn.directory),
  }
}
