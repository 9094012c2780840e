'use client'
// The files, the editor, and what happened to what was applied.
import { useMemo, useRef } from 'react'
import type { ApplyReport } from '../../../../course/session.ts'
import type { Problem } from '../../../_server/answer.ts'
import styles from '../lab.module.css'
import { ProblemNote } from '../problem-note.tsx'
import type { FilesState } from '../use-files.ts'
import { ApplyResult } from './apply-result.tsx'
import type { LabUser } from '../../../../course/lab-user.ts'
import type { Applier } from '../use-applier.ts'
import { FileTabs } from './file-tabs.tsx'
import { HelmPane } from './helm-pane.tsx'
import { UserChoice } from './user-choice.tsx'
import { type EditorHandle, YamlEditor } from './yaml-editor.tsx'

const savedWords = { saved: 'Guardado', saving: 'Guardando…', unsaved: 'Sin guardar' }

export function EditorPane({
  lab,
  helm,
  users,
  applier,
  files,
  own,
  report,
  problem,
  applying,
  ready,
  onApply,
  onGrade,
}: {
  lab: string
  /** The lab is done with helm, which has a line of its own. */
  helm: boolean
  users: LabUser[]
  applier: Applier
  files: FilesState
  own: string[]
  report: ApplyReport | undefined
  problem: Problem | undefined
  applying: boolean
  ready: boolean
  onApply: (names: string[]) => void
  onGrade: () => void
}) {
  const editor = useRef<EditorHandle>(undefined)
  const active = files.files.find(({ name }) => name === files.active)
  const marks = useMemo(
    () =>
      (report?.documents ?? []).flatMap(({ file, outcome, at, message, server }) =>
        file === files.active && outcome === 'refused' && at
          ? [{ line: at.line, column: at.column, message: server ? `${message}\n${server}` : message }]
          : [],
      ),
    [report, files.active],
  )
  const goTo = (file: string, line: number, column: number): void => {
    files.open(file)
    // The editor of another file is made with the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => editor.current?.goTo(line, column)))
  }
  return (
    <section className={styles.pane} data-name="editor" aria-label="YAML">
      <FileTabs files={files} own={own} />
      <div className={styles.editor}>
        {active && (
          <YamlEditor
            key={`${active.name} ${files.generation}`}
            name={active.name}
            text={active.text}
            marks={marks}
            onWrite={(text) => files.write(active.name, text)}
            onApply={() => onApply([files.active])}
            onGrade={onGrade}
            handle={(made) => {
              editor.current = made
            }}
          />
        )}
      </div>
      <div className={styles.applyBar}>
        <button
          type="button"
          className="button primary"
          aria-disabled={applying || !active}
          onClick={() => onApply([files.active])}
        >
          {applying ? 'Aplicando…' : 'Aplicar'} <kbd>Ctrl ⏎</kbd>
        </button>
        {files.files.length > 1 && (
          <button
            type="button"
            className="button quiet"
            aria-disabled={applying}
            onClick={() => onApply(files.files.map(({ name }) => name))}
          >
            Aplicar todos
          </button>
        )}
        {users.length > 0 && (
          <UserChoice
            users={users}
            value={applier.of(files.active)}
            onChoose={(user) => applier.choose(files.active, user)}
          />
        )}
        <span className={styles.small}>
          {savedWords[files.saved]}
          {!ready && ' · el cluster aún no está'}
        </span>
      </div>
      {problem && <ProblemNote problem={problem} />}
      {(report || !helm) && <ApplyResult report={report} onGoTo={goTo} />}
      {helm && <HelmPane lab={lab} files={files} />}
    </section>
  )
}
