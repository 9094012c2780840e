// `printf`: the format again and again while there are arguments.
import type { Program } from '../runtime/process.ts'
import { complain } from './applet.ts'
import { unescape } from './escapes.ts'

const directive = /%(%|([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([sdiuxXocbfgeq]))/g

export const printf: Program = async (process) => {
  const [, format, ...args] = process.args
  if (format === undefined) {
    await process.complain('BusyBox v1.36.1 multi-call binary.\n\nUsage: printf FORMAT [ARG]...\n')
    return 1
  }
  let status = 0
  const wrong: string[] = []
  const number = (text: string): number => {
    if (text === '') return 0
    if (/^['"]./.test(text)) return text.charCodeAt(1)
    const value = /^0[0-7]+$/.test(text) ? parseInt(text, 8) : Number(text)
    if (!Number.isNaN(value)) return value
    wrong.push(text)
    return parseInt(text, 10) || 0
  }
  do {
    const before = args.length
    const { value, stopped } = unescape(format)
    let cut = false
    const line = value.replace(
      directive,
      (_, whole: string, flags: string, width: string, precision: string, kind: string) => {
        if (whole === '%') return '%'
        if (cut) return ''
        const wide = width === '*' ? number(args.shift() ?? '') : Number(width ?? 0)
        const exact =
          precision === '*' ? number(args.shift() ?? '') : precision === undefined ? undefined : Number(precision)
        const argument = args.shift() ?? ''
        if (kind === 'b') {
          const inner = unescape(argument)
          cut = inner.stopped
          return pad(inner.value, flags, wide)
        }
        return pad(converted(kind, argument, exact, flags, number), flags, wide)
      },
    )
    await process.print(line)
    if (stopped || cut || args.length === before) break
  } while (args.length > 0)
  for (const text of wrong) {
    await complain(process, `invalid number '${text}'`)
    status = 1
  }
  return status
}

// `\\%` and the like must survive until the directives are read.
function converted(
  kind: string,
  text: string,
  precision: number | undefined,
  flags: string,
  number: (text: string) => number,
): string {
  switch (kind) {
    case 's':
      return precision === undefined ? text : text.slice(0, precision)
    case 'c':
      return text.slice(0, 1)
    case 'q':
      return `'${text.replaceAll("'", `'\\''`)}'`
    case 'x':
      return Math.trunc(number(text)).toString(16)
    case 'X':
      return Math.trunc(number(text)).toString(16).toUpperCase()
    case 'o':
      return Math.trunc(number(text)).toString(8)
    case 'f':
      return number(text).toFixed(precision ?? 6)
    case 'e':
      return number(text).toExponential(precision ?? 6)
    case 'g':
      return `${Number(number(text).toPrecision(precision ?? 6))}`
    default: {
      const value = Math.trunc(number(text))
      const digits = `${Math.abs(value)}`.padStart(precision ?? 0, '0')
      return `${value < 0 ? '-' : flags?.includes('+') ? '+' : ''}${digits}`
    }
  }
}

function pad(text: string, flags: string, width: number): string {
  if (flags?.includes('-')) return text.padEnd(width)
  return flags?.includes('0') ? text.padStart(width, '0') : text.padStart(width)
}
