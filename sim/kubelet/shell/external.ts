// Commands that are files: found through PATH, run as processes of their own.
import { sourceOf, type ByteSink } from '../../network/pipe.ts'
import { findCommand, loadExecutable } from '../runtime/executable.ts'
import { signals, withChanges, type Program } from '../runtime/process.ts'
import { environmentOf, valueOf, type Shell } from './state.ts'

const nowhere: ByteSink = { write: async () => true, close: () => undefined }

/** Runs a command and waits for it. `replace` (exec): the shell's own process becomes it. */
export async function runExternal(
  shell: Shell,
  args: string[],
  values: [string, string][],
  { replace = false } = {},
): Promise<number> {
  const { process } = shell
  const name = args[0]!
  const errors = shell.descriptors.get(2)?.output ?? nowhere
  const fail = async (words: string, status: number): Promise<number> => {
    await process.until(errors.write(`${shell.name}: ${name}: ${words}\n`))
    return status
  }
  const path = findCommand(process.files, name, valueOf(shell, 'PATH'), shell.directory)
  if (path === undefined) return fail('not found', 127)
  const executable = loadExecutable(process.machine, process.files, path, args)
  if (executable === 'permission denied') return fail('Permission denied', 126)
  if (executable === 'no such file or directory') return fail('not found', 127)
  // A file without `#!` is a script of the shell that runs it.
  const shellProgram = process.machine.programs.get('sh')
  if (executable === 'exec format error' && !shellProgram) return fail('Exec format error', 126)
  const { program, args: all }: { program: Program; args: string[] } =
    executable === 'exec format error' ? { program: shellProgram!, args: ['sh', path, ...args.slice(1)] } : executable
  const env = new Map([...environmentOf(shell), ...values])
  const changes = {
    args: all,
    env,
    directory: shell.directory,
    input: shell.descriptors.get(0)?.input ?? sourceOf(''),
    output: shell.descriptors.get(1)?.output ?? nowhere,
    errors,
  }
  if (replace) {
    for (const signal of shell.traps.keys())
      if (shell.traps.get(signal) !== '') process.onSignal(signals[signal] ?? 0, undefined)
    shell.traps.clear()
    return program(withChanges(process, changes))
  }
  const child = process.machine.processes.spawn({ ...changes, files: process.files, program, parentPid: process.pid })
  if (!child) return fail("can't fork: Resource temporarily unavailable", 2)
  return process.until(child.exit)
}
