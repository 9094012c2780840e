'use client'
// Where the clock is to run to: so much time, an instant, or until something holds.
import { useState } from 'react'
import type { ClockOrder } from '../../../../course/time.ts'
import { Modal } from '../modal.tsx'
import type { Live } from '../use-live.ts'
import styles from './time.module.css'

type Goal = 'span' | 'instant' | 'condition'

const spans = { s: 1, min: 60, h: 3600, d: 86_400 }
const conditions: Record<string, string> = {
  'condition=Ready': 'esté Ready',
  'condition=Available': 'esté Available',
  'condition=Complete': 'termine (Complete)',
  'condition=Failed': 'fracase (Failed)',
  'condition=PodScheduled': 'tenga nodo (PodScheduled)',
  'jsonpath={.status.phase}=Running': 'esté Running',
  'jsonpath={.status.phase}=Bound': 'esté Bound',
  delete: 'ya no exista',
}
const waitable = new Set(['Pod', 'Deployment', 'Job', 'PersistentVolumeClaim', 'PersistentVolume'])

export function RunDialog({
  live,
  nowMs,
  onRun,
  onClose,
}: {
  live: Live
  nowMs: number
  onRun: (order: ClockOrder) => void
  onClose: () => void
}) {
  const objects = [...live.items.values()]
    .filter(({ kind, namespace }) => waitable.has(kind) && (namespace === undefined || namespace === 'default'))
    .map(({ kind, name }) => `${kind.toLowerCase()}/${name}`)
    .toSorted((a, b) => a.localeCompare(b, 'es', { numeric: true }))
  const [goal, setGoal] = useState<Goal>('span')
  const [count, setCount] = useState('50')
  const [unit, setUnit] = useState<keyof typeof spans>('min')
  // In UTC, as the clock is shown.
  const [instant, setInstant] = useState(() => new Date(nowMs + 3_600_000).toISOString().slice(0, 19))
  const [object, setObject] = useState(objects.find((each) => each.startsWith('pod/')) ?? objects[0] ?? '')
  const [condition, setCondition] = useState('condition=Ready')
  const run = (): void => {
    if (goal === 'span') onRun({ do: 'run', seconds: Number(count) * spans[unit] })
    else if (goal === 'instant') onRun({ do: 'run', to: `${instant}Z` })
    else onRun({ do: 'run', until: { object, for: condition } })
  }
  const choice = (mine: Goal, text: string) => (
    <label className={styles.choice}>
      <input type="radio" name="goal" checked={goal === mine} onChange={() => setGoal(mine)} /> {text}
    </label>
  )
  return (
    <Modal title="Adelantar el reloj" onClose={onClose}>
      <p>Pasa todo lo que tenga que pasar, cada cosa a su hora, tan deprisa como pueda esta máquina.</p>
      <form
        className={styles.run}
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <fieldset>
          <legend className="unseen">Hasta cuándo</legend>
          <div>
            {choice('span', 'Que pasen')}
            <input
              type="number"
              aria-label="Cuánto"
              min={1}
              max={100_000}
              required
              value={count}
              onFocus={() => setGoal('span')}
              onChange={(event) => setCount(event.target.value)}
            />
            <select
              aria-label="Unidad"
              value={unit}
              onChange={(event) => {
                setGoal('span')
                setUnit(event.target.value as keyof typeof spans)
              }}
            >
              <option value="s">segundos</option>
              <option value="min">minutos</option>
              <option value="h">horas</option>
              <option value="d">días</option>
            </select>
          </div>
          <div>
            {choice('instant', 'A las (UTC)')}
            <input
              type="datetime-local"
              aria-label="Instante, en hora universal"
              step={1}
              value={instant}
              onFocus={() => setGoal('instant')}
              onChange={(event) =>
                setInstant(event.target.value.length === 16 ? `${event.target.value}:00` : event.target.value)
              }
            />
          </div>
          <div>
            {choice('condition', 'Que')}
            <input
              aria-label="Objeto"
              list="waitable"
              placeholder="pod/nombre"
              value={object}
              onFocus={() => setGoal('condition')}
              onChange={(event) => setObject(event.target.value.trim())}
            />
            <datalist id="waitable">
              {objects.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
            <select
              aria-label="Condición"
              value={condition}
              onChange={(event) => {
                setGoal('condition')
                setCondition(event.target.value)
              }}
            >
              {Object.entries(conditions).map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </div>
        </fieldset>
        <p className={styles.note}>Si no se cumple, para cuando haya pasado un día.</p>
        <div className="actions">
          <button type="button" className="button" onClick={onClose}>
            Cancelar
          </button>
          <button type="submit" className="button primary">
            Adelantar
          </button>
        </div>
      </form>
    </Modal>
  )
}
