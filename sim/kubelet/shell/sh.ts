// The `sh` program: a script from `-c`, from a file, or from standard input.
import { parse } from 'unbash'
import { FileError } from '../runtime/file-tree.ts'
import type { Process } from '../runtime/process.ts'
import { runToEnd } from './evaluate.ts'
import { runInteractively, scriptsFrom } from './lines.ts'
import { createShell, type Shell } from './state.ts'

export async function sh(process: Process): Promise<number> {
  const words = process.args.slice(1)
  const options = new Set<string>()
  let inline = false
  while (/^[-+][a-zA-Z]+$/.test(words[0] ?? '') || words[0] === '--') {
    const word = words.shift()!
    if (word === '--') break
    for (const letter of word.slice(1)) {
      if (letter === 'c') inline = true
      else if (letter === 'o') words.shift()
      else options.add(letter)
    }
  }
  const self = process.args[0]!.replace(/^.*\//, '')
  if (inline && words.length === 0) {
    await process.complain(`${self}: -c requires an argument\n`)
    return 2
  }
  let script: string
  let name = self
  if (inline) {
    script = words.shift()!
    name = words.shift() ?? self
  } else if (words.length > 0) {
    name = words.shift()!
    try {
      script = process.files.read(process.path(name))
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await process.complain(`${self}: can't open '${name}': ${error.message}\n`)
      return 2
    }
  } else {
    const shell = shellOf(process, name, words, options)
    if (options.has('i') || process.input.terminal) return runInteractively(shell)
    return runToEnd(shell, scriptsFrom(process.input))
  }
  const parsed = parse(script)
  if (parsed.errors?.length) {
    const line = script.slice(0, parsed.errors[0]!.pos).split('\n').length
    await process.complain(`${name}: ${inline ? '' : `line ${line}: `}syntax error: ${parsed.errors[0]!.message}\n`)
    return 2
  }
  return runToEnd(shellOf(process, name, words, options), [parsed])
}

function shellOf(process: Process, name: string, words: string[], options: Set<string>): Shell {
  const shell = createShell(process, name, words)
  for (const option of options) if (option !== 'i' && option !== 'l' && option !== 's') shell.options.add(option)
  return shell
}
