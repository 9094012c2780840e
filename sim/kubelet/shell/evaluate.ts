// Runs parsed shell scripts, as busybox' ash does.
import type {
  AndOr,
  Command,
  CommandNode,
  CompoundList,
  Function as FunctionNode,
  Pipeline,
  Script,
  Statement,
  Word,
} from 'unbash'
import { createPipe, sourceOf, type ByteSink, type Pipe } from '../../network/pipe.ts'
import { limits } from '../../limits.ts'
import { Killed, withChanges, type Process, type Program } from '../runtime/process.ts'
import { arithmetic } from './arithmetic.ts'
import { builtins } from './builtins.ts'
import { runCompound } from './compound.ts'
import { createExpander, type Expander } from './expand.ts'
import { runExternal } from './external.ts'
import { redirect } from './redirect.ts'
import {
  assign,
  callDepthMax,
  ExitShell,
  forkShell,
  Interrupted,
  ReturnFrom,
  ShellError,
  type Descriptor,
  type Shell,
  type Variable,
} from './state.ts'
import { runExitTrap, runPendingTraps } from './traps.ts'

/** What the parts of the evaluator use of each other. */
export interface Evaluator {
  readonly expander: Expander
  list(shell: Shell, list: Script | CompoundList): Promise<number>
  /** Runs a list whose failures `set -e` forgives. */
  condition(shell: Shell, list: CompoundList): Promise<number>
  command(shell: Shell, node: CommandNode): Promise<number>
  /** Runs a list in a copy of the shell, whose changes stay inside. */
  subshell(shell: Shell, list: Script | CompoundList, changes?: Partial<Shell>): Promise<number>
}

const expander = createExpander(substitute)
const evaluator: Evaluator = {
  expander,
  list: runList,
  condition: runCondition,
  command: runCommand,
  subshell: runSubshell,
}

/** Runs a whole script in `shell`; gives its last status. Throws ExitShell, ShellError and Killed. */
async function runList(shell: Shell, list: Script | CompoundList): Promise<number> {
  for (const statement of list.commands) await runStatement(shell, statement)
  return shell.lastStatus
}

async function runStatement(shell: Shell, { command, background }: Statement): Promise<void> {
  await breathe(shell)
  if (background) return startJob(shell, (inner) => runNode(inner, command))
  shell.lastStatus = await runNode(shell, command)
  await runPendingTraps(shell, evaluator)
}

async function breathe(shell: Shell): Promise<void> {
  const { process } = shell
  process.killed.throwIfAborted()
  await process.until(process.machine.processes.cpu.breathe(process.pid))
  if (shell.interrupts?.pending) throw new Interrupted()
  await runPendingTraps(shell, evaluator)
}

async function runNode(shell: Shell, node: Statement['command']): Promise<number> {
  if (node.type === 'AndOr') return runAndOr(shell, node)
  if (node.type === 'Pipeline') return runPipeline(shell, node)
  return checked(shell, await runCommand(shell, node))
}

// `set -e` ends the shell at a failure that nothing looks at.
function checked(shell: Shell, status: number): number {
  shell.lastStatus = status
  if (status !== 0 && shell.lenient === 0 && shell.options.has('e')) throw new ExitShell(status)
  return status
}

async function runAndOr(shell: Shell, { commands, operators }: AndOr): Promise<number> {
  let status = 0
  for (const [index, node] of commands.entries()) {
    const operator = operators[index - 1]
    if (operator !== undefined && (operator === '&&') !== (status === 0)) continue
    const last = index === commands.length - 1
    status = last ? await runNode(shell, node) : await leniently(shell, () => runNode(shell, node))
    shell.lastStatus = status
  }
  return status
}

async function leniently<T>(shell: Shell, run: () => Promise<T>): Promise<T> {
  shell.lenient++
  try {
    return await run()
  } finally {
    shell.lenient--
  }
}

function runCondition(shell: Shell, list: CompoundList): Promise<number> {
  return leniently(shell, () => runList(shell, list))
}

async function runPipeline(shell: Shell, node: Pipeline): Promise<number> {
  const negated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1
  const run = (): Promise<number> =>
    node.commands.length === 1 ? runCommand(shell, node.commands[0]!) : runStages(shell, node.commands)
  if (!negated) return checked(shell, await run())
  shell.lastStatus = (await leniently(shell, run)) === 0 ? 1 : 0
  return shell.lastStatus
}

async function runStages(shell: Shell, commands: readonly CommandNode[]): Promise<number> {
  const pipes = commands.slice(1).map(() => createPipe())
  const statuses = await shell.process.until(
    Promise.all(commands.map((command, index) => runStage(shell, command, pipes[index - 1], pipes[index]))),
  )
  return statuses.at(-1)!
}

