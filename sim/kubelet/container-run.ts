// One run of a container: its processes, files and log, from creation to its end.
import type { Container } from '../generated/types.ts'
import { bytesOf, textOf, type Bytes } from '../network/bytes.ts'
import { createPipe, sourceOf, type ByteSink, type ByteSource } from '../network/pipe.ts'
import { createBroadcast, pump, type Broadcast } from './broadcast.ts'
import type { ContainerLog } from './container-log.ts'
import { findCommand, loadExecutable } from './runtime/executable.ts'
import type { FileSystem } from './runtime/file-system.ts'
import type { Machine } from './runtime/machine.ts'
import type { ProcessHandle } from './runtime/process.ts'
import { signalForeground } from './runtime/process-table.ts'
import { createTerminal, type Terminal } from './runtime/terminal.ts'

/** How a run ended, as the container runtime reports it. */
interface Exit {
  code: number
  reason: string
  message?: string
  startedMs: number
  finishedMs: number
}

export interface ContainerRun {
  /** 64 hexadecimal digits. */
  readonly id: string
  readonly spec: Container
  readonly restartCount: number
  readonly imageName: string
  readonly imageId: string
  readonly user: number
  readonly log: ContainerLog
  readonly files: FileSystem
  readonly machine: Machine
  readonly stopSignal: number
  /** Bytes of its image's own files. */
  readonly imageFileBytes: number
  /** What its image keeps in memory when it runs. */
  readonly memoryBytes: number
  startedMs?: number
  exit?: Exit
  process?: ProcessHandle
  /** Where a client meets the first process. */
  readonly attached: Attached
  /** Resolves when the run is over. */
  readonly ended: Promise<void>
  /** Runs a command beside the first process; a string is the runtime's reason why it could not start. */
  exec(command: string[], streams?: ExecStreams): ProcessHandle | string
}

/** The first process' streams, for clients that come and go. */
export interface Attached {
  readonly output: Broadcast
  readonly errors: Broadcast
  readonly terminal?: Terminal
  /** Standard input without a terminal; undefined where the container has none. */
  readonly input?: ByteSink
}

interface ExecStreams {
  input?: ByteSource
  output?: ByteSink
  errors?: ByteSink
}

/** What a run is made of. */
export interface RunSpec extends Pick<
  ContainerRun,
  | 'id'
  | 'spec'
  | 'restartCount'
  | 'imageName'
  | 'imageId'
  | 'user'
  | 'log'
  | 'files'
  | 'machine'
  | 'stopSignal'
  | 'imageFileBytes'
  | 'memoryBytes'
> {
  command: Bytes[]
  environment: Map<string, Bytes>
  directory: string
}

const terminationMessageBytesMax = 4096
const logTail = { lines: 80, bytes: 2048 }

/**
 * Starts the first process. `onExit` runs once it is over. A command that cannot be started ends the run at once with
 * status 128, as runc does.
 */
export function startRun(spec: RunSpec, onExit: () => void): ContainerRun {
  const { machine, files, log } = spec
  let over!: () => void
  const ended = new Promise<void>((resolve) => (over = resolve))
  const now = (): number => machine.clock.now()
  const spawn = (args: Bytes[], streams: Required<ExecStreams>): ProcessHandle | string => {
    const path = findCommand(files, args[0]!, spec.environment.get('PATH'), spec.directory)
    if (path === undefined) return notFound(textOf(args[0]!))
    const executable = loadExecutable(machine, files, path, args)
    if (typeof executable === 'string') return `exec: "${textOf(args[0]!)}": ${executable}: unknown`
    const handle = machine.processes.spawn({
      ...streams,
      args: executable.args,
      program: executable.program,
      env: spec.environment,
      directory: spec.directory,
      files,
    })
    return handle ?? `exec: "${textOf(args[0]!)}": resource temporarily unavailable: unknown`
  }
  const output = createBroadcast(log.output)
  const errors = createBroadcast(log.errors)
  const terminal = spec.spec.tty
    ? createTerminal((signal) => signalForeground(machine.processes, run.process, signal))
    : undefined
  if (terminal) void pump(terminal.screen, output)
  const input = spec.spec.stdin ? createPipe() : undefined
  const run: ContainerRun = {
    ...spec,
    attached: { output, errors, ...(terminal ? { terminal } : input ? { input } : {}) },
    ended,
    exec: (command, streams = {}) =>
      spawn(command.map(bytesOf), { input: sourceOf(''), output: discard, errors: discard, ...streams }),
  }
  const finish = (code: number, reason: string, message?: string): void => {
    run.exit = { code, reason, ...(message ? { message } : {}), startedMs: run.startedMs ?? 0, finishedMs: now() }
    machine.processes.killAll()
    log.close()
    output.close()
    errors.close()
    over()
    onExit()
  }
  const started = spawn(
    spec.command,
    terminal
      ? { input: spec.spec.stdin ? terminal.input : sourceOf(''), output: terminal.output, errors: terminal.output }
      : { input: input ?? sourceOf(''), output, errors },
  )
  if (typeof started === 'string') {
    finish(
      128,
      'StartError',
      `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${started}`,
    )
    return run
  }
  run.process = started
  run.startedMs = now()
  void started.exit.then((code) => {
    const reason = machine.memory.exceeded ? 'OOMKilled' : code === 0 ? 'Completed' : 'Error'
    finish(code, reason, terminationMessage(run, code))
  })
  return run
}

const discard: ByteSink = { write: async () => true, close: () => undefined }

function notFound(command: string): string {
  return command.includes('/')
    ? `exec: "${command}": stat ${command}: no such file or directory: unknown`
    : `exec: "${command}": executable file not found in $PATH: unknown`
}

// k8s: pkg/kubelet/kuberuntime/kuberuntime_container.go getTerminationMessage
function terminationMessage({ spec, files, log }: ContainerRun, code: number): string | undefined {
  const path = spec.terminationMessagePath ?? '/dev/termination-log'
  const node = files.lookup(path)
  const own = node?.kind === 'file' ? textOf(node.data.slice(-terminationMessageBytesMax)) : ''
  if (own !== '') return own
  const fallback = spec.terminationMessagePolicy === 'FallbackToLogsOnError' && code !== 0
  return fallback ? log.tail(logTail.lines, logTail.bytes) || undefined : undefined
}

/** A command whose output gathers while it runs. */
export interface Gathering {
  handle: ProcessHandle
  output(): Bytes
  /** Resolves once everything written has arrived. */
  gathered(): Promise<void>
}

/** Starts a command and gathers what it writes, at most `bytesMax` of it. */
export function startGathering(run: ContainerRun, command: string[], bytesMax: number): Gathering | { failed: string } {
  const pipe = createPipe()
  let text = ''
  const reading = (async () => {
    for (let part = await pipe.read(); part !== undefined; part = await pipe.read()) {
      if (text.length < bytesMax) text = (text + part).slice(0, bytesMax)
    }
  })()
  const handle = run.exec(command, { output: pipe, errors: pipe })
  if (typeof handle === 'string') return { failed: handle }
  void handle.exit.then(() => pipe.close())
  return { handle, output: () => text, gathered: () => reading }
}
