// Traps: commands that run when a signal comes or the shell ends.
import { parse } from 'unbash'
import { signals } from '../runtime/process.ts'
import type { Evaluator } from './evaluate.ts'
import { ExitShell, ReturnFrom, ShellError, type Shell } from './state.ts'

/** Sets (or, without a command, removes) a trap. */
export function setTrap(shell: Shell, name: string, command: string | undefined): void {
  if (command === undefined) shell.traps.delete(name)
  else shell.traps.set(name, command)
  const signal = signals[name]
  if (signal === undefined || shell.subshell) return
  if (command === undefined) return shell.process.onSignal(signal, undefined)
  shell.process.onSignal(signal, () => {
    if (command === '') return
    shell.pending.push(name)
    shell.interrupt?.()
  })
}

/** `TERM`, `SIGTERM`, `15`, `EXIT` and `0` as one name; undefined for what is none. */
export function signalName(text: string): string | undefined {
  if (text === '0') return 'EXIT'
  const byNumber = Object.entries(signals).find(([, number]) => `${number}` === text)?.[0]
  const name = byNumber ?? text.toUpperCase().replace(/^SIG/, '')
  return name === 'EXIT' || name in signals ? name : undefined
}

/** Runs the traps of signals that came while something else ran. */
export async function runPendingTraps(shell: Shell, evaluator: Evaluator): Promise<void> {
  for (let name = shell.pending.shift(); name !== undefined; name = shell.pending.shift()) {
    const command = shell.traps.get(name)
    const status = shell.lastStatus
    if (command) await evaluator.list(shell, parse(command))
    shell.lastStatus = status
  }
}

/** Runs the EXIT trap and gives the status that the shell ends with. */
export async function runExitTrap(shell: Shell, evaluator: Evaluator, status: number): Promise<number> {
  const command = shell.traps.get('EXIT')
  shell.traps.delete('EXIT')
  if (!command) return status
  shell.lastStatus = status
  try {
    await evaluator.list(shell, parse(command))
  } catch (error) {
    if (error instanceof ExitShell || error instanceof ReturnFrom || error instanceof ShellError) return error.status
    throw error
  }
  return status
}