async function runStage(shell: Shell, command: CommandNode, input: Pipe | undefined, output: Pipe | undefined) {
  const descriptors = new Map(shell.descriptors)
  if (input) descriptors.set(0, { input })
  if (output) descriptors.set(1, { output })
  const inner: Shell = { ...forkShell(shell), descriptors }
  try {
    return await ending(inner, () => runCommand(inner, command))
  } finally {
    input?.cancel()
    output?.close()
  }
}

/** Runs the body of a subshell up to its end, whichever way that comes. */
async function ending(shell: Shell, run: () => Promise<number>): Promise<number> {
  let status: number
  try {
    status = await run()
  } catch (error) {
    shell.process.killed.throwIfAborted()
    if (error instanceof ExitShell || error instanceof ReturnFrom) status = error.status
    else if (error instanceof Killed) status = 128 + error.signal
    else if (error instanceof ShellError) status = await report(shell, error)
    else throw error
  }
  return runExitTrap(shell, evaluator, status)
}

/** Runs scripts, one after the other, as a program's whole life: errors are reported, the EXIT trap runs. */
export function runToEnd(shell: Shell, scripts: Iterable<Script> | AsyncIterable<Script>): Promise<number> {
  return ending(shell, async () => {
    for await (const script of scripts) await runList(shell, script)
    return shell.lastStatus
  })
}

/** Runs one line of a shell that goes on after it: faults are reported. Throws ExitShell (Interrupted too) and Killed. */
export async function runLine(shell: Shell, script: Script): Promise<void> {
  try {
    await runList(shell, script)
  } catch (error) {
    if (error instanceof ReturnFrom) shell.lastStatus = error.status
    else if (error instanceof ShellError) shell.lastStatus = await report(shell, error)
    else throw error
  }
}

/** Ends a shell whose lines were run one by one. */
export function endShell(shell: Shell, status: number): Promise<number> {
  return runExitTrap(shell, evaluator, status)
}

async function report(shell: Shell, error: ShellError): Promise<number> {
  await shell.process.until(errorsOf(shell).write(`${shell.name}: ${error.message}\n`))
  return error.status
}

function errorsOf(shell: Shell): ByteSink {
  return shell.descriptors.get(2)?.output ?? { write: async () => true, close: () => undefined }
}

async function runSubshell(shell: Shell, list: Script | CompoundList, changes: Partial<Shell> = {}): Promise<number> {
  if (shell.callDepth >= callDepthMax) throw new ShellError('too many nested subshells', 2)
  const inner: Shell = { ...forkShell(shell), callDepth: shell.callDepth + 1, ...changes }
  return ending(inner, () => runList(inner, list))
}

async function substitute(shell: Shell, script: Script): Promise<string> {
  const output = createPipe()
  let value = ''
  const reading = (async () => {
    for (let part = await output.read(); part !== undefined; part = await output.read()) {
      value += part
      if (value.length > limits.shellValueBytesMax) output.cancel()
    }
  })()
  const descriptors = new Map<number, Descriptor>([...shell.descriptors, [1, { output }]])
  shell.lastStatus = await runSubshell(shell, script, { descriptors })
  output.close()
  await shell.process.until(reading)
  return value.replace(/\n+$/, '')
}

function startJob(shell: Shell, run: (inner: Shell) => Promise<number>): void {
  const program: Program = (process: Process) => {
    const inner: Shell = { ...forkShell(shell, process), subshell: false }
    delete inner.interrupts
    return ending(inner, () => run(inner))
  }
  const job = shell.process.machine.processes.spawn({
    args: shell.process.args,
    env: shell.process.env,
    directory: shell.directory,
    files: shell.process.files,
    input: sourceOf(''),
    output: shell.process.output,
    errors: shell.process.errors,
    program,
    parentPid: shell.process.pid,
    background: true,
  })
  if (!job) throw new ShellError("can't fork: Resource temporarily unavailable", 2)
  shell.jobs = [...shell.jobs.filter((one) => one.running), job]
  shell.lastBackgroundPid = job.pid
  shell.lastStatus = 0
}

async function runCommand(shell: Shell, node: CommandNode): Promise<number> {
  switch (node.type) {
    case 'Command':
      return runSimple(shell, node)
    case 'Function':
      shell.functions.set(node.name.value, node.body)
      return 0
    case 'Redirected': {
      const descriptors = await redirectOrReport(shell, node.redirects)
      if (!descriptors) return 1
      return withDescriptors(shell, descriptors, () => runCommand(shell, node.command))
    }
    case 'ArithmeticCommand': {
      const value = await arithmetic(shell, node.expression, (text) => expander.operand(shell, text))
      return value === 0n ? 1 : 0
    }
    case 'Coproc':
      throw new ShellError('syntax error: unexpected word', 2)
    default:
      return runCompound(evaluator, shell, node)
  }
}

async function redirectOrReport(
  shell: Shell,
  redirects: Command['redirects'],
): Promise<Map<number, Descriptor> | undefined> {
  if (redirects.length === 0) return shell.descriptors
  try {
    return await redirect(shell, redirects, expander)
  } catch (error) {
    if (!(error instanceof ShellError)) throw error
    await report(shell, error)
    return undefined
  }
}

