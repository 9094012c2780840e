// A cluster's clock, which goes on after a restart where somebody's hands had put it.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { realClock, type SteeredClock } from '../clock.ts'

/** How the clock stood when the machine's was at `machineMs`. Milliseconds since 1970. */
interface Kept {
  atMs: number
  machineMs: number
  paused: boolean
}

/** The machine's own time, until it is steered for the first time. @param rate see realClock */
export function openClock(file: string, rate?: number): SteeredClock {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined
  const clock = kept
    ? realClock(rate, {
        atMs: kept.paused ? kept.atMs : kept.atMs + Date.now() - kept.machineMs,
        paused: kept.paused,
      })
    : realClock(rate)
  const keep = (): void => {
    const now: Kept = { atMs: clock.now(), machineMs: Date.now(), paused: clock.paused }
    writeFileSync(`${file}.new`, JSON.stringify(now), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return {
    now: () => clock.now(),
    after: (delayMs, act) => clock.after(delayMs, act),
    get paused() {
      return clock.paused
    },
    get next() {
      return clock.next
    },
    pause() {
      clock.pause()
      keep()
    },
    resume() {
      clock.resume()
      keep()
    },
    async run(untilMs, enough) {
      await clock.run(untilMs, enough)
      keep()
    },
    moveTo(atMs) {
      clock.moveTo(atMs)
      keep()
    },
  }
}
