// Commands that pass text on: cat, tee, head, tail, wc, cut, tr, sort, uniq, seq, rev, nl, yes.
import type { Program } from '../runtime/process.ts'
import { applet, AppletError, linesFrom, linesOf, openInput, readInputs, readWhole } from './applet.ts'
import { unescape } from './escapes.ts'
import { characterClasses } from '../shell/pattern.ts'

const cat = applet('u', async (process, { rest }) => {
  let status = 0
  for (const name of rest.length > 0 ? rest : ['-']) {
    const source = await openInput(process, name)
    if (!source) status = 1
    for (let part = await source?.read(); part !== undefined; part = await source?.read()) await process.print(part)
  }
  return status
})

const tee = applet('ai', async (process, { flags, rest }) => {
  for (const name of rest) process.files.write(process.path(name), '', { append: flags.has('a') })
  for (let part = await process.input.read(); part !== undefined; part = await process.input.read()) {
    for (const name of rest) process.files.write(process.path(name), part, { append: true })
    await process.print(part)
  }
  return 0
})

const head = applet('n:c:q', async (process, { flags, rest }) => {
  const bytes = flags.get('c')
  const count = Number(bytes ?? flags.get('n') ?? 10)
  const names = rest.length > 0 ? rest : ['-']
  let status = 0
  for (const name of names) {
    const source = await openInput(process, name)
    if (!source) status = 1
    if (!source) continue
    if (names.length > 1 && !flags.has('q')) await process.print(`==> ${name} <==\n`)
    let left = count
    while (left > 0) {
      const part = await source.read(bytes === undefined ? { until: '\n' } : { max: left })
      if (part === undefined) break
      await process.print(part)
      left -= bytes === undefined ? (part.endsWith('\n') ? 1 : 0) : part.length
    }
  }
  return status
})

/** `head -5`: a count in place of an option. */
function withShortCount(program: Program): Program {
  return (process) => program({ ...process, args: process.args.map((word) => word.replace(/^-(\d+)$/, '-n$1')) })
}

const followIntervalMs = 1000

const tail = applet('n:c:fFqs:', async (process, { flags, rest }) => {
  const bytes = flags.get('c')
  const wanted = bytes ?? flags.get('n') ?? '10'
  const name = rest[0] ?? '-'
  const source = await openInput(process, name)
  if (!source && !flags.has('F')) return 1
  const text = source ? await readWhole(process, source) : ''
  await process.print(bytes === undefined ? lastLines(text, wanted) : lastBytes(text, wanted))
  if (!flags.has('f') && !flags.has('F')) return 0
  if (process.files.lookup(process.path(name))?.kind === 'device') await process.until(new Promise(() => undefined))
  for (let shown = text.length; ;) {
    await process.sleep(Number(flags.get('s') ?? 1) * followIntervalMs)
    const node = process.files.lookup(process.path(name))
    const data = node?.kind === 'file' ? node.data : ''
    if (data.length < shown) shown = 0
    await process.print(data.slice(shown))
    shown = data.length
  }
})

function lastLines(text: string, wanted: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  return (
    wanted.startsWith('+')
      ? lines.slice(Math.max(Number(wanted) - 1, 0))
      : lines.slice(lines.length - Math.min(Number(wanted), lines.length))
  ).join('')
}

function lastBytes(text: string, wanted: string): string {
  return wanted.startsWith('+') ? text.slice(Number(wanted) - 1) : text.slice(Math.max(text.length - Number(wanted), 0))
}

