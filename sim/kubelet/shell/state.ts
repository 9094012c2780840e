// What one shell (or subshell) knows: variables, functions, options, traps, jobs and open files.
import type { Function as FunctionNode } from 'unbash'
import type { Bytes } from '../../network/bytes.ts'
import type { ByteSink, ByteSource } from '../../network/pipe.ts'
import type { Process, ProcessHandle } from '../runtime/process.ts'

/** What a file descriptor stands for. */
export interface Descriptor {
  input?: ByteSource
  output?: ByteSink
}

export interface Variable {
  value: Bytes
  exported: boolean
  readOnly?: boolean
}

export interface Shell {
  readonly process: Process
  /** `$0`. */
  readonly name: Bytes
  variables: Map<string, Variable>
  functions: Map<string, FunctionNode['body']>
  /** Letters of options that are on: e, u, x, f, C. */
  options: Set<string>
  /** `$1`… */
  parameters: Bytes[]
  directory: string
  descriptors: Map<number, Descriptor>
  /** Signal name or EXIT → command. An empty command ignores the signal. */
  traps: Map<string, Bytes>
  /** Names of signals that came and whose trap has not run. */
  pending: string[]
  /** In an interactive shell: whether Ctrl-C was pressed, which ends the command line. Shared with its subshells. */
  interrupts?: { pending: boolean }
  /** Wakes a `wait` that a trapped signal interrupts. */
  interrupt?: () => void
  lastStatus: number
  lastBackgroundPid?: number
  jobs: ProcessHandle[]
  /** Depth of constructs in which `set -e` does not count. */
  lenient: number
  loops: number
  callDepth: number
  /** Values hidden by `local`, innermost call last. */
  locals: Map<string, Variable | undefined>[]
  /** True in a subshell: signals belong to the shell that started it. */
  subshell: boolean
}

/** How deep functions, substitutions and sourced files may nest. */
export const callDepthMax = 200

export function createShell(process: Process, name: Bytes, parameters: Bytes[]): Shell {
  const variables = new Map<string, Variable>()
  for (const [key, value] of process.env) variables.set(key, { value, exported: true })
  variables.set('PWD', { value: process.directory, exported: true })
  variables.set('IFS', { value: ' \t\n', exported: false })
  variables.set('PPID', { value: `${process.parentPid}`, exported: false })
  variables.set('OPTIND', { value: '1', exported: false })
  return {
    process,
    name,
    variables,
    functions: new Map(),
    options: new Set(),
    parameters,
    directory: process.directory,
    descriptors: new Map([
      [0, { input: process.input }],
      [1, { output: process.output }],
      [2, { output: process.errors }],
    ]),
    traps: new Map(),
    pending: [],
    lastStatus: 0,
    jobs: [],
    lenient: 0,
    loops: 0,
    callDepth: 0,
    locals: [],
    subshell: false,
  }
}

/** A copy whose changes stay inside, as a fork gives. `process` is the one that runs it. */
export function forkShell(shell: Shell, process: Process = shell.process): Shell {
  return {
    ...shell,
    process,
    variables: new Map([...shell.variables].map(([name, variable]) => [name, { ...variable }])),
    functions: new Map(shell.functions),
    options: new Set(shell.options),
    descriptors: new Map(shell.descriptors),
    traps: new Map([...shell.traps].filter(([, command]) => command === '')),
    pending: [],
    jobs: [],
    loops: 0,
    locals: [],
    subshell: true,
  }
}

export function valueOf(shell: Shell, name: string): Bytes | undefined {
  return shell.variables.get(name)?.value
}

/** Sets a variable; throws ShellError when it is read-only. */
export function assign(shell: Shell, name: string, value: Bytes): void {
  const old = shell.variables.get(name)
  if (old?.readOnly) throw new ShellError(`${name}: is read only`, 2)
  shell.variables.set(name, { value, exported: old?.exported ?? shell.options.has('a') })
}

export function environmentOf(shell: Shell): Map<string, Bytes> {
  return new Map([...shell.variables].filter(([, { exported }]) => exported).map(([name, { value }]) => [name, value]))
}

/** A fault that ends the shell with a message, as a syntax error or `${x:?}` do. */
export class ShellError extends Error {
  readonly status: number
  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

/** `exit`, and what ends a shell under `set -e`. */
export class ExitShell extends Error {
  readonly status: number
  constructor(status: number) {
    super(`exit ${status}`)
    this.status = status
  }
}

/** Ctrl-C in an interactive shell: the command line ends, the shell goes on. */
export class Interrupted extends ExitShell {
  constructor() {
    super(130)
  }
}

/** `return` from a function or a sourced file. */
export class ReturnFrom extends Error {
  readonly status: number
  constructor(status: number) {
    super(`return ${status}`)
    this.status = status
  }
}

/** `break` and `continue`, over so many loops. */
export class LeaveLoop extends Error {
  readonly kind: 'break' | 'continue'
  readonly levels: number
  constructor(kind: LeaveLoop['kind'], levels: number) {
    super(kind)
    this.kind = kind
    this.levels = levels
  }
}
