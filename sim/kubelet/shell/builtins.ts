// Commands built into the shell: those that change it.
import { parse } from 'unbash'
import { printf } from '../applets/printf.ts'
import { echo } from '../applets/echo.ts'
import { kill } from '../applets/kill.ts'
import { testProgram } from '../applets/test.ts'
import { findCommand } from '../runtime/executable.ts'
import { FileError } from '../runtime/file-tree.ts'
import type { Process } from '../runtime/process.ts'
import type { Evaluator } from './evaluate.ts'
import { readLine } from './read-line.ts'
import { runExternal } from './external.ts'
import { assign, ExitShell, LeaveLoop, ReturnFrom, ShellError, valueOf, type Shell } from './state.ts'
import { setTrap, signalName } from './traps.ts'
import { wait } from './wait.ts'

/** Runs in the shell's own process; `process` carries the arguments and the redirected streams. */
export type Builtin = (shell: Shell, process: Process, evaluator: Evaluator) => Promise<number>

export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', async () => 0],
  ['true', async () => 0],
  ['false', async () => 1],
  ['echo', (_, process) => echo(process)],
  ['printf', (_, process) => printf(process)],
  ['test', (_, process) => testProgram(process)],
  ['[', (_, process) => testProgram(process)],
  ['kill', (shell, process) => kill(withJobs(shell, process))],
  ['cd', changeDirectory],
  ['pwd', async (shell, process) => (await process.print(`${shell.directory}\n`), 0)],
  ['exit', async (shell, process) => leave(new ExitShell(statusOf(process.args[1], shell.lastStatus)))],
  ['return', async (shell, process) => leave(new ReturnFrom(statusOf(process.args[1], shell.lastStatus)))],
  ['break', async (shell, process) => loopControl(shell, 'break', process.args[1])],
  ['continue', async (shell, process) => loopControl(shell, 'continue', process.args[1])],
  ['export', (shell, process) => declare(shell, process, (name) => void (variable(shell, name).exported = true))],
  ['readonly', (shell, process) => declare(shell, process, (name) => void (variable(shell, name).readOnly = true))],
  ['local', local],
  ['unset', async (shell, process) => unset(shell, process.args.slice(1))],
  ['shift', async (shell, process) => shift(shell, process.args[1])],
  ['set', (shell, process) => set(shell, process)],
  ['read', readLine],
  ['trap', trap],
  ['wait', wait],
  ['jobs', async () => 0],
  ['umask', async (_, process) => (process.args[1] ? 0 : (await process.print('0022\n'), 0))],
  ['ulimit', async (_, process) => (await process.print('unlimited\n'), 0)],
  ['eval', (shell, process, evaluator) => evaluator.list(shell, parse(process.args.slice(1).join(' ')))],
  ['.', source],
  ['source', source],
  ['command', command],
  ['type', type],
  ['let', let_],
])

function leave(error: Error): never {
  throw error
}

function statusOf(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^\d+$/.test(text)) throw new ShellError(`Illegal number: ${text}`, 2)
  return Number(text) & 255
}

function loopControl(shell: Shell, kind: LeaveLoop['kind'], levels: string | undefined): number {
  if (shell.loops === 0) return 0
  throw new LeaveLoop(kind, Math.max(Number(levels ?? 1), 1))
}

function variable(shell: Shell, name: string): { value: string; exported: boolean; readOnly?: boolean } {
  if (!shell.variables.has(name)) shell.variables.set(name, { value: '', exported: false })
  return shell.variables.get(name)!
}

