// The only source of time in the simulation: everything below sim/ takes a Clock and nothing else.

/** Time as the cluster sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `run` once after `delayMs` of cluster time; the function returned cancels it (no effect afterwards). */
  after(delayMs: number, run: () => void): () => void
}

/** Resolves after `delayMs` of cluster time, or at once (without error) when `signal` aborts. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = (): void => {
      cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.after(delayMs, done)
    signal?.addEventListener('abort', done)
  })
}

/** An instant as metav1.Time is written: RFC 3339 in UTC, whole seconds. */
export function timestamp(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 19) + 'Z'
}

/** An instant as metav1.MicroTime is written. */
export function microTimestamp(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 23) + '000Z'
}

const timeoutMaxMs = 2 ** 31 - 1
/** A machine further behind than this was asleep: its clock jumps, as a suspended computer's does. */
const lagMaxMs = 5000

/** Pieces of work under way in other threads of the machine, for any clock, and who waits for one, in the order of asking. */
let besides = 0
const askers: (() => void)[] = []

/**
 * Work that other threads of the machine do (cryptography): on every clock no time passes until it is done. Which of them
 * ends first is the machine's whim, so their results are given together, in the order of asking.
 */
export async function outsideTime<T>(work: Promise<T>): Promise<T> {
  besides++
  const turn = new Promise<void>((resolve) => askers.push(resolve))
  const end = (): void => {
    if (--besides === 0) for (const go of askers.splice(0)) go()
  }
  work.then(end, end)
  await turn
  return work
}

/** One timer a turn, so that what it woke is done before the next one runs. */
function nextTurn(run: () => void): void {
  const turn = (): void => (besides > 0 ? nextTurn(run) : run())
  if ('setImmediate' in globalThis) setImmediate(turn)
  else browserTurn(turn)
}

const turns: (() => void)[] = []
let channel: MessageChannel | undefined

/** A browser has no setImmediate, and makes short timeouts wait 4 ms: a message to oneself comes at once. */
function browserTurn(run: () => void): void {
  if (!channel) {
    channel = new MessageChannel()
    channel.port1.addEventListener('message', () => turns.shift()?.())
    channel.port1.start()
  }
  turns.push(run)
  channel.port2.postMessage(undefined)
}

/** A clock that people can hold, hurry and put back. */
export interface SteeredClock extends Clock {
  readonly paused: boolean
  /** Instant of the next timer; undefined when there is none. */
  readonly next: number | undefined
  /** Time stands still: timers wait. A run that is under way ends where it is. */
  pause(): void
  resume(): void
  /**
   * Lets the time until `untilMs` pass as fast as the machine can, each timer at its own instant, and stops earlier when
   * `enough` says so after one of them. Afterwards the clock stands or goes as before. Throws while another run is under way.
   */
  run(untilMs: number, enough?: () => boolean): Promise<void>
  /** It is `atMs` from now on. Timers keep their distance: what was due in 5 s still is. */
  moveTo(atMs: number): void
}

/** Where a clock begins: now and going, unless it is one that goes on after a rest. */
export interface ClockStart {
  atMs: number
  paused: boolean
}

/**
 * The machine's time, `rate` times as fast from the moment of creation on (1: the real pace).
 * A rate of 20 makes the binder's 15 s pass in 750 ms. A busy machine makes the cluster slow, never unfair: timers run in the
 * order of their instants and each sees its own, however late it is, so a chain of short ones does not lose to a long one.
 */
export function realClock(rate = 1, start: ClockStart = { atMs: Date.now(), paused: false }): SteeredClock {
  const timers = createTimers()
  let origin = start.atMs
  let since = Date.now()
  let { paused } = start
  let last = origin
  let draining = false
  let wake: { at: number; timeout: ReturnType<typeof setTimeout> } | undefined
  let run: { untilMs: number; enough: () => boolean; end: () => void } | undefined
  const goal = (): number => (run ? run.untilMs : paused ? origin : origin + (Date.now() - since) * rate)

  function schedule(): void {
    const first = timers.first()
    if (draining || wake?.at === first?.at) return
    unschedule()
    if (!first || (paused && first.at > origin)) return
    const delayMs = Math.ceil((first.at - goal()) / rate)
    wake = { at: first.at, timeout: setTimeout(drain, Math.min(Math.max(delayMs, 0), timeoutMaxMs)) }
  }

  function unschedule(): void {
    if (wake) clearTimeout(wake.timeout)
    wake = undefined
  }

  function drain(): void {
    wake = undefined
    if (run?.enough()) endRun(last)
    const present = goal()
    const first = timers.first()
    draining = first !== undefined && first.at <= present
    if (!first || !draining) {
      if (run) endRun(present)
      return schedule()
    }
    timers.remove(first)
    last = Math.max(last, !run && present - first.at > lagMaxMs * rate ? present : first.at)
    nextTurn(drain)
    first.run()
  }

  function endRun(atMs: number): void {
    const ended = run
    run = undefined
    goFrom(Math.max(last, atMs))
    ended?.end()
  }

  function goFrom(atMs: number): void {
    last = origin = atMs
    since = Date.now()
  }

  return {
    get paused() {
      return paused
    },
    get next() {
      return timers.first()?.at
    },
    now() {
      if (!draining) last = Math.max(last, Math.min(goal(), timers.first()?.at ?? Infinity))
      return last
    },
    after(delayMs, act) {
      const timer = timers.add(this.now() + Math.max(delayMs, 0), act)
      schedule()
      return () => {
        timers.remove(timer)
        schedule()
      }
    },
    pause() {
      if (run) endRun(last)
      else goFrom(this.now())
      paused = true
      unschedule()
      schedule()
    },
    resume() {
      if (!paused) return
      paused = false
      goFrom(last)
      schedule()
    },
    run(untilMs, enough = () => false) {
      if (run) throw new Error('the clock is being run already')
      goFrom(this.now())
      const { promise, resolve } = Promise.withResolvers<void>()
      run = { untilMs: Math.max(untilMs, last), enough, end: resolve }
      unschedule()
      if (!draining) nextTurn(drain)
      draining = true
      return promise
    },
    moveTo(atMs) {
      if (run) endRun(last)
      timers.shift(atMs - this.now())
      unschedule()
      goFrom(atMs)
      schedule()
    },
  }
}

