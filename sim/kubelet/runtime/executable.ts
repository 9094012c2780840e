// From a command's name to the program that runs: PATH, scripts with `#!`, and what can be wrong with a file.
import type { Bytes } from '../../network/bytes.ts'
import type { FileSystem } from './file-system.ts'
import type { Machine } from './machine.ts'
import type { Program } from './process.ts'

/** What to run, and with which arguments (those of a script's interpreter come first). */
export interface Executable {
  path: string
  program: Program
  args: Bytes[]
}

export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

const interpretersMax = 4

/** The path that a command's name leads to; undefined when there is none. */
export function findCommand(
  files: FileSystem,
  name: Bytes,
  path: Bytes | undefined,
  directory: string,
): string | undefined {
  if (name.includes('/')) {
    const absolute = files.absolute(name, directory)
    return files.lookup(absolute) ? absolute : undefined
  }
  for (const folder of (path ?? defaultPath).split(':')) {
    const candidate = files.absolute(`${folder || '.'}/${name}`, directory)
    const node = files.lookup(candidate)
    if (node?.kind === 'file' && (node.program !== undefined || node.mode & 0o111)) return candidate
  }
  return undefined
}

/** The program of an executable file; the reason (errno's words) when it cannot run. */
export function loadExecutable(
  machine: Machine,
  files: FileSystem,
  path: string,
  args: Bytes[],
  depth = 0,
): Executable | 'permission denied' | 'exec format error' | 'no such file or directory' {
  const node = files.lookup(path)
  if (!node) return 'no such file or directory'
  if (node.kind !== 'file') return 'permission denied'
  if (node.program !== undefined) {
    const program = machine.programs.get(node.program)
    return program ? { path, program, args } : 'exec format error'
  }
  if (!(node.mode & 0o111)) return 'permission denied'
  const interpreter = /^#![ \t]*(\S+)(?:[ \t]+([^\n]*\S))?/.exec(node.data)
  if (!interpreter || depth > interpretersMax) return 'exec format error'
  const [, command = '', argument] = interpreter
  return loadExecutable(
    machine,
    files,
    files.absolute(command, '/'),
    [command, ...(argument ? [argument] : []), path, ...args.slice(1)],
    depth + 1,
  )
}
