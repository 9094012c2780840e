// Redirections: which file, stream or text a descriptor stands for.
import type { Redirection } from 'unbash'
import { sourceOf, type ByteSink } from '../../network/pipe.ts'
import { FileError, type DeviceNode } from '../runtime/file-tree.ts'
import type { Machine } from '../runtime/machine.ts'
import type { Expander } from './expand.ts'
import { ShellError, type Descriptor, type Shell } from './state.ts'

/** The descriptors of a command with its redirections. Throws ShellError with the shell's words when a file cannot be opened. */
export async function redirect(
  shell: Shell,
  redirections: readonly Redirection[],
  expander: Expander,
): Promise<Map<number, Descriptor>> {
  const descriptors = new Map(shell.descriptors)
  for (const redirection of redirections) await apply(shell, redirection, descriptors, expander)
  return descriptors
}

async function apply(
  shell: Shell,
  redirection: Redirection,
  descriptors: Map<number, Descriptor>,
  expander: Expander,
): Promise<void> {
  const { descriptor, operator } = redirection
  const given = descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined
  if (redirection.type === 'HereDoc') {
    const { text: raw, parts } = redirection.body
    const body = parts ? await expander.parts(shell, parts) : raw
    descriptors.set(given ?? 0, { input: sourceOf(operator === '<<-' ? body.replace(/^\t+/gm, '') : body) })
    return
  }
  const target = redirection.target ? await expander.text(shell, redirection.target) : ''
  if (redirection.type === 'HereString') return void descriptors.set(given ?? 0, { input: sourceOf(`${target}\n`) })
  if (operator === '>&' || operator === '<&') {
    if (target === '-') return void descriptors.delete(given ?? (operator === '<&' ? 0 : 1))
    if (/^\d+$/.test(target)) {
      const source = descriptors.get(Number(target))
      if (!source) throw new ShellError(`${target}: Bad file descriptor`, 2)
      return void descriptors.set(given ?? (operator === '<&' ? 0 : 1), source)
    }
  }
  const opened = open(shell, target, operator, descriptors)
  descriptors.set(given ?? (operator.startsWith('<') ? 0 : 1), opened)
  if (operator.startsWith('&') || (operator === '>&' && given === undefined)) descriptors.set(2, opened)
}

function open(shell: Shell, target: string, operator: string, descriptors: Map<number, Descriptor>): Descriptor {
  const { files, machine } = shell.process
  const path = files.absolute(target, shell.directory)
  const reading = operator === '<'
  try {
    const node = files.lookup(path)
    if (node?.kind === 'device') return device(node, descriptors, machine)
    if (reading) return { input: sourceOf(files.read(path)) }
    if (shell.options.has('C') && operator === '>' && node?.kind === 'file') throw new FileError('EEXIST')
    if (operator === '<>') files.write(path, '', { append: true })
    else files.write(path, '', { append: operator.endsWith('>>') })
    return { output: appendTo(shell, path) }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new ShellError(openError(target, error, reading), 1)
  }
}

/** ash says less than the C library when a file cannot be opened. */
function openError(target: string, error: FileError, reading: boolean): string {
  const verb = reading ? 'open' : 'create'
  const words = error.code === 'ENOENT' ? (reading ? 'no such file' : 'nonexistent directory') : error.message
  return `can't ${verb} ${target}: ${words}`
}

function appendTo(shell: Shell, path: string): ByteSink {
  return {
    async write(bytes) {
      shell.process.files.write(path, bytes, { append: true })
      return true
    },
    close: () => undefined,
  }
}

function device({ device: kind }: DeviceNode, descriptors: Map<number, Descriptor>, machine: Machine): Descriptor {
  switch (kind) {
    case 'stdin':
      return descriptors.get(0) ?? {}
    case 'stdout':
      return descriptors.get(1) ?? {}
    case 'stderr':
      return descriptors.get(2) ?? {}
    case 'container-stdout':
      return { output: machine.log.output }
    case 'container-stderr':
      return { output: machine.log.errors }
    case 'null':
      return { input: sourceOf(''), output: nowhere }
    case 'zero':
      return { input: endless(() => '\0'.repeat(4096)), output: nowhere }
    case 'random': {
      const byte = (): string => String.fromCharCode(Math.floor(machine.random() * 256))
      return { input: endless(() => Array.from({ length: 256 }, byte).join('')), output: nowhere }
    }
  }
}

const nowhere: ByteSink = { write: async () => true, close: () => undefined }

function endless(make: () => string): Descriptor['input'] {
  return { read: async ({ max = 4096 } = {}) => make().slice(0, max), cancel: () => undefined }
}