/** A clock that can be told to forget all that was asked of it: no timer of its own runs after `end`. */
export interface ScopedClock extends Clock {
  end(): void
}

export function scopedClock(clock: Clock): ScopedClock {
  const cancels = new Set<() => void>()
  let over = false
  return {
    now: () => clock.now(),
    after(delayMs, run) {
      if (over) return () => undefined
      const cancel = clock.after(delayMs, () => {
        cancels.delete(cancel)
        run()
      })
      cancels.add(cancel)
      return () => {
        cancels.delete(cancel)
        cancel()
      }
    },
    end() {
      over = true
      for (const cancel of cancels) cancel()
      cancels.clear()
    },
  }
}

interface Timer {
  at: number
  /** Of two for one instant, the one that was set first goes first. */
  sequence: number
  run: () => void
  /** Its place in the heap; -1 once it is out. */
  place: number
}

interface Timers {
  first(): Timer | undefined
  size(): number
  add(at: number, run: () => void): Timer
  /** No effect on one that is out. */
  remove(timer: Timer): void
  /** All of them are due so much later (earlier, when negative). */
  shift(ms: number): void
}

/** A binary heap by instant. */
function createTimers(): Timers {
  const heap: Timer[] = []
  let sequence = 0
  const before = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
  function put(timer: Timer, place: number): void {
    heap[place] = timer
    timer.place = place
  }
  function rise(timer: Timer): void {
    while (timer.place > 0) {
      const parent = heap[(timer.place - 1) >> 1]!
      if (!before(timer, parent)) return
      const { place } = parent
      put(parent, timer.place)
      put(timer, place)
    }
  }
  function sink(timer: Timer): void {
    for (;;) {
      const left = heap[timer.place * 2 + 1]
      const right = heap[timer.place * 2 + 2]
      const child = right && left && before(right, left) ? right : left
      if (!child || !before(child, timer)) return
      const { place } = child
      put(child, timer.place)
      put(timer, place)
    }
  }
  return {
    first: () => heap[0],
    size: () => heap.length,
    add(at, run) {
      const timer = { at, run, sequence: sequence++, place: heap.length }
      heap.push(timer)
      rise(timer)
      return timer
    },
    remove(timer) {
      if (timer.place < 0) return
      const end = heap.pop()!
      if (end !== timer) {
        put(end, timer.place)
        rise(end)
        sink(end)
      }
      timer.place = -1
    },
    shift(ms) {
      for (const timer of heap) timer.at += ms
    },
  }
}

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Moves on by `ms`, running each timer at its own instant and letting what it woke finish first. */
  advance(ms: number): Promise<void>
  /** Milliseconds until the next timer; undefined when there is none. */
  next(): number | undefined
  /** Timers that are set: what a cluster at rest must not gather. */
  readonly waiting: number
  /** The machine slept for `ms`: what fell due meanwhile runs now, in its order and late. */
  jump(ms: number): Promise<void>
  /** It is `atMs` from now on; timers keep their distance. */
  moveTo(atMs: number): void
}

/** @param startMs the first instant; a fixed one by default, so that runs repeat. */
export function fakeClock(startMs = Date.UTC(2027, 0, 1)): FakeClock {
  const timers = createTimers()
  let now = startMs
  return {
    now: () => now,
    after(delayMs, run) {
      const timer = timers.add(now + Math.max(delayMs, 0), run)
      return () => timers.remove(timer)
    },
    next() {
      const first = timers.first()
      return first && first.at - now
    },
    get waiting() {
      return timers.size()
    },
    jump(ms) {
      now += ms
      return this.advance(0)
    },
    moveTo(atMs) {
      timers.shift(atMs - now)
      now = atMs
    },
    async advance(ms) {
      const end = now + ms
      await settle()
      for (let first = timers.first(); first && first.at <= end; first = timers.first()) {
        timers.remove(first)
        now = Math.max(now, first.at)
        first.run()
        await settle()
      }
      now = end
    },
  }
}

/** Lets every promise that can already settle do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => nextTurn(resolve))
}
