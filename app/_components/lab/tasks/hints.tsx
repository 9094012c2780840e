'use client'
// Hints of a task, one at a time: where to look, the idea, the field.
import { useState } from 'react'
import type { Problem } from '../../../_server/answer.ts'
import { call, problemOf } from '../api.ts'
import styles from '../lab.module.css'
import { Marked } from '../marked.tsx'
import { ProblemNote } from '../problem-note.tsx'
import type { LabTask } from '../workbench.tsx'

export function Hints({
  lab,
  task,
  onSolutionOpen,
}: {
  lab: string
  task: LabTask
  onSolutionOpen: (open: boolean) => void
}) {
  const [given, setGiven] = useState(task.hints)
  const [problem, setProblem] = useState<Problem>()
  const ask = async (): Promise<void> => {
    setProblem(undefined)
    try {
      const hint = await call<{ text: string; solutionOpen: boolean }>(lab, 'hint', { task: task.id })
      setGiven((known) => [...known, hint.text])
      onSolutionOpen(hint.solutionOpen)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  if (task.hintsMax === 0) return null
  return (
    <div className={styles.hints}>
      <ol aria-live="polite">
        {given.map((text) => (
          <li key={text}>
            <Marked text={text} />
          </li>
        ))}
      </ol>
      {given.length < task.hintsMax && (
        <button type="button" className="button quiet" onClick={() => void ask()}>
          Pista {given.length + 1} de {task.hintsMax}
          <span className="unseen"> de la tarea {task.id}</span>
        </button>
      )}
      {problem && <ProblemNote problem={problem} />}
    </div>
  )
}