const wc = applet('lwcmL', async (process, { flags, rest }) => {
  const { texts, failed } = await readInputs(process, rest)
  const kinds = ['l', 'w', 'c', 'm', 'L'].filter((kind) => flags.has(kind))
  const shown = kinds.length > 0 ? kinds : ['l', 'w', 'c']
  const counts = texts.map(({ text }) => ({
    l: text.split('\n').length - 1,
    w: text.split(/\s+/).filter(Boolean).length,
    c: text.length,
    m: text.length,
    L: Math.max(0, ...linesOf(text).map((line) => line.length)),
  }))
  const line = (count: Record<string, number>, name: string): string => {
    const numbers = shown.map((kind) => `${count[kind]}`.padStart(shown.length > 1 ? 9 : 0)).join(' ')
    return `${numbers}${name ? ` ${name}` : ''}\n`
  }
  for (const [index, count] of counts.entries())
    await process.print(line(count, rest.length > 0 ? texts[index]!.name : ''))
  if (counts.length > 1) {
    const sum = (kind: 'l' | 'w' | 'c' | 'm' | 'L'): number => counts.reduce((total, count) => total + count[kind], 0)
    await process.print(line({ l: sum('l'), w: sum('w'), c: sum('c'), m: sum('m'), L: sum('L') }, 'total'))
  }
  return failed ? 1 : 0
})

const cut = applet('d:f:c:b:s', async (process, { flags, rest }) => {
  const list = flags.get('f') ?? flags.get('c') ?? flags.get('b')
  if (list === undefined) throw new AppletError('expected a list of bytes, characters, or fields')
  const ranges = list.split(',').map((range) => {
    const [from = '', to] = range.split('-')
    return { from: Number(from || 1), to: to === undefined ? Number(from) : Number(to || Infinity) }
  })
  const within = (position: number): boolean => ranges.some(({ from, to }) => position >= from && position <= to)
  const delimiter = flags.get('d') ?? '\t'
  const { texts, failed } = await readInputs(process, rest)
  for (const line of texts.flatMap(({ text }) => linesOf(text))) {
    if (!flags.has('f'))
      await process.print(
        `${Array.from(line)
          .filter((_, index) => within(index + 1))
          .join('')}\n`,
      )
    else if (line.includes(delimiter)) {
      await process.print(
        `${line
          .split(delimiter)
          .filter((_, index) => within(index + 1))
          .join(delimiter)}\n`,
      )
    } else if (!flags.has('s')) await process.print(`${line}\n`)
  }
  return failed ? 1 : 0
})

const tr = applet('cds', async (process, { flags, rest }) => {
  const [first = '', second] = rest
  let from = characters(first)
  if (flags.has('c'))
    from = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).filter((one) => !from.includes(one))
  const to = second === undefined ? [] : characters(second)
  const map = new Map(from.map((one, index) => [one, to[Math.min(index, to.length - 1)] ?? one]))
  const squeezed = new Set(flags.has('s') ? (to.length > 0 ? to : from) : [])
  let last = ''
  for (let part = await process.input.read(); part !== undefined; part = await process.input.read()) {
    let out = ''
    for (const one of part) {
      if (flags.has('d') && map.has(one)) continue
      const next = flags.has('d') ? one : (map.get(one) ?? one)
      if (squeezed.has(next) && last === next) continue
      out += next
      last = next
    }
    await process.print(out)
  }
  return 0
})

function characters(set: string): string[] {
  const text = unescape(set).value
  const result: string[] = []
  for (let at = 0; at < text.length; at++) {
    const named = /^\[:(\w+):\]/.exec(text.slice(at))
    if (named) {
      const expression = new RegExp(`[${characterClasses[named[1]!] ?? ''}]`)
      for (let code = 0; code < 128; code++)
        if (expression.test(String.fromCharCode(code))) result.push(String.fromCharCode(code))
      at += named[0].length - 1
    } else if (text[at + 1] === '-' && at + 2 < text.length) {
      for (let code = text.charCodeAt(at); code <= text.charCodeAt(at + 2); code++)
        result.push(String.fromCharCode(code))
      at += 2
    } else result.push(text[at]!)
  }
  return result
}

