// Schedules of CronJobs: five fields, or a name as @daily, in the words of the parser that Kubernetes uses.
// k8s: github.com/robfig/cron/v3 parser.go ParseStandard

/** Minutes, hours and so on at which to run. `anyDay`, `anyWeekday`: the field has a star, and so does not widen the other. */
export interface FieldsSchedule {
  minutes: Set<number>
  hours: Set<number>
  days: Set<number>
  /** 1 to 12. */
  months: Set<number>
  /** 0 is Sunday. */
  weekdays: Set<number>
  anyDay: boolean
  anyWeekday: boolean
}

/** `@every 1h30m`. */
export interface EverySchedule {
  everyMs: number
}

export type Schedule = FieldsSchedule | EverySchedule

/** Its message is the server's sentence about a schedule. */
export class ScheduleError extends Error {}

interface Bounds {
  min: number
  max: number
  names?: string[]
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const bounds = {
  minutes: { min: 0, max: 59 },
  hours: { min: 0, max: 23 },
  days: { min: 1, max: 31 },
  months: { min: 1, max: 12, names: ['', ...monthNames] },
  weekdays: { min: 0, max: 6, names: weekdayNames },
} satisfies Record<string, Bounds>

const descriptors: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/** Throws {@link ScheduleError}. A time zone is told apart from the schedule, in `spec.timeZone`. */
export function parseSchedule(text: string): Schedule {
  if (text === '') throw new ScheduleError('empty spec string')
  if (text.startsWith('@every ')) return { everyMs: everyMs(text) }
  if (text.startsWith('@')) {
    const standard = descriptors[text]
    if (standard === undefined) throw new ScheduleError(`unrecognized descriptor: ${text}`)
    return parseSchedule(standard)
  }
  const fields = text.split(/\s+/).filter((field) => field !== '')
  if (fields.length !== 5) {
    throw new ScheduleError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`)
  }
  const [minutes, hours, days, months, weekdays] = [
    parseField(fields[0]!, bounds.minutes),
    parseField(fields[1]!, bounds.hours),
    parseField(fields[2]!, bounds.days),
    parseField(fields[3]!, bounds.months),
    parseField(fields[4]!, bounds.weekdays),
  ]
  return {
    minutes: minutes.values,
    hours: hours.values,
    days: days.values,
    months: months.values,
    weekdays: weekdays.values,
    anyDay: days.star,
    anyWeekday: weekdays.star,
  }
}

function parseField(field: string, within: Bounds): { values: Set<number>; star: boolean } {
  const values = new Set<number>()
  let star = false
  for (const range of field.split(',').filter((part) => part !== '')) {
    const { start, end, step, any } = parseRange(range, within)
    star ||= any
    for (let value = start; value <= end; value += step) values.add(value)
  }
  return { values, star }
}

function parseRange(range: string, within: Bounds): { start: number; end: number; step: number; any: boolean } {
  const [interval = '', ...steps] = range.split('/')
  const limits = interval.split('-')
  let any = limits[0] === '*' || limits[0] === '?'
  let [start, end] = [within.min, within.max]
  if (!any) {
    start = parseValue(limits[0]!, within.names)
    if (limits.length > 2) throw new ScheduleError(`too many hyphens: ${range}`)
    end = limits.length === 1 ? start : parseValue(limits[1]!, within.names)
  }
  if (steps.length > 1) throw new ScheduleError(`too many slashes: ${range}`)
  let step = 1
  if (steps.length === 1) {
    step = parseNumber(steps[0]!)
    if (limits.length === 1) end = within.max
    if (step > 1) any = false
  }
  if (start < within.min) {
    throw new ScheduleError(`beginning of range (${start}) below minimum (${within.min}): ${range}`)
  }
  if (end > within.max) throw new ScheduleError(`end of range (${end}) above maximum (${within.max}): ${range}`)
  if (start > end) throw new ScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${range}`)
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${range}`)
  return { start, end, step, any }
}

function parseValue(text: string, names: string[] = []): number {
  const named = text === '' ? -1 : names.indexOf(text.toLowerCase())
  return named >= 0 ? named : parseNumber(text)
}

function parseNumber(text: string): number {
  if (!/^[+-]?[0-9]+$/.test(text)) {
    const shown = JSON.stringify(text)
    throw new ScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing ${shown}: invalid syntax`)
  }
  const number = Number(text)
  if (number < 0) throw new ScheduleError(`negative number (${number}) not allowed: ${text}`)
  return number
}

const unitsMs: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

/** k8s: time.ParseDuration, cron.Every: whole seconds, at least one. */
function everyMs(text: string): number {
  const duration = text.slice('@every '.length)
  if (!/^(?:[0-9]+(?:\.[0-9]*)?(?:h|ms|m|s))+$/.test(duration)) {
    const why = `time: invalid duration ${JSON.stringify(duration)}`
    throw new ScheduleError(`failed to parse duration ${text}: ${why}`)
  }
  const parts = [...duration.matchAll(/([0-9.]+)(h|ms|m|s)/g)]
  const ms = parts.reduce((sum, [, number, unit]) => sum + Number(number) * unitsMs[unit!]!, 0)
  return Math.max(1000, Math.floor(ms / 1000) * 1000)
}
