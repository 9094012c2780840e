'use client'
// Every moment of the lab on a line: dragging it shows the cluster as it was.
import type { ToldMoment } from '../../../../course/time/moment.ts'
import { spanText, timeText } from './clock-words.ts'
import styles from './time.module.css'
import type { TimelineState } from './use-timeline.ts'

export function TimelineSlider({ timeline, nowMs }: { timeline: TimelineState; nowMs: number }) {
  const { moments, past, undoing } = timeline
  const look = (index: number | undefined): void => timeline.look(index)
  const present = moments.length
  const found = past ? moments.findIndex(({ revision }) => revision === past.moment.revision) : -1
  const at = found >= 0 ? found : present
  const goTo = (index: number): void => look(index >= present ? undefined : Math.max(index, 0))
  const warning = (from: number, step: 1 | -1): number | undefined => {
    for (let index = from + step; index >= 0 && index < present; index += step) {
      if (moments[index]?.sort === 'warning') return index
    }
    return undefined
  }
  const before = warning(at, -1)
  const after = warning(at, 1)
  return (
    <div className={styles.timeline}>
      <div className={styles.line}>
        <button
          type="button"
          className="button quiet"
          aria-disabled={before === undefined}
          onClick={() => before !== undefined && goTo(before)}
        >
          <span aria-hidden="true">‹!</span>
          <span className="unseen">Aviso anterior</span>
        </button>
        <div className={styles.track}>
          <Marks moments={moments} />
          <input
            type="range"
            aria-label="Línea de tiempo del laboratorio"
            aria-valuetext={past ? momentText(past.moment) : 'ahora'}
            min={0}
            max={Math.max(present, 1)}
            value={present === 0 ? 1 : at}
            disabled={present === 0}
            onChange={(event) => goTo(Number(event.target.value))}
          />
        </div>
        <button
          type="button"
          className="button quiet"
          aria-disabled={after === undefined}
          onClick={() => after !== undefined && goTo(after)}
        >
          <span aria-hidden="true">!›</span>
          <span className="unseen">Aviso siguiente</span>
        </button>
      </div>
      {past && (
        <div className={styles.past}>
          <p>
            <b>{timeText(Date.parse(past.moment.at))}</b>{' '}
            {nowMs - Date.parse(past.moment.at) >= 1000 && `(hace ${spanText(nowMs - Date.parse(past.moment.at))}) `}
            {past.moment.text}
            {past.moment.says !== undefined && <q lang="en">{past.moment.says}</q>}
            <small>
              Si vuelves, los contenedores arrancan otra vez; lo escrito en los volúmenes se queda como está hoy.
            </small>
          </p>
          <div className={styles.buttons}>
            <button type="button" className="button" onClick={() => look(undefined)}>
              Ver el presente
            </button>
            <button
              type="button"
              className="button primary"
              aria-disabled={undoing}
              onClick={() => void timeline.undo()}
            >
              {undoing ? 'Volviendo…' : 'Volver aquí'}
            </button>
          </div>
        </div>
      )}
    </div>
  )
}

/** `14:32:08 Killing pod/web: Container …`. */
function momentText({ at, text, says }: ToldMoment): string {
  return `${timeText(Date.parse(at))} ${text}${says === undefined ? '' : `: ${says}`}`
}

/** At most so many, so that a long life draws as quickly as a short one. */
const marksMax = 240

function Marks({ moments }: { moments: readonly ToldMoment[] }) {
  const span = Math.max(moments.length, 1)
  const places = new Map<number, ToldMoment['sort']>()
  moments.forEach(({ sort }, index) => {
    const place = Math.round((index / span) * marksMax)
    if (sort === 'warning' || !places.has(place)) places.set(place, sort)
  })
  return (
    <svg className={styles.marks} viewBox={`0 0 ${marksMax} 10`} preserveAspectRatio="none" aria-hidden="true">
      {[...places].map(([place, sort]) => (
        <rect
          key={place}
          data-sort={sort}
          x={place}
          width={1}
          y={sort === 'warning' ? 0 : 5}
          height={sort === 'warning' ? 10 : 5}
        />
      ))}
    </svg>
  )
}