async function declare(shell: Shell, process: Process, mark: (name: string) => void): Promise<number> {
  const words = process.args.slice(1).filter((word) => word !== '-p')
  for (const word of words) {
    const equals = word.indexOf('=')
    const name = equals === -1 ? word : word.slice(0, equals)
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new ShellError(`${process.args[0]}: ${name}: bad variable name`, 2)
    if (equals !== -1) assign(shell, name, word.slice(equals + 1))
    mark(name)
  }
  if (words.length > 0) return 0
  for (const [name, { value, exported }] of shell.variables) {
    if (exported) await process.print(`export ${name}='${value.replaceAll("'", `'"'"'`)}'\n`)
  }
  return 0
}

async function local(shell: Shell, process: Process): Promise<number> {
  const scope = shell.locals.at(-1)
  if (!scope) throw new ShellError('local: not in a function', 2)
  for (const word of process.args.slice(1)) {
    const equals = word.indexOf('=')
    const name = equals === -1 ? word : word.slice(0, equals)
    const old = shell.variables.get(name)
    if (!scope.has(name)) scope.set(name, old && { ...old })
    if (equals !== -1) shell.variables.set(name, { value: word.slice(equals + 1), exported: old?.exported ?? false })
  }
  return 0
}

function unset(shell: Shell, words: string[]): number {
  const functions = words[0] === '-f'
  for (const name of words.filter((word) => word !== '-f' && word !== '-v')) {
    if (shell.variables.get(name)?.readOnly) throw new ShellError(`unset: ${name}: is read only`, 2)
    if (functions) shell.functions.delete(name)
    else shell.variables.delete(name)
  }
  return 0
}

function shift(shell: Shell, text: string | undefined): number {
  const count = statusOf(text, 1)
  if (count > shell.parameters.length) throw new ShellError('shift: shift count out of range', 2)
  shell.parameters = shell.parameters.slice(count)
  return 0
}

const optionLetters: Record<string, string> = {
  errexit: 'e',
  nounset: 'u',
  xtrace: 'x',
  noglob: 'f',
  noclobber: 'C',
  allexport: 'a',
  pipefail: 'o',
}

async function set(shell: Shell, process: Process): Promise<number> {
  const words = process.args.slice(1)
  if (words.length === 0) {
    for (const [name, { value }] of [...shell.variables].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      await process.print(`${name}='${value.replaceAll("'", `'"'"'`)}'\n`)
    }
    return 0
  }
  while (words.length > 0) {
    const word = words[0]!
    if (word === '--') {
      shell.parameters = words.slice(1)
      return 0
    }
    if (!/^[-+][a-zA-Z]+$/.test(word)) {
      shell.parameters = words
      return 0
    }
    words.shift()
    for (const letter of word.slice(1)) {
      const option = letter === 'o' ? optionLetters[words.shift() ?? ''] : letter
      if (option === undefined) throw new ShellError('set: illegal option -o', 2)
      if (word.startsWith('-')) shell.options.add(option)
      else shell.options.delete(option)
    }
  }
  return 0
}

async function changeDirectory(shell: Shell, process: Process): Promise<number> {
  const wanted = process.args[1] ?? valueOf(shell, 'HOME') ?? '/'
  const target = wanted === '-' ? (valueOf(shell, 'OLDPWD') ?? shell.directory) : wanted
  const path = process.files.absolute(target, shell.directory)
  const node = process.files.lookup(path)
  if (node?.kind !== 'directory') {
    await process.complain(
      `${shell.name}: cd: can't cd to ${target}: ${new FileError(node ? 'ENOTDIR' : 'ENOENT').message}\n`,
    )
    return 2
  }
  if (wanted === '-') await process.print(`${path}\n`)
  shell.variables.set('OLDPWD', { value: shell.directory, exported: true })
  shell.variables.set('PWD', { value: path, exported: true })
  shell.directory = path
  return 0
}

async function trap(shell: Shell, process: Process): Promise<number> {
  const words = process.args.slice(1).filter((word) => word !== '--')
  if (words.length === 0) {
    for (const [name, text] of shell.traps) await process.print(`trap -- '${text}' ${name}\n`)
    return 0
  }
  const removes = words[0] === '-' || (words.length === 1 && signalName(words[0]!) !== undefined)
  for (const word of removes && words[0] !== '-' ? words : words.slice(1)) {
    const name = signalName(word)
    if (name === undefined) {
      await process.complain(`${shell.name}: trap: ${word}: invalid signal specification\n`)
      return 1
    }
    setTrap(shell, name, removes ? undefined : words[0]!)
  }
  return 0
}

async function source(shell: Shell, process: Process, evaluator: Evaluator): Promise<number> {
  const name = process.args[1]
  if (name === undefined) throw new ShellError('.: filename argument required', 2)
  const path = process.files.absolute(name, shell.directory)
  if (process.files.lookup(path)?.kind !== 'file')
    throw new ShellError(`.: can't open '${name}': No such file or directory`, 2)
  try {
    return await evaluator.list(shell, parse(process.files.read(path)))
  } catch (error) {
    if (error instanceof ReturnFrom) return error.status
    throw error
  }
}

async function command(shell: Shell, process: Process, evaluator: Evaluator): Promise<number> {
  const [, option, ...rest] = process.args
  if (option === '-v' || option === '-V') return locate(shell, process, rest[0] ?? '', option === '-V')
  const args = process.args.slice(1)
  if (args.length === 0) return 0
  const builtin = builtins.get(args[0]!)
  return builtin ? builtin(shell, { ...process, args }, evaluator) : runExternal(shell, args, [])
}

async function type(shell: Shell, process: Process): Promise<number> {
  let status = 0
  for (const name of process.args.slice(1)) status = (await locate(shell, process, name, true)) || status
  return status
}

async function locate(shell: Shell, process: Process, name: string, verbose: boolean): Promise<number> {
  const path = findCommand(process.files, name, valueOf(shell, 'PATH'), shell.directory)
  const kind = shell.functions.has(name) ? 'a function' : builtins.has(name) ? 'a shell builtin' : undefined
  if (kind) await process.print(verbose ? `${name} is ${kind}\n` : `${name}\n`)
  else if (path) await process.print(verbose ? `${name} is ${path}\n` : `${path}\n`)
  else if (verbose) await process.complain(`${name}: not found\n`)
  return kind || path ? 0 : 127
}

async function let_(shell: Shell, process: Process, evaluator: Evaluator): Promise<number> {
  const script = process.args.slice(1).map((word) => `: $((${word}))`)
  await evaluator.list(shell, parse(script.join('\n')))
  const last = process.args.at(-1) ?? ''
  return (await evaluator.expander.operand(shell, `$((${last.replace(/=.*/, '')}))`)) === '0' ? 1 : 0
}

// `kill %1`: the shell alone knows its jobs.
function withJobs(shell: Shell, process: Process): Process {
  const args = process.args.map((word) =>
    /^%\d+$/.test(word) ? `${shell.jobs[Number(word.slice(1)) - 1]?.pid ?? word}` : word,
  )
  return { ...process, args }
}
