// Instants and spans of the cluster's time, as a learner reads them.

const instantFormat = new Intl.DateTimeFormat('es', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
})
const timeFormat = new Intl.DateTimeFormat('es', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
})

/** `24 nov, 14:32:08`: in UTC, as every timestamp of the cluster. */
export function instantText(ms: number): string {
  return instantFormat.format(ms)
}

/** `14:32:08`. */
export function timeText(ms: number): string {
  return timeFormat.format(ms)
}

/** Whether an instant is of the day of another, in UTC. @param other RFC 3339 */
export function isSameDay(ms: number, other = ''): boolean {
  return new Date(ms).toISOString().slice(0, 10) === other.slice(0, 10)
}

const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

/** `2 h 5 min`: the two largest units. */
export function spanText(ms: number): string {
  let left = Math.round(ms / 1000)
  const parts: string[] = []
  for (const [size, unit] of units) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit}`)
  }
  return parts.join(' ') || 'menos de 1 s'
}
