'use client'
// A line for helm, as in a terminal whose folder is the editor's files: what is typed, what helm says.
import { type KeyboardEvent, type SubmitEvent, useEffect, useRef, useState } from 'react'
import type { Problem } from '../../../_server/answer.ts'
import { problemOf, stream } from '../api.ts'
import styles from '../lab.module.css'
import { ProblemNote } from '../problem-note.tsx'
import type { FilesState } from '../use-files.ts'

interface Run {
  line: string
  text: string
  /** undefined while it runs. */
  code?: number
  problem?: Problem
}

/** What comes from the server, a JSON document a line. */
type Said = { text: string } | { code: number } | { problem: Problem }

const runsShownMax = 40

export function HelmPane({ lab, files }: { lab: string; files: FilesState }) {
  const [runs, setRuns] = useState<Run[]>([])
  const [line, setLine] = useState('helm ')
  const past = useRef<{ lines: string[]; at: number }>({ lines: [], at: 0 })
  const running = useRef<AbortController>(undefined)
  const end = useRef<HTMLDivElement>(null)
  const busy = runs.at(-1)?.code === undefined && runs.at(-1)?.problem === undefined && runs.length > 0

  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [runs])

  const add = (said: Said): void =>
    setRuns((all) => {
      const last = all.at(-1)!
      const next = 'text' in said ? { ...last, text: last.text + said.text } : { ...last, ...said }
      return [...all.slice(0, -1), next]
    })
  const run = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const typed = line.trim()
    past.current.lines.push(typed)
    past.current.at = past.current.lines.length
    setLine('helm ')
    setRuns((all) => [...all.slice(1 - runsShownMax), { line: typed, text: '' }])
    running.current = new AbortController()
    try {
      await files.flush()
      await stream<Said>(lab, 'helm', { line: typed }, add, running.current.signal)
    } catch (error) {
      if (running.current.signal.aborted) add({ code: -1 })
      else add({ problem: problemOf(error) })
    }
  }
  const recall = (event: KeyboardEvent<HTMLInputElement>): void => {
    const { lines, at } = past.current
    const next = event.key === 'ArrowUp' ? at - 1 : event.key === 'ArrowDown' ? at + 1 : undefined
    if (next === undefined || next < 0 || next > lines.length) return
    event.preventDefault()
    past.current.at = next
    setLine(lines[next] ?? 'helm ')
  }

  return (
    <section className={styles.helm} aria-label="helm">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what helm says scrolls with the keyboard too */}
      <div className={styles.helmLog} role="log" aria-label="Lo que dice helm" tabIndex={0}>
        {runs.length === 0 && (
          <p className={styles.small}>
            Aquí corre el helm de verdad, en la carpeta de tus ficheros y sobre tu cluster. Las flechas ↑ y ↓ recuperan
            lo que has escrito.
          </p>
        )}
        {runs.map((each, index) => (
          <div key={index}>
            <pre className="plain">
              <b>$ {each.line}</b>
              {'\n'}
              {each.text}
              {each.code !== undefined && each.code !== 0 && (
                <span data-bad="true">{each.code > 0 ? `(ha acabado con el código ${each.code})` : '(parado)'}</span>
              )}
            </pre>
            {each.problem && <ProblemNote problem={each.problem} />}
          </div>
        ))}
        <div ref={end} />
      </div>
      <form className={styles.helmLine} onSubmit={(event) => void run(event)}>
        <label htmlFor="helm-line" className="unseen">
          Orden de helm
        </label>
        <span aria-hidden="true">$</span>
        <input
          id="helm-line"
          type="text"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={line}
          onChange={(event) => setLine(event.target.value)}
          onKeyDown={recall}
        />
        {busy ? (
          <button type="button" className="button" onClick={() => running.current?.abort()}>
            Parar
          </button>
        ) : (
          <button type="submit" className="button">
            Ejecutar
          </button>
        )}
      </form>
    </section>
  )
}