const sort = applet('nruk:t:fhVo:', async (process, { flags, rest }) => {
  const { texts, failed } = await readInputs(process, rest)
  const field = Number(/^\d+/.exec(flags.get('k') ?? '')?.[0] ?? 0)
  const numeric = flags.has('n') || /n/.test(flags.get('k') ?? '')
  const key = (line: string): string => {
    const value =
      field === 0
        ? line
        : line
            .split(flags.get('t') ?? /\s+/)
            .slice(field - 1)
            .join(' ')
    return flags.has('f') ? value.toUpperCase() : value
  }
  const compare = (a: string, b: string): number => {
    if (numeric) return (parseFloat(key(a)) || 0) - (parseFloat(key(b)) || 0) || (a < b ? -1 : a > b ? 1 : 0)
    return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a < b ? -1 : a > b ? 1 : 0
  }
  let lines = texts.flatMap(({ text }) => linesOf(text)).toSorted(compare)
  if (flags.has('u')) lines = lines.filter((line, index) => index === 0 || key(line) !== key(lines[index - 1]!))
  if (flags.has('r')) lines.reverse()
  const text = lines.map((line) => `${line}\n`).join('')
  if (flags.has('o')) process.files.write(process.path(flags.get('o')!), text)
  else await process.print(text)
  return failed ? 2 : 0
})

const uniq = applet('cdui', async (process, { flags, rest }) => {
  const { texts, failed } = await readInputs(process, rest.slice(0, 1))
  const groups: { line: string; count: number }[] = []
  for (const line of texts.flatMap(({ text }) => linesOf(text))) {
    const last = groups.at(-1)
    if (last && (flags.has('i') ? last.line.toLowerCase() === line.toLowerCase() : last.line === line)) last.count++
    else groups.push({ line, count: 1 })
  }
  for (const { line, count } of groups) {
    if ((flags.has('d') && count === 1) || (flags.has('u') && count > 1)) continue
    await process.print(flags.has('c') ? `${`${count}`.padStart(7)} ${line}\n` : `${line}\n`)
  }
  return failed ? 1 : 0
})

const seq = applet('ws:', async (process, { flags, rest }) => {
  const numbers = rest.map(Number)
  if (rest.length === 0 || numbers.some(Number.isNaN))
    throw new AppletError(`invalid number '${rest.find((word) => Number.isNaN(Number(word))) ?? ''}'`)
  const [first, step, last] =
    numbers.length === 1
      ? [1, 1, numbers[0]!]
      : numbers.length === 2
        ? [numbers[0]!, 1, numbers[1]!]
        : (numbers as [number, number, number])
  const separator = flags.get('s') ?? '\n'
  const width = flags.has('w') ? Math.max(`${first}`.length, `${last}`.length) : 0
  let printed = false
  for (let value = first; step > 0 ? value <= last : step < 0 && value >= last; value += step) {
    await process.print(`${printed ? separator : ''}${`${value}`.padStart(width, '0')}`)
    printed = true
  }
  if (printed) await process.print('\n')
  return 0
})

const yes: Program = async (process) => {
  const line = `${process.args.slice(1).join(' ') || 'y'}\n`
  for (;;) {
    await process.print(line.repeat(64))
    await process.until(process.machine.processes.cpu.breathe(process.pid))
  }
}

const nl = applet('b:', async (process, { rest }) => {
  const { texts, failed } = await readInputs(process, rest)
  let number = 0
  for (const line of texts.flatMap(({ text }) => linesOf(text))) {
    await process.print(line === '' ? '       \n' : `${`${++number}`.padStart(6)}\t${line}\n`)
  }
  return failed ? 1 : 0
})

const rev = applet('', async (process) => {
  for await (const line of linesFrom(process.input)) await process.print(`${Array.from(line).toReversed().join('')}\n`)
  return 0
})

const base64 = applet('dw:', async (process, { flags, rest }) => {
  const { texts, failed } = await readInputs(process, rest)
  const text = texts.map((one) => one.text).join('')
  if (flags.has('d')) await process.print(atob(text.replace(/\s/g, '')))
  else
    await process.print(
      btoa(text).replace(/.{76}(?=.)/g, flags.get('w') === '0' ? '$&' : '$&\n') + (flags.get('w') === '0' ? '' : '\n'),
    )
  return failed ? 1 : 0
})

export const textApplets: Record<string, Program> = {
  cat,
  tee,
  head: withShortCount(head),
  tail: withShortCount(tail),
  wc,
  cut,
  tr,
  sort,
  uniq,
  seq,
  yes,
  nl,
  rev,
  base64,
}
