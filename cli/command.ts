// What a command is. Options are data: parsing, help and the README's table all read them here.
import type { Readable } from 'node:stream'

export interface Option {
  type: 'string' | 'boolean'
  short?: string
  /** Name of the value in the help: `CARPETA`. */
  value?: string
  help: string
}

export interface Command {
  name: string
  /** One line, Spanish. */
  summary: string
  /** Names of its arguments as the help shows them: `<lab>`, `[lab…]`. */
  arguments?: string
  options: Record<string, Option>
  /** Prints its result and gives the exit code. Rejections with a `remedy` or a Spanish message are shown as they are. */
  run(input: Input): Promise<number>
}

/** What a command gets. */
export interface Input {
  positionals: string[]
  /** Values by option name; booleans are true or absent. */
  options: Record<string, string | boolean | undefined>
  io: Io
}

/** The process as a command may touch it, so that tests need none. */
export interface Io {
  out: (text: string) => void
  err: (text: string) => void
  stdin: Readable
  env: Record<string, string | undefined>
  /** Resolves when the person asks to stop (Ctrl-C). */
  stopped: Promise<void>
}

/** Gives a command its types. */
export function defineCommand(command: Command): Command {
  return command
}

/** A mistake in how a command was called: exit code 2, with the way out. */
export class UsageError extends Error {}

/** The value of a string option. */
export function text(input: Input, name: string): string | undefined {
  const value = input.options[name]
  return typeof value === 'string' ? value : undefined
}

/** Options that several commands share. */
export const clusterOption: Option = {
  type: 'string',
  value: 'MOTOR',
  help: 'embedded, k3s o existing (si no se dice: TIMONEL_CLUSTER, o k3s donde conteste Docker)',
}
export const kubeconfigOption: Option = {
  type: 'string',
  value: 'FICHERO',
  help: 'kubeconfig del cluster, para --cluster existing (si no se dice: KUBECONFIG)',
}
export const jsonOption: Option = { type: 'boolean', help: 'para una máquina: JSON en la salida' }
