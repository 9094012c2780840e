// When a schedule is due next: the first minute whose wall clock matches. An hour that is skipped is so for the schedule
// too, and an hour that comes twice is due twice. k8s: github.com/robfig/cron/v3 spec.go Next
import type { FieldsSchedule, Schedule } from './parse.ts'

const minuteMs = 60_000
const quarterMs = 15 * minuteMs
/** Offsets of a zone that are kept at the same time. */
const knownMax = 10_000
const yearsMax = 5

/** The wall clock of a time zone. */
export interface Zone {
  /** Milliseconds to add to an instant for its local time. */
  offsetMs(instantMs: number): number
}

const zones = new Map<string, Zone>()

/** By its name in the IANA database; undefined for an unknown one. */
export function zoneOf(name = 'UTC'): Zone | undefined {
  const known = zones.get(name)
  if (known) return known
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
  const zone: Zone = { offsetMs: format.resolvedOptions().timeZone === 'UTC' ? () => 0 : offsetsOf(format) }
  zones.set(name, zone)
  return zone
}

/** No zone changes its offset within a quarter of an hour: each is asked for once, as asking takes long. */
function offsetsOf(format: Intl.DateTimeFormat): Zone['offsetMs'] {
  const known = new Map<number, number>()
  return (instantMs) => {
    const quarter = Math.floor(instantMs / quarterMs)
    let offset = known.get(quarter)
    if (offset !== undefined) return offset
    offset = localMs(format, quarter * quarterMs) - quarter * quarterMs
    if (known.size >= knownMax) known.clear()
    known.set(quarter, offset)
    return offset
  }
}

function localMs(format: Intl.DateTimeFormat, instantMs: number): number {
  const parts = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type)!
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** The first instant after `afterMs`, in ms; undefined when there is none within five years. */
export function nextRun(schedule: Schedule, zone: Zone, afterMs: number): number | undefined {
  if ('everyMs' in schedule) return Math.floor(afterMs / 1000) * 1000 + schedule.everyMs
  const local = (at: number): Date => new Date(at + zone.offsetMs(at))
  let at = (Math.floor(afterMs / minuteMs) + 1) * minuteMs
  const yearMax = local(at).getUTCFullYear() + yearsMax
  for (;;) {
    const wall = local(at)
    if (wall.getUTCFullYear() > yearMax) return undefined
    if (!schedule.months.has(wall.getUTCMonth() + 1) || !matchesDay(schedule, wall)) at = nextDay(local, at)
    else if (!schedule.hours.has(wall.getUTCHours())) at += (60 - wall.getUTCMinutes()) * minuteMs
    else if (!schedule.minutes.has(wall.getUTCMinutes())) at += minuteMs
    else return at
  }
}

// Two restricted fields widen each other; a star restricts nothing.
function matchesDay({ days, weekdays, anyDay, anyWeekday }: FieldsSchedule, wall: Date): boolean {
  const [day, weekday] = [days.has(wall.getUTCDate()), weekdays.has(wall.getUTCDay())]
  return anyDay || anyWeekday ? day && weekday : day || weekday
}

/** The first minute of the next day, also where midnight is skipped or the day is shorter or longer. */
function nextDay(local: (at: number) => Date, at: number): number {
  const wall = local(at)
  const date = wall.getUTCDate()
  const left = (24 - wall.getUTCHours()) * 60 - wall.getUTCMinutes()
  let next = at + left * minuteMs
  while (local(next).getUTCDate() === date) next += 15 * minuteMs
  while (local(next - 15 * minuteMs).getUTCDate() !== date && next - 15 * minuteMs > at) next -= 15 * minuteMs
  return next
}
