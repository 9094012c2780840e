'use client'
// The lab page: tasks with their verdict, the editor, and the cluster as it changes. Everything that answers an action is in sight.
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import type { LabUser } from '../../../course/lab-user.ts'
import type { ApplyReport, WorkFile } from '../../../course/session.ts'
import type { Verdict } from '../../../graders/verdict.ts'
import type { ProviderName } from '../../../providers/provider.ts'
import type { Problem } from '../../_server/answer.ts'
import { call, problemOf } from './api.ts'
import { BenchBar } from './bench-bar.tsx'
import { BottomTabs, type Pane } from './bottom-tabs.tsx'
import { ClusterPane } from './cluster/cluster-pane.tsx'
import { EditorPane } from './editor/editor-pane.tsx'
import styles from './lab.module.css'
import { TasksPane } from './tasks/tasks-pane.tsx'
import { useApplier } from './use-applier.ts'
import { useFiles } from './use-files.ts'
import { useLive } from './use-live.ts'
import { useVerdict } from './use-verdict.ts'

export interface LabTask {
  id: number
  title: string
  body: ReactNode
  /** How many hints there are, and those that were given. */
  hintsMax: number
  hints: string[]
}

export interface WorkbenchProps {
  lab: string
  title: string
  /** The way home and the choice of colours, which every page has. */
  brand: ReactNode
  colours: ReactNode
  intro: ReactNode
  tasks: LabTask[]
  lessonHref: string
  /** It is done with helm. */
  helm: boolean
  /** Who besides the administrator. */
  users: LabUser[]
  files: WorkFile[]
  /** Names of the lab's own files. */
  own: string[]
  verdict: Verdict | undefined
  solutionOpen: boolean
}

export function Workbench(props: WorkbenchProps) {
  const { lab } = props
  const [live, forget] = useLive(lab)
  const files = useFiles(lab, props.files)
  const applier = useApplier(props.users)
  const [open, setOpen] = useState(props.solutionOpen)
  const verdict = useVerdict(
    lab,
    props.verdict,
    live,
    useCallback((now: boolean) => setOpen(now), []),
  )
  const [pane, setPane] = useState<Pane>('tasks')
  const [report, setReport] = useState<ApplyReport>()
  const [applying, setApplying] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  const apply = async (names: string[]): Promise<void> => {
    if (applying) return
    setApplying(true)
    setProblem(undefined)
    try {
      const chosen = files.files.filter(({ name }) => names.includes(name))
      const user = names.length === 1 ? applier.of(names[0]!) : undefined
      const made = await call<ApplyReport>(lab, 'apply', { files: chosen, ...(user ? { user } : {}) })
      setReport(made)
      if (!made.ok) setPane('editor')
    } catch (error) {
      setProblem(problemOf(error))
      setPane('editor')
    } finally {
      setApplying(false)
      void files.flush()
    }
  }
  const applyActive = (): void => void apply([files.active])
  const grade = (): void => {
    setPane('tasks')
    void verdict.grade()
  }
  const reset = async (engine?: ProviderName): Promise<void> => {
    forget()
    setReport(undefined)
    setProblem(undefined)
    await files.flush()
    try {
      await call(lab, 'reset', engine ? { engine } : {})
    } catch (error) {
      // The same refusal comes with the events, where it stays in sight.
      if (problemOf(error).code === 'no-server') setProblem(problemOf(error))
    }
  }

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
      event.preventDefault()
      if (event.shiftKey) grade()
      else applyActive()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })

  return (
    <div className={styles.bench} data-pane={pane}>
      <BenchBar {...props} live={live} onReset={(engine) => void reset(engine)} />
      <main id="contenido" className={styles.panes}>
        <TasksPane
          {...props}
          verdict={verdict}
          solutionOpen={open}
          onSolutionOpen={setOpen}
          files={files}
          onGrade={grade}
        />
        <EditorPane
          lab={lab}
          helm={props.helm}
          users={props.users}
          applier={applier}
          files={files}
          own={props.own}
          report={report}
          problem={problem ?? files.problem}
          applying={applying}
          ready={live.cluster.phase === 'ready'}
          onApply={(names) => void apply(names)}
          onGrade={grade}
        />
        <ClusterPane lab={lab} live={live} looking={pane === 'cluster'} onReset={(engine) => void reset(engine)} />
      </main>
      <BottomTabs
        pane={pane}
        onPane={setPane}
        live={live}
        report={report}
        verdict={verdict}
        applying={applying}
        onApply={applyActive}
        onGrade={grade}
      />
    </div>
  )
}
