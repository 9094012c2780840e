'use client'
// The tasks, each with the verdict pinned under it.
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import type { CheckResult } from '../../../../graders/verdict.ts'
import styles from '../lab.module.css'
import { ProblemNote } from '../problem-note.tsx'
import type { FilesState } from '../use-files.ts'
import type { VerdictState } from '../use-verdict.ts'
import type { WorkbenchProps } from '../workbench.tsx'
import { CheckRow } from './check-row.tsx'
import { Hints } from './hints.tsx'
import { Solution } from './solution.tsx'

export function TasksPane({
  lab,
  intro,
  tasks,
  lessonHref,
  verdict: state,
  solutionOpen,
  onSolutionOpen,
  files,
  onGrade,
}: Pick<WorkbenchProps, 'lab' | 'intro' | 'tasks' | 'lessonHref'> & {
  verdict: VerdictState
  solutionOpen: boolean
  onSolutionOpen: (open: boolean) => void
  files: FilesState
  onGrade: () => void
}) {
  const { verdict, stale, grading, problem } = state
  const list = useRef<HTMLDivElement>(null)
  const checks = verdict?.checks.filter(({ visibility }) => visibility === 'visible') ?? []
  const firstFailing = checks.find(({ status }) => status === 'fail' || status === 'error')
  const attempt = verdict?.attempt
  useEffect(() => {
    if (!firstFailing || attempt === undefined) return
    list.current?.querySelector(`[data-check="${firstFailing.id}"]`)?.scrollIntoView({ block: 'nearest' })
    // Only a verdict that was asked for scrolls; one that came by itself must not move the page.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [attempt])
  const done = tasks.filter(({ id }) => taskStatus(checks, id) === 'pass').length
  return (
    <section className={styles.pane} data-name="tasks" aria-label="Tareas">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a pane that scrolls does so with the keyboard too */}
      <div className={styles.scroll} ref={list} tabIndex={0} role="group" aria-label="Enunciado y veredictos">
        <p className={styles.back}>
          <Link href={lessonHref}>← Volver a la lección</Link>
        </p>
        <div className={styles.prose}>{intro}</div>
        <ol className={styles.tasks}>
          {tasks.map((task) => {
            const mine = checks.filter((check) => check.task === task.id)
            const status = taskStatus(checks, task.id)
            return (
              <li key={task.id} className={styles.task} data-status={status}>
                <h2>
                  <span className={styles.number} aria-hidden="true">
                    {status === 'pass' ? '✓' : task.id}
                  </span>
                  {task.title}
                  {status === 'pass' && <span className="unseen"> (bien)</span>}
                </h2>
                <div className={styles.prose}>{task.body}</div>
                <Hints lab={lab} task={task} onSolutionOpen={onSolutionOpen} />
                {mine.length > 0 && (
                  <ul className={styles.checks} data-stale={stale}>
                    {mine.map((check) => (
                      <CheckRow key={check.id} check={check} first={check.id === firstFailing?.id} />
                    ))}
                  </ul>
                )}
              </li>
            )
          })}
        </ol>
        <Solution lab={lab} open={solutionOpen} onOpen={() => onSolutionOpen(true)} files={files} />
      </div>
      <footer className={styles.judge}>
        <p aria-live="polite">{summary(state, done, tasks.length)}</p>
        <button type="button" className="button primary" aria-disabled={grading} onClick={onGrade}>
          {grading ? 'Evaluando…' : 'Evaluar'} <kbd>Ctrl ⇧ ⏎</kbd>
        </button>
        {problem && <ProblemNote problem={problem} />}
      </footer>
    </section>
  )
}

/** undefined for a task that has not been judged. */
function taskStatus(checks: CheckResult[], task: number): CheckResult['status'] | undefined {
  const mine = checks.filter((check) => check.task === task)
  if (mine.length === 0) return undefined
  const worst = (['error', 'fail', 'skipped'] as const).find((status) => mine.some((check) => check.status === status))
  return worst ?? 'pass'
}

function summary({ verdict, stale, grading }: VerdictState, done: number, total: number): string {
  if (grading) {
    return stale || !verdict ? 'Mirando cómo está tu cluster…' : 'Mirando otra vez cómo está tu cluster…'
  }
  if (!verdict) return 'Sin evaluar todavía.'
  if (stale) return 'El cluster ha cambiado desde este veredicto. Se vuelve a evaluar solo.'
  if (verdict.status === 'pass') return `✓ ${total} de ${total}: laboratorio superado.`
  if (verdict.status === 'error') return `! No se pudo evaluar: ${verdict.message ?? 'el cluster no ha contestado.'}`
  return `${done} de ${total} tareas bien.`
}
