'use client'
// The three panes of a phone, one at a time, with the two actions on every one of them.
import { useRef } from 'react'
import type { ApplyReport } from '../../../course/session.ts'
import styles from './lab.module.css'
import type { Live } from './use-live.ts'
import type { VerdictState } from './use-verdict.ts'

export type Pane = 'tasks' | 'editor' | 'cluster'

const names: Record<Pane, string> = { tasks: 'Lección', editor: 'YAML', cluster: 'Clúster' }

export function BottomTabs({
  pane,
  onPane,
  live,
  report,
  verdict,
  applying,
  onApply,
  onGrade,
}: {
  pane: Pane
  onPane: (pane: Pane) => void
  live: Live
  report: ApplyReport | undefined
  verdict: VerdictState
  applying: boolean
  onApply: () => void
  onGrade: () => void
}) {
  const seen = useRef(0)
  if (pane === 'cluster') seen.current = live.news
  const news = live.news - seen.current
  const refused = report?.documents.filter(({ outcome }) => outcome === 'refused').length ?? 0
  const badges: Record<Pane, { sign: string; words: string } | undefined> = {
    tasks: verdict.grading ? { sign: '…', words: 'evaluando' } : undefined,
    editor: refused > 0 ? { sign: `✗${refused}`, words: `${refused} sin aplicar` } : undefined,
    cluster: news > 0 ? { sign: `•${news}`, words: news === 1 ? '1 cambio' : `${news} cambios` } : undefined,
  }
  return (
    <div className={styles.bottom}>
      <div className={styles.bottomActions}>
        <button type="button" className="button" aria-disabled={applying} onClick={onApply}>
          {applying ? 'Aplicando…' : 'Aplicar'}
        </button>
        <button type="button" className="button primary" aria-disabled={verdict.grading} onClick={onGrade}>
          {verdict.grading ? 'Evaluando…' : 'Evaluar'}
        </button>
      </div>
      <nav className={styles.tabs} aria-label="Partes del laboratorio">
        {(Object.keys(names) as Pane[]).map((each) => (
          <button
            key={each}
            type="button"
            aria-current={pane === each ? 'true' : undefined}
            onClick={() => onPane(each)}
          >
            {names[each]}
            {badges[each] && (
              <span className={styles.badge}>
                <span aria-hidden="true">{badges[each].sign}</span>
                <span className="unseen">, {badges[each].words}</span>
              </span>
            )}
          </button>
        ))}
      </nav>
    </div>
  )
}
