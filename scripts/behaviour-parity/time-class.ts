// How long something took, in classes wide enough for a cluster that is busy.
import type { Timing } from './scenario.ts'

const series = [3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240, 300]

/** `within 2 s`, else the nearest of a series: `~30 s`. */
export function timeClass(seconds: number): string {
  if (seconds <= 2) return 'within 2 s'
  return `~${series.reduce((best, one) => (Math.abs(one - seconds) < Math.abs(best - seconds) ? one : best))} s`
}

/** Does a time fit what was recorded? */
export function timeFits({ is, slack = 0 }: Timing, own: Timing | undefined): boolean {
  if (is === '*') return true
  if (is === 'never' || own?.is === 'never' || !own) return is === own?.is
  if (is.startsWith('within')) return own.s <= 3.5
  const recorded = Number(/\d+/.exec(is)![0])
  return Math.abs(own.s - recorded) <= Math.max(2.5, slack, 0.3 * recorded)
}
