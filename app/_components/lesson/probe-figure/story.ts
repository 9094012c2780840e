// A timeline as bands to draw and as sentences to read.
import type { Timeline, TimelineEvent } from '../../../../sim/kubelet/probes/timeline.ts'
import type { ProbeName } from './cases.ts'

export interface Band {
  from: number
  to: number
  state: 'down' | 'starting' | 'up'
}

/** The container over time: waiting for its restart, starting, and up as far as its startup probe knows. */
export function containerBands({ events }: Timeline, seconds: number, hasStartup: boolean): Band[] {
  return bands(events, seconds, (event, state) => {
    if (event.kind === 'start') return hasStartup ? 'starting' : 'up'
    if (event.kind === 'started') return 'up'
    return event.kind === 'killed' ? 'down' : state
  })
}

/** When the pod is in the Service's balance (`up`) and when not (`down`). */
export function balanceBands({ events }: Timeline, seconds: number): Band[] {
  return bands(events, seconds, (event, state) => {
    if (event.kind === 'ready') return 'up'
    return event.kind === 'unready' || event.kind === 'killed' ? 'down' : state
  })
}

function bands(
  events: TimelineEvent[],
  seconds: number,
  next: (event: TimelineEvent, state: Band['state']) => Band['state'],
): Band[] {
  const found: Band[] = []
  let open: Band = { from: 0, to: seconds, state: 'down' }
  for (const event of events) {
    const state = next(event, open.state)
    if (state === open.state) continue
    if (event.at > open.from) found.push({ ...open, to: event.at })
    open = { from: Math.max(event.at, 0), to: seconds, state }
  }
  return [...found, open]
}

/** `20 min 9 s`; halves of a second are cut. */
function clockText(at: number): string {
  const whole = Math.max(Math.floor(at), 0)
  const [minutes, seconds] = [Math.floor(whole / 60), whole % 60]
  if (minutes === 0) return `${seconds} s`
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`
}

const names: Record<ProbeName, string> = { startup: 'de arranque', liveness: 'de vida', readiness: 'de disponibilidad' }

/** What happened, a sentence each: probes in a row that gave the same are one. At most `most` sentences. */
export function sentences({ events }: Timeline, most = 40): string[] {
  const told: { at: number; text: string }[] = []
  const open = new Map<ProbeName, { from: number; to: number; count: number; passed: boolean }>()
  const close = (probe: ProbeName): void => {
    const row = open.get(probe)
    open.delete(probe)
    if (row) told.push({ at: row.from, text: rowText(probe, row) })
  }
  for (const event of events) {
    if (event.kind === 'probe') {
      const row = open.get(event.probe)
      if (row?.passed !== event.passed) close(event.probe)
      const { from = event.at, count = 0 } = row?.passed === event.passed ? row : {}
      open.set(event.probe, { from, to: event.at, count: count + 1, passed: event.passed })
      continue
    }
    // What ends a row is told after it.
    const concerned: ProbeName[] =
      event.kind === 'killed' ? ['startup', 'liveness', 'readiness'] : event.kind === 'started' ? ['startup'] : []
    for (const probe of concerned) close(probe)
    told.push({ at: event.at, text: eventText(event) })
  }
  for (const probe of open.keys()) close(probe)
  const lines = told.toSorted((a, b) => a.at - b.at).map(({ text }) => text)
  return lines.length > most ? [...lines.slice(0, most), `Y así sigue: ${lines.length - most} cosas más.`] : lines
}

function rowText(
  probe: ProbeName,
  { from, to, count, passed }: { from: number; to: number; count: number; passed: boolean },
): string {
  const what = passed ? 'pasa' : 'falla'
  if (count === 1) return `${clockText(from)}: la prueba ${names[probe]} ${what}.`
  return `De ${clockText(from)} a ${clockText(to)}: la prueba ${names[probe]} ${what} ${count} veces seguidas.`
}

function eventText(event: Exclude<TimelineEvent, { kind: 'probe' }>): string {
  const when = clockText(event.at)
  switch (event.kind) {
    case 'start':
      return event.restarts === 0 ? `${when}: arranca el contenedor.` : `${when}: reinicio número ${event.restarts}.`
    case 'answers':
      return `${when}: el programa empieza a contestar (Kubernetes aún no lo sabe).`
    case 'started':
      return `${when}: started: true. Empiezan las otras pruebas.`
    case 'ready':
      return `${when}: 1/1, dentro del balanceo.`
    case 'unready':
      return `${when}: 0/1, fuera del balanceo. RESTARTS no se mueve.`
    case 'killed':
      return `${when}: Container c failed ${event.probe} probe, will be restarted.`
  }
}

/** The whole in a sentence. */
export function summary({ events, restarts }: Timeline, seconds: number): string {
  const ready = events.find(({ kind }) => kind === 'ready')
  const again = restarts === 0 ? 'ningún reinicio' : restarts === 1 ? '1 reinicio' : `${restarts} reinicios`
  return `En ${clockText(seconds)}: ${again}. ${ready ? `Listo por primera vez a los ${clockText(ready.at)}.` : 'No llega a estar listo.'}`
}
