// `sed`: addresses, and the commands s p d q a i c y = n G. Enough for scripts of labs.
import type { Process, Program } from '../runtime/process.ts'
import { applet, AppletError, linesOf, readInputs } from './applet.ts'
import { regularExpression } from './regular-expression.ts'

interface Command {
  from?: Address
  to?: Address
  negated: boolean
  name: string
  text: string
  expression?: RegExp
  replacement?: string
  flags?: string
  inRange?: boolean
}

type Address = { line: number } | { last: true } | { expression: RegExp }

export const sed: Program = applet('nrEie:f:', async (process, { flags, rest }) => {
  const names = [...rest]
  const script = flags.get('e') ?? (flags.has('f') ? process.files.read(process.path(flags.get('f')!)) : names.shift())
  if (script === undefined) throw new AppletError('missing script')
  const extended = flags.has('r') || flags.has('E')
  const parse = (): Command[] => parseScript(script, extended)
  if (flags.has('i')) {
    for (const name of names) {
      let edited = ''
      const collect = async (text: string): Promise<void> => void (edited += text)
      await run(parse(), linesOf(process.files.read(process.path(name))), flags.has('n'), collect)
      process.files.write(process.path(name), edited)
    }
    return 0
  }
  const { texts, failed } = await readInputs(process, names)
  await run(
    parse(),
    texts.flatMap(({ text }) => linesOf(text)),
    flags.has('n'),
    (text) => print(process, text),
  )
  return failed ? 1 : 0
})

function print(process: Process, text: string): Promise<void> {
  return process.print(text)
}

async function run(
  commands: Command[],
  lines: string[],
  quiet: boolean,
  out: (text: string) => Promise<void>,
): Promise<void> {
  for (let index = 0; index < lines.length; index++) {
    let line = lines[index]!
    let deleted = false
    let quit = false
    let after = ''
    for (const command of commands) {
      if (applies(command, line, index + 1, lines.length) === command.negated) continue
      if (command.name === 's') {
        const next = line.replace(command.expression!, (...groups: (string | number | undefined)[]) =>
          replaced(command.replacement!, groups),
        )
        if (next !== line && command.flags!.includes('p')) await out(`${next}\n`)
        line = next
      } else if (command.name === 'p') await out(`${line}\n`)
      else if (command.name === '=') await out(`${index + 1}\n`)
      else if (command.name === 'i') await out(`${command.text}\n`)
      else if (command.name === 'a') after += `${command.text}\n`
      else if (command.name === 'G') line += '\n'
      else if (command.name === 'y')
        line = Array.from(line)
          .map((one) => command.replacement![command.text.indexOf(one)] ?? one)
          .join('')
      else if (command.name === 'n') {
        if (!quiet) await out(`${line}\n`)
        if (index + 1 < lines.length) line = lines[++index]!
      } else if (command.name === 'q') quit = true
      if (command.name === 'c') await out(`${command.text}\n`)
      deleted = command.name === 'd' || command.name === 'c'
      if (deleted || quit) break
    }
    if (!deleted && !quiet) await out(`${line}\n`)
    if (after) await out(after)
    if (quit) return
  }
}

function applies(command: Command, line: string, number: number, last: number): boolean {
  const hit = (address: Address): boolean =>
    'line' in address ? address.line === number : 'last' in address ? number === last : address.expression.test(line)
  if (!command.from) return true
  if (!command.to) return hit(command.from)
  if (!command.inRange) {
    if (!hit(command.from)) return false
    command.inRange = !('line' in command.to && command.to.line <= number)
    return true
  }
  if (hit(command.to) || ('line' in command.to && command.to.line < number)) command.inRange = false
  return true
}

function replaced(replacement: string, groups: (string | number | undefined)[]): string {
  return replacement.replace(/\\(\d|n|t|&|.)|&/gs, (match, escaped: string | undefined) => {
    if (match === '&') return String(groups[0])
    if (/^\d$/.test(escaped!)) return String(groups[Number(escaped)] ?? '')
    return { n: '\n', t: '\t' }[escaped!] ?? escaped!
  })
}

function parseScript(script: string, extended: boolean): Command[] {
  const commands: Command[] = []
  let rest = script
  while ((rest = rest.replace(/^[\s;]+/, '')) !== '') {
    if (rest.startsWith('#')) {
      rest = rest.replace(/^[^\n]*/, '')
      continue
    }
    const { command, left } = parseCommand(rest, extended)
    commands.push(command)
    rest = left
  }
  return commands
}

function parseCommand(script: string, extended: boolean): { command: Command; left: string } {
  let rest = script
  const address = (): Address | undefined => {
    const found = /^(\d+)|^\$|^\/((?:\\.|[^/\\])*)\/(I?)/.exec(rest)
    if (!found) return undefined
    rest = rest.slice(found[0].length)
    if (found[1]) return { line: Number(found[1]) }
    if (found[0] === '$') return { last: true }
    return { expression: new RegExp(regularExpression(found[2]!, extended), found[3] ? 'i' : '') }
  }
  const from = address()
  let to: Address | undefined
  if (from && rest.startsWith(',')) {
    rest = rest.slice(1)
    to = address()
  }
  rest = rest.trimStart()
  const negated = rest.startsWith('!')
  if (negated) rest = rest.slice(1)
  const name = rest[0] ?? ''
  rest = rest.slice(1)
  const command: Command = { ...(from ? { from } : {}), ...(to ? { to } : {}), negated, name, text: '' }
  if (name === 's' || name === 'y') {
    const delimiter = rest[0] ?? '/'
    const parts = splitAt(rest.slice(1), delimiter)
    if (!parts) throw new AppletError(`unmatched '${delimiter}'`)
    command.text = parts.first
    command.replacement = parts.second
    command.flags = /^[gpiI0-9]*/.exec(parts.left)![0]
    rest = parts.left.slice(command.flags.length)
    const letters = `${command.flags.includes('g') ? 'g' : ''}${/i/i.test(command.flags) ? 'i' : ''}`
    if (name === 's') command.expression = new RegExp(regularExpression(parts.first, extended), letters)
  } else if ('aic'.includes(name) && name !== '') {
    const end = rest.indexOf('\n')
    command.text = (end === -1 ? rest : rest.slice(0, end)).replace(/^\s*\\?\s*/, '')
    rest = end === -1 ? '' : rest.slice(end)
  } else if (!'pdqnG='.includes(name) || name === '') throw new AppletError(`unsupported command ${name}`)
  return { command, left: rest }
}

function splitAt(text: string, delimiter: string): { first: string; second: string; left: string } | undefined {
  const parts: string[] = []
  let part = ''
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && at + 1 < text.length) {
      part += text[at + 1] === delimiter ? delimiter : text.slice(at, at + 2)
      at++
    } else if (text[at] === delimiter) {
      parts.push(part)
      part = ''
      if (parts.length === 2) return { first: parts[0]!, second: parts[1]!, left: text.slice(at + 1) }
    } else part += text[at]
  }
  return undefined
}
