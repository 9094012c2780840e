// Instants as the API reads and prints them, faults in Go's words. k8s: apimachinery/pkg/apis/meta/v1/{time,micro_time}.go, Go's time.Parse

/** The text is no instant; `message` is Go's sentence. */
export class TimeError extends Error {}

const layouts = { time: '2006-01-02T15:04:05Z07:00', microTime: '2006-01-02T15:04:05.000000Z07:00' }
type Layout = keyof typeof layouts

/**
 * The instant as the server prints it back: UTC, whole seconds, or microseconds for `microTime`.
 * Go's zero time is null. Throws {@link TimeError}.
 */
export function canonicalTime(text: string, layout: Layout): string | null {
  const { seconds, micros } = parseTime(text, layout)
  if (seconds === zeroTimeSeconds && micros === 0) return null
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19)
  return layout === 'time' ? `${whole}Z` : `${whole}.${String(micros).padStart(6, '0')}Z`
}

const zeroTimeSeconds = Date.UTC(0, 0, 1) / 1000 + zeroYearCorrection()

/** Date.UTC takes the years 0 to 99 for 1900 to 1999. */
function zeroYearCorrection(): number {
  return (new Date('0001-01-01T00:00:00Z').getTime() - Date.UTC(0, 0, 1)) / 1000
}

const elements: [layout: string, pattern: RegExp][] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d{2}/],
  ['-', /^-/],
  ['02', /^\d{2}/],
  ['T', /^T/],
  ['15', /^\d{1,2}/],
  [':', /^:/],
  ['04', /^\d{2}/],
  [':', /^:/],
  ['05', /^\d{2}/],
]

function parseTime(text: string, layout: Layout): { seconds: number; micros: number } {
  let rest = text
  const taken: string[] = []
  const take = (element: string, pattern: RegExp): string => {
    const match = pattern.exec(rest)
    if (!match) {
      throw new TimeError(`parsing time "${text}" as "${layouts[layout]}": cannot parse "${rest}" as "${element}"`)
    }
    rest = rest.slice(match[0].length)
    taken.push(match[0])
    return match[0]
  }
  const outOfRange = (what: string): TimeError => new TimeError(`parsing time "${text}": ${what} out of range`)
  for (const [index, [element, pattern]] of elements.entries()) {
    const value = Number(take(element, pattern))
    if (index === 2 && (value < 1 || value > 12)) throw outOfRange('month')
    if (index === 6 && value > 23) throw outOfRange('hour')
    if (index === 8 && value > 59) throw outOfRange('minute')
    if (index === 10 && value > 59) throw outOfRange('second')
  }
  const fraction = layout === 'microTime' ? take('.000000', /^[.,]\d{6}/) : (/^[.,]\d+/.exec(rest)?.[0] ?? '')
  if (layout === 'time') rest = rest.slice(fraction.length)
  const zone = take('Z07:00', /^(?:Z|[+-]\d{2}:\d{2})/)
  if (rest !== '') throw new TimeError(`parsing time "${text}": extra text: "${rest}"`)
  const [year, month, day] = [Number(taken[0]), Number(taken[2]), Number(taken[4])]
  if (day < 1 || day > daysIn(year, month)) throw outOfRange('day')
  const instant = new Date(0)
  instant.setUTCFullYear(year, month - 1, day)
  instant.setUTCHours(Number(taken[6]), Number(taken[8]), Number(taken[10]))
  return {
    seconds: instant.getTime() / 1000 - offsetSeconds(zone),
    micros: Number(fraction.slice(1, 7).padEnd(6, '0')),
  }
}

function daysIn(year: number, month: number): number {
  const last = new Date(0)
  last.setUTCFullYear(year, month, 0)
  return last.getUTCDate()
}

function offsetSeconds(zone: string): number {
  if (zone === 'Z') return 0
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4, 6)) * 60
  return zone.startsWith('-') ? -seconds : seconds
}
