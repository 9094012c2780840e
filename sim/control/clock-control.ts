// The cluster's clock in somebody's hands: held, let go, and run to an instant, to what happens next, or until something holds.
import { badRequest, failure } from '../api/status.ts'
import type { SteeredClock } from '../clock.ts'
import { conditionOf } from './condition.ts'
import { newsOf } from './news.ts'
import { isNoise } from './noise.ts'
import type { ControlRoom } from './room.ts'

/** What `GET /timonel/v1/clock` tells. Instants are RFC 3339 with milliseconds, in the cluster's time. */
interface ClockState {
  now: string
  paused: boolean
  /** When the next thing is due, whatever it is; null when nothing is. */
  next: string | null
}

/** What a run has done besides: how much time passed, and whether it came to what was asked. */
interface RunResult extends ClockState {
  passedMs: number
  reached: boolean
  /** Of a run until there is news: behind which paths, and the revision from which on there may be more. */
  news?: { paths: string[]; until: string }
}

const daySeconds = 86_400
/** More than any story told with this clock. */
const runSecondsMax = 400 * daySeconds

export function clockState({ clock }: ControlRoom): ClockState {
  const { paused, next } = steered(clock)
  return { now: instant(clock.now()), paused, next: next === undefined ? null : instant(next) }
}

/**
 * Carries out one order: `{do: pause}`, `{do: resume}`, `{do: hold}` (time passes only while somebody runs it, or waits for
 * what a pod answers), or `{do: run}` with one of `seconds`, `to` (RFC 3339), `event: true` (until the cluster changes),
 * `until: {path, for}` (as `kubectl wait --for`) or `news: {paths, since, afterSeconds}` (until something behind the paths has
 * changed since that resourceVersion, and not before so many seconds), the last three `withinSeconds` (a day).
 * Rejects with ApiError 400 for what it does not understand, 409 while a run is under way.
 * @param signal ends a run where it is
 */
export async function steerClock(
  room: ControlRoom,
  order: Record<string, unknown>,
  signal: AbortSignal,
): Promise<ClockState | RunResult> {
  const clock = steered(room.clock)
  switch (order['do']) {
    case 'pause':
      room.demand.release()
      clock.pause()
      return clockState(room)
    case 'hold':
      clock.pause()
      room.demand.hold()
      return clockState(room)
    case 'resume':
      room.demand.release()
      clock.resume()
      return clockState(room)
    case 'run':
      room.demand.interrupt()
      return run(room, clock, goalOf(room, order), signal)
    default:
      throw badRequest('do: must be one of pause, hold, resume, run')
  }
}

interface Goal {
  untilMs: number
  /** Ends the run before; undefined where only the instant counts. */
  reached?: () => boolean
  told?: () => NonNullable<RunResult['news']>
  stop?: () => void
}

async function run(room: ControlRoom, clock: SteeredClock, goal: Goal, signal: AbortSignal): Promise<RunResult> {
  const begunMs = clock.now()
  const done = (): boolean => goal.reached?.() === true
  try {
    if (!done()) await runOnce(clock, goal.untilMs, () => signal.aborted || done())
    const reached = goal.reached ? done() : clock.now() >= goal.untilMs
    const news = goal.told?.()
    return { ...clockState(room), passedMs: clock.now() - begunMs, reached, ...(news ? { news } : {}) }
  } finally {
    goal.stop?.()
  }
}

async function runOnce(clock: SteeredClock, untilMs: number, enough: () => boolean): Promise<void> {
  try {
    await clock.run(untilMs, enough)
  } catch {
    throw failure(409, 'Conflict', 'the clock is being run already')
  }
}

function goalOf(room: ControlRoom, order: Record<string, unknown>): Goal {
  const now = room.clock.now()
  const within = (): number => now + secondsOf(order['withinSeconds'] ?? daySeconds, 'withinSeconds') * 1000
  if (order['seconds'] !== undefined) return { untilMs: now + secondsOf(order['seconds'], 'seconds') * 1000 }
  if (order['to'] !== undefined) return { untilMs: laterThan(now, order['to']) }
  if (order['event'] === true) return { untilMs: within(), ...nextChange(room) }
  const { until, news } = order
  if (typeof news === 'object' && news !== null) {
    return { untilMs: within(), ...nextNews(room, news as Record<string, unknown>) }
  }
  if (typeof until === 'object' && until !== null) {
    const { path, for: text } = until as Record<string, unknown>
    return { untilMs: within(), ...conditionOf(room, path, text) }
  }
  throw badRequest('run: needs one of seconds, to, event: true, until, news')
}

function secondsOf(value: unknown, field: string): number {
  if (typeof value === 'number' && value > 0 && value <= runSecondsMax) return value
  throw badRequest(`${field}: must be a number from 0 to ${runSecondsMax}`)
}

function laterThan(nowMs: number, value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw badRequest('to: must be an instant in RFC 3339')
  if (at < nowMs) throw badRequest(`to: ${instant(at)} is over; it is ${instant(nowMs)}`)
  if (at - nowMs > runSecondsMax * 1000) throw badRequest(`to: more than ${runSecondsMax} s away`)
  return at
}

function nextChange({ store }: ControlRoom): Required<Pick<Goal, 'reached' | 'stop'>> {
  let changed = false
  const stop = store.watch('', store.revision, (change) => {
    if (!isNoise(change)) changed = true
  })
  return { reached: () => changed, stop }
}

function nextNews(room: ControlRoom, order: Record<string, unknown>): Required<Omit<Goal, 'untilMs'>> {
  const { clock, store } = room
  const afterMs = secondsOf(order['afterSeconds'], 'news.afterSeconds') * 1000
  const news = newsOf(room, order)
  const earliestMs = clock.now() + afterMs
  // A timer of its own, so that the run looks up at that instant and not at the next thing that happens.
  const cancel = clock.after(afterMs, () => {})
  return {
    reached: () => clock.now() >= earliestMs && news.changed().length > 0,
    told: () => ({ paths: news.changed(), until: String(store.revision) }),
    stop() {
      news.stop()
      cancel()
    },
  }
}

function steered(clock: ControlRoom['clock']): SteeredClock {
  if ('run' in clock) return clock
  throw failure(501, 'NotImplemented', 'the clock of this cluster cannot be steered')
}

export function instant(ms: number): string {
  return new Date(ms).toISOString()
}
