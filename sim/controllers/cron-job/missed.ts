// Which run of a CronJob is due, and when the next one is. k8s: pkg/controller/cronjob/utils.go mostRecentScheduleTime
import { nextRun, type Zone } from '../../api/cron/next.ts'
import type { Schedule } from '../../api/cron/parse.ts'
import type { CronJob } from '../../generated/types.ts'

/** A little later than due, so that it surely is. */
const slackMs = 100
const manyRuns = 100

export interface Timetable {
  schedule: Schedule
  zone: Zone
}

interface Missed {
  earliestMs: number
  /** The last run that has not been made. */
  dueMs?: number
  runs: number
}

/** A schedule that is never due, or due all the time. */
export class TimetableError extends Error {}

function missed({ schedule, zone }: Timetable, cronJob: CronJob, nowMs: number, withDeadline: boolean): Missed {
  const { lastScheduleTime } = cronJob.status ?? {}
  let earliestMs = Date.parse(lastScheduleTime ?? cronJob.metadata.creationTimestamp ?? '')
  const deadlineSeconds = cronJob.spec?.startingDeadlineSeconds
  if (withDeadline && deadlineSeconds !== undefined) earliestMs = Math.max(earliestMs, nowMs - deadlineSeconds * 1000)
  const first = nextRun(schedule, zone, earliestMs)
  if (first === undefined) throw new TimetableError('time difference between two schedules is less than 1 second')
  if (nowMs < first) return { earliestMs, runs: 0 }
  const second = nextRun(schedule, zone, first)
  if (second === undefined || nowMs < second) return { earliestMs, dueMs: first, runs: 0 }
  // A guess by the distance of the first two; the last ones are counted.
  const distance = second - first
  const runs = Math.floor((nowMs - first) / distance) + 1
  let dueMs: number | undefined
  let at = nextRun(schedule, zone, first + (runs - 2) * distance)
  for (; at !== undefined && at <= nowMs; at = nextRun(schedule, zone, at)) dueMs = at
  return { earliestMs, runs, ...(dueMs === undefined ? {} : { dueMs }) }
}

/** The run to make now, and whether more than a hundred were missed. */
export function dueRun(
  timetable: Timetable,
  cronJob: CronJob,
  nowMs: number,
): { dueMs: number; tooMany: boolean } | undefined {
  const { dueMs, runs } = missed(timetable, cronJob, nowMs, true)
  return dueMs === undefined ? undefined : { dueMs, tooMany: runs > manyRuns }
}

/** Milliseconds until the run after the last one that was due; undefined when there is none. */
export function untilNextMs(timetable: Timetable, cronJob: CronJob, nowMs: number): number | undefined {
  let fromMs = nowMs
  try {
    const { dueMs, runs, earliestMs } = missed(timetable, cronJob, nowMs, false)
    fromMs = dueMs ?? (runs === 0 ? earliestMs : nowMs)
  } catch (error) {
    if (!(error instanceof TimetableError)) throw error
  }
  const next = nextRun(timetable.schedule, timetable.zone, fromMs)
  return next === undefined ? undefined : next + slackMs - nowMs
}
