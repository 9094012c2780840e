// How tables show the time since something happened: `45s`, `3m20s`, `2d4h`.
// k8s: apimachinery/pkg/util/duration/duration.go HumanDuration

/** @param since RFC 3339; absent shows `<unknown>`. @param nowMs milliseconds since 1970. */
export function ageCell(since: string | undefined, nowMs: number): string {
  return since ? duration(nowMs - Date.parse(since)) : '<unknown>'
}

/** A duration as kubectl writes it, at most two units. */
export function duration(durationMs: number): string {
  const seconds = Math.trunc(durationMs / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.trunc(seconds / 60)
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.trunc(minutes / 60)
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.trunc(hours / 24)
  if (hours < 24 * 8) return two(days, 'd', hours % 24, 'h')
  if (days < 365 * 2) return `${days}d`
  const years = Math.trunc(days / 365)
  return days < 365 * 8 ? two(years, 'y', days % 365, 'd') : `${years}y`
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`
}
