// `read`: one line into variables.
import type { Process } from '../runtime/process.ts'
import { sleep } from '../../clock.ts'
import { assign, valueOf, type Shell } from './state.ts'

/** Options -r (backslashes stay), -t SECONDS, -n COUNT and -p PROMPT. Status 1 at the end of input. */
export async function readLine(shell: Shell, process: Process): Promise<number> {
  const { names, raw, timeoutMs, count, prompt } = options(process.args.slice(1))
  if (prompt) await process.complain(prompt)
  const line = await withTimeout(process, timeoutMs, () => nextLine(process, raw, count))
  if (line === undefined) return 1
  const text = line.text.replace(/\n$/, '')
  const values = split(text, valueOf(shell, 'IFS') ?? ' \t\n', names.length)
  for (const [index, name] of names.entries()) assign(shell, name, values[index] ?? '')
  return line.ended ? 1 : 0
}

function options(words: string[]) {
  const found = { names: [] as string[], raw: false, timeoutMs: undefined as number | undefined, count: 0, prompt: '' }
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-r') found.raw = true
    else if (word === '-t') found.timeoutMs = Number(words.shift()) * 1000
    else if (word === '-n') found.count = Number(words.shift())
    else if (word === '-p') found.prompt = words.shift() ?? ''
    else if (word !== '-s') found.names.push(word)
  }
  if (found.names.length === 0) found.names.push('REPLY')
  return found
}

async function nextLine(process: Process, raw: boolean, count: number): Promise<{ text: string; ended: boolean }> {
  let text = ''
  for (;;) {
    const part = await process.input.read({ until: '\n', ...(count ? { max: count - text.length } : {}) })
    if (part === undefined) return { text, ended: true }
    text += part
    if (count && text.length >= count) return { text, ended: false }
    if (!text.endsWith('\n')) continue
    if (raw || !/(?:^|[^\\])(?:\\\\)*\\\n$/.test(text))
      return { text: raw ? text : text.replace(/\\(.)/g, '$1'), ended: false }
    text = text.slice(0, -2)
  }
}

async function withTimeout<T>(
  process: Process,
  timeoutMs: number | undefined,
  run: () => Promise<T>,
): Promise<T | undefined> {
  if (timeoutMs === undefined) return run()
  const stop = new AbortController()
  const late = sleep(process.machine.clock, timeoutMs, stop.signal).then(() => undefined)
  const result = await process.until(Promise.race([run(), late]))
  stop.abort()
  return result
}

/** The last name takes what is left, separators included. */
function split(text: string, ifs: string, names: number): string[] {
  const blank = [' ', '\t'].filter((character) => ifs.includes(character))
  const isBlank = (character: string | undefined): boolean => character !== undefined && blank.includes(character)
  const values: string[] = []
  let at = 0
  while (isBlank(text[at])) at++
  while (values.length < names - 1 && at < text.length) {
    let end = at
    while (end < text.length && !ifs.includes(text[end]!)) end++
    values.push(text.slice(at, end))
    at = end
    while (isBlank(text[at])) at++
    if (at < text.length && ifs.includes(text[at]!) && !isBlank(text[at])) at++
    while (isBlank(text[at])) at++
  }
  let rest = text.slice(at)
  while (isBlank(rest.at(-1))) rest = rest.slice(0, -1)
  values.push(rest)
  return values
}
