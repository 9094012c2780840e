'use client'
// A packet followed through the learner's cluster, hop by hop, with the rules that it met.
import { useState } from 'react'
import type { LiveItem } from '../../../../course/live/item.ts'
import type { Hop, Trace } from '../../../../traffic/trace/trace.ts'
import type { Problem } from '../../../_server/answer.ts'
import { call, problemOf } from '../api.ts'
import { Closing, Modal } from '../modal.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { arrows } from './arrows.ts'
import { goalsOf, startsOf, typedGoal } from './ends.ts'
import styles from './traffic.module.css'

const words: Record<Hop['verdict'], string> = {
  on: '→ sigue',
  answered: '✓ contesta',
  refused: '✗ rechazado',
  silent: '✗ sin respuesta',
}

export function TraceDialog({ lab, items, onClose }: { lab: string; items: LiveItem[]; onClose: () => void }) {
  const starts = startsOf(items)
  const goals = goalsOf(items)
  const [start, setStart] = useState(starts[0]!.label)
  const [goal, setGoal] = useState(goals[0]?.label ?? '')
  const [choice, setChoice] = useState(0)
  const [trace, setTrace] = useState<Trace>()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)

  const follow = async (turn: number): Promise<void> => {
    const from = starts.find(({ label }) => label === start)?.value
    const to = goals.find(({ label }) => label === goal)?.value ?? typedGoal(goal)
    if (!from || !to) {
      setProblem({
        code: 'bad-goal',
        message: '¿A dónde va?',
        remedy: 'Escribe NOMBRE:PUERTO, como mariadb-service:3307.',
      })
      return
    }
    setBusy(true)
    setProblem(undefined)
    setChoice(turn)
    try {
      setTrace(await call<Trace>(lab, 'trace', { from, request: { ...to, choice: turn } }))
    } catch (error) {
      setTrace(undefined)
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal title="Sigue un paquete" wide onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void follow(0)
        }}
      >
        <label>
          Desde
          <select value={start} onChange={(event) => setStart(event.target.value)}>
            {starts.map(({ label }) => (
              <option key={label}>{label}</option>
            ))}
          </select>
        </label>
        <label>
          Hasta
          <input
            list="traffic-goals"
            value={goal}
            placeholder="mariadb-service:3307"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setGoal(event.target.value)}
          />
        </label>
        <datalist id="traffic-goals">
          {goals.map(({ label }) => (
            <option key={label} value={label} />
          ))}
        </datalist>
        <button type="submit" className="button" disabled={busy}>
          Seguir
        </button>
      </form>
      {problem && <ProblemNote problem={problem} />}
      <div role="status">
        {trace && (
          <p className={styles.end} data-arrived={trace.arrived}>
            {arrows(trace.because)}
          </p>
        )}
      </div>
      {trace && <Hops hops={trace.hops} />}
      <Closing onClose={onClose}>
        {trace && (
          <button type="button" className="button" disabled={busy} onClick={() => void follow(choice + 1)}>
            Otra vez: que le toque a otro
          </button>
        )}
      </Closing>
    </Modal>
  )
}

function Hops({ hops }: { hops: Hop[] }) {
  return (
    <ol className={styles.hops}>
      {hops.map(({ title, says, verdict, steps = [] }, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a hop is where it stands on the way
        <li key={at} data-verdict={verdict}>
          <p>
            <b>{title}</b> <span className={styles.verdict}>{words[verdict]}</span>
          </p>
          <p>{arrows(says)}</p>
          {steps.length > 0 && (
            <details>
              <summary>Las reglas que se encuentra ({steps.length})</summary>
              <ol className={styles.rules}>
                {steps.map(({ table, rule, how }) => (
                  <li key={`${table} ${rule}`} data-how={how}>
                    <span>{how === 'passed' ? 'no le ha tocado' : how === 'drawn' ? 'le ha tocado' : 'coincide'}</span>{' '}
                    <code>
                      -t {table} {rule}
                    </code>
                  </li>
                ))}
              </ol>
            </details>
          )}
        </li>
      ))}
    </ol>
  )
}
