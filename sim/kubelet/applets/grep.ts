// `grep`, with its usual options.
import { FileError } from '../runtime/file-tree.ts'
import type { Process, Program } from '../runtime/process.ts'
import { escapeRegExp } from '../shell/pattern.ts'
import { applet, AppletError, linesFrom, nameOf, openInput } from './applet.ts'
import type { Options } from './options.ts'
import { regularExpression } from './regular-expression.ts'

export const grep: Program = applet('EFqivcnolhHrRwxse:m:A:B:C:', async (process, options) => {
  const { flags } = options
  const rest = [...options.rest]
  const pattern = flags.get('e') ?? rest.shift()
  if (pattern === undefined) throw new AppletError('missing pattern', 2)
  const expression = expressionOf(process, pattern, options)
  const names = flags.has('r') || flags.has('R') ? filesBelow(process, rest.length > 0 ? rest : ['.']) : rest
  const search = { expression, flags, named: (names.length > 1 || flags.has('H') || flags.has('r')) && !flags.has('h') }
  let matched = false
  let failed = false
  for (const name of names.length > 0 ? names : ['-']) {
    const found = await searchFile(process, name, search)
    if (found === undefined) failed = true
    else if (found) matched = true
    if (matched && flags.has('q')) return 0
  }
  if (failed) return 2
  return matched ? 0 : 1
})

function expressionOf(process: Process, pattern: string, { flags }: Options): RegExp {
  const extended = flags.has('E') || nameOf(process) === 'egrep'
  const fixed = flags.has('F') || nameOf(process) === 'fgrep'
  const parts = pattern.split('\n').map((one) => (fixed ? escapeRegExp(one) : regularExpression(one, extended)))
  let source = parts.join('|')
  if (flags.has('w')) source = `(?<!\\w)(?:${source})(?!\\w)`
  if (flags.has('x')) source = `^(?:${source})$`
  try {
    return new RegExp(source, flags.has('i') ? 'gi' : 'g')
  } catch {
    throw new AppletError(`bad regex '${pattern}'`, 2)
  }
}

interface Search {
  expression: RegExp
  flags: Options['flags']
  named: boolean
}

async function searchFile(
  process: Process,
  name: string,
  { expression, flags, named }: Search,
): Promise<boolean | undefined> {
  const source = await openInput(process, name).catch((error: unknown) => {
    if (!(error instanceof FileError)) throw error
    return undefined
  })
  if (!source) return undefined
  const after = Number(flags.get('A') ?? flags.get('C') ?? 0)
  const before = Number(flags.get('B') ?? flags.get('C') ?? 0)
  const most = Number(flags.get('m') ?? Infinity)
  const silent = flags.has('q') || flags.has('c') || flags.has('l')
  const held: string[] = []
  let count = 0
  let number = 0
  let trailing = 0
  const show = async (line: string, mark: string): Promise<void> => {
    const prefix = `${named ? `${name}${mark}` : ''}${flags.has('n') ? `${number}${mark}` : ''}`
    await process.print(`${prefix}${line}\n`)
  }
  for await (const line of linesFrom(source)) {
    number++
    expression.lastIndex = 0
    const hits = line.match(expression)
    if ((hits !== null) === flags.has('v')) {
      if (trailing-- > 0 && !silent) await show(line, '-')
      else if (before > 0) held.push(line)
      if (held.length > before) held.shift()
      continue
    }
    count++
    trailing = after
    if (flags.has('q')) return true
    if (!silent) {
      for (const earlier of held.splice(0)) await show(earlier, '-')
      for (const text of flags.has('o') && hits ? hits.filter(Boolean) : [line]) await show(text, ':')
    }
    if (flags.has('l') || count >= most) break
  }
  if (flags.has('l') && count > 0) await process.print(`${name === '-' ? '(standard input)' : name}\n`)
  if (flags.has('c')) await process.print(`${named ? `${name}:` : ''}${count}\n`)
  return count > 0
}

function filesBelow(process: Process, names: string[]): string[] {
  return names.flatMap((name) => {
    const path = process.path(name)
    if (process.files.lookup(path)?.kind !== 'directory') return [name]
    return filesBelow(
      process,
      process.files.list(path).map((entry) => `${name === '/' ? '' : name}/${entry}`),
    )
  })
}
