'use client'
// The strip under the cluster: its clock, and its whole life as a line to drag.
import { useState } from 'react'
import type { ClockOrder, ClockRun, ClockState } from '../../../../course/time.ts'
import type { Problem } from '../../../_server/answer.ts'
import { call, problemOf } from '../api.ts'
import { ProblemNote } from '../problem-note.tsx'
import type { Live } from '../use-live.ts'
import { instantText, isSameDay, spanText, timeText } from './clock-words.ts'
import { RunDialog } from './run-dialog.tsx'
import styles from './time.module.css'
import { TimelineSlider } from './timeline-slider.tsx'
import { useNow } from './use-now.ts'
import type { TimelineState } from './use-timeline.ts'

export function TimeStrip({ lab, live, timeline }: { lab: string; live: Live; timeline: TimelineState }) {
  const now = useNow(live.clock)
  const [running, setRunning] = useState(false)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [asking, setAsking] = useState(false)
  if (!live.clock || now === undefined) return null
  const { paused } = live.clock.state

  const order = async (wanted: ClockOrder): Promise<void> => {
    if (running) return
    setProblem(undefined)
    setRunning(wanted.do === 'run')
    timeline.look(undefined)
    try {
      setSaid(told(wanted, await call<ClockState | ClockRun>(lab, 'clock', wanted)))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setRunning(false)
    }
  }

  return (
    <section className={styles.strip} aria-label="Tiempo del cluster">
      <div className={styles.clock}>
        <p className={styles.now} data-paused={paused}>
          <span aria-hidden="true">{paused ? '❚❚' : '◷'}</span>{' '}
          <time dateTime={new Date(now).toISOString()}>
            {isSameDay(now, live.ready?.born) ? timeText(now) : instantText(now)}
          </time>{' '}
          <abbr title="hora universal, como la de todos los timestamps de Kubernetes">UTC</abbr>
          {paused && <b> parado</b>}
        </p>
        <div className={styles.buttons}>
          <button
            type="button"
            className="button quiet"
            onClick={() => void order({ do: paused ? 'resume' : 'pause' })}
          >
            {paused ? 'Seguir' : 'Parar'}
          </button>
          <button
            type="button"
            className="button quiet"
            aria-disabled={running}
            onClick={() => void order({ do: 'run', seconds: 60 })}
          >
            +1 min
          </button>
          <button
            type="button"
            className="button quiet"
            aria-disabled={running}
            onClick={() => void order({ do: 'run', event: true })}
          >
            Próximo hecho
          </button>
          <button type="button" className="button quiet" aria-disabled={running} onClick={() => setAsking(true)}>
            Hasta…
          </button>
        </div>
      </div>
      <TimelineSlider timeline={timeline} nowMs={now} />
      <p className={styles.said} role="status">
        {running ? 'Corriendo…' : said}
      </p>
      {(problem ?? timeline.problem) && <ProblemNote problem={(problem ?? timeline.problem)!} />}
      {asking && (
        <RunDialog
          live={live}
          nowMs={now}
          onClose={() => setAsking(false)}
          onRun={(wanted) => {
            setAsking(false)
            void order(wanted)
          }}
        />
      )}
    </section>
  )
}

function told(order: ClockOrder, answer: ClockState | ClockRun): string {
  if (order.do === 'pause') return 'El reloj está parado: nada que tarde pasa hasta que sigas.'
  if (order.do === 'resume' || !('passedMs' in answer)) return 'El reloj sigue.'
  const span = spanText(answer.passedMs)
  const passed = `${/^(?:1 \w+|menos de 1 s)$/.test(span) ? 'Ha' : 'Han'} pasado ${span}.`
  if (answer.reached) return 'until' in order ? `${passed} Se cumple.` : passed
  return 'until' in order ? `${passed} No se ha cumplido.` : `${passed} No ha cambiado nada.`
}