async function withDescriptors<T>(
  shell: Shell,
  descriptors: Map<number, Descriptor>,
  run: () => Promise<T>,
): Promise<T> {
  const before = shell.descriptors
  shell.descriptors = descriptors
  try {
    return await run()
  } finally {
    shell.descriptors = before
  }
}

async function runSimple(shell: Shell, node: Command): Promise<number> {
  const assignments = node.prefix.filter((part) => part.type === 'Assignment')
  const words = node.args.map((argument) => (argument.type === 'Assignment' ? assignmentWord(argument) : argument))
  shell.lastStatus = node.name ? shell.lastStatus : 0
  const args = await expander.fields(shell, node.name ? [node.name, ...words] : words)
  const descriptors = await redirectOrReport(shell, node.redirects)
  if (!descriptors) return 1
  const values: [string, string][] = []
  for (const { name, value } of assignments) {
    if (value.type === 'ArrayValue') throw new ShellError('syntax error: unexpected "("', 2)
    values.push([name, await expander.text(shell, value)])
  }
  if (shell.options.has('x')) await trace(shell, [...values.map(([name, value]) => `${name}=${value}`), ...args])
  if (args.length === 0) {
    for (const [name, value] of values) assign(shell, name, value)
    return shell.lastStatus
  }
  if (args[0] === 'exec') return runExec(shell, args.slice(1), descriptors, values)
  return withDescriptors(shell, descriptors, () => invoke(shell, args, values))
}

// `export A=$b` is an assignment word: its value is not split. Here it is passed on as one quoted word.
function assignmentWord(argument: { name: string; value: unknown; text: string }): Word {
  const word = argument.value as Word
  const literal = { type: 'SingleQuoted', pos: 0, end: 0, text: '', value: `${argument.name}=` } as const
  const parts = word.parts ?? [{ type: 'Literal', pos: 0, end: 0, text: word.text, value: word.value } as const]
  const quoted = { type: 'DoubleQuoted', pos: 0, end: 0, text: '', parts } as unknown as NonNullable<
    Word['parts']
  >[number]
  return { ...word, parts: [literal, quoted] }
}

async function trace(shell: Shell, words: string[]): Promise<void> {
  await shell.process.until(errorsOf(shell).write(`+ ${words.join(' ')}\n`))
}

async function invoke(shell: Shell, args: string[], values: [string, string][]): Promise<number> {
  const body = shell.functions.get(args[0]!)
  if (body) return withVariables(shell, values, () => callFunction(shell, body, args))
  const builtin = builtins.get(args[0]!)
  if (!builtin) return runExternal(shell, args, values)
  return withVariables(shell, values, () => {
    const process = withChanges(shell.process, {
      args,
      directory: shell.directory,
      input: shell.descriptors.get(0)?.input ?? sourceOf(''),
      output: shell.descriptors.get(1)?.output ?? nowhere,
      errors: errorsOf(shell),
    })
    return builtin(shell, process, evaluator)
  })
}

const nowhere: ByteSink = { write: async () => true, close: () => undefined }

/** Assignments before a function or a builtin hold only while it runs. */
async function withVariables<T>(shell: Shell, values: [string, string][], run: () => Promise<T>): Promise<T> {
  const before = values.map(([name]): [string, Variable | undefined] => [name, shell.variables.get(name)])
  for (const [name, value] of values) {
    assign(shell, name, value)
    shell.variables.get(name)!.exported = true
  }
  try {
    return await run()
  } finally {
    restore(shell, before)
  }
}

function restore(shell: Shell, before: Iterable<[string, Variable | undefined]>): void {
  for (const [name, variable] of before) {
    if (variable) shell.variables.set(name, variable)
    else shell.variables.delete(name)
  }
}

async function callFunction(shell: Shell, body: FunctionNode['body'], args: string[]): Promise<number> {
  if (shell.callDepth >= callDepthMax) throw new ShellError('maximum function recursion depth exceeded', 2)
  const { parameters, loops } = shell
  shell.parameters = args.slice(1)
  shell.callDepth++
  shell.loops = 0
  shell.locals.push(new Map())
  try {
    return body.type === 'CompoundList' ? await runList(shell, body) : await runCommand(shell, body)
  } catch (error) {
    if (error instanceof ReturnFrom) return error.status
    throw error
  } finally {
    shell.parameters = parameters
    shell.callDepth--
    shell.loops = loops
    restore(shell, shell.locals.pop()!)
  }
}

async function runExec(shell: Shell, args: string[], descriptors: Map<number, Descriptor>, values: [string, string][]) {
  shell.descriptors = descriptors
  if (args.length === 0) return 0
  throw new ExitShell(await runExternal(shell, args, values, { replace: true }))
}
