'use client'
// The solution, once it may be seen, as a difference with what the learner has.
import { diffLines } from 'diff'
import { useState } from 'react'
import type { WorkFile } from '../../../../course/session.ts'
import type { Problem } from '../../../_server/answer.ts'
import { call, problemOf } from '../api.ts'
import styles from '../lab.module.css'
import { Closing, Modal } from '../modal.tsx'
import { ProblemNote } from '../problem-note.tsx'
import type { FilesState } from '../use-files.ts'

export function Solution({
  lab,
  open,
  onOpen,
  files,
}: {
  lab: string
  open: boolean
  onOpen: () => void
  files: FilesState
}) {
  const [solution, setSolution] = useState<WorkFile[]>()
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const show = async (surrender: boolean): Promise<void> => {
    setAsking(false)
    try {
      setSolution((await call<{ files: WorkFile[] }>(lab, 'solution', { surrender })).files)
      onOpen()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <div className={styles.solution}>
      {open ? (
        <button type="button" className="button" onClick={() => void show(false)}>
          Ver la solución
        </button>
      ) : (
        <>
          <p>La solución se abre al superar el laboratorio o al ver todas las pistas.</p>
          <button type="button" className="button quiet" onClick={() => setAsking(true)}>
            Me rindo
          </button>
        </>
      )}
      {problem && <ProblemNote problem={problem} />}
      {asking && (
        <Modal title="¿Ver ya la solución?" onClose={() => setAsking(false)}>
          <p>Puedes seguir después y volver a evaluar. El veredicto dirá que la habías visto.</p>
          <div className="actions">
            <button type="button" className="button" onClick={() => setAsking(false)}>
              Seguir intentándolo
            </button>
            <button type="button" className="button primary" onClick={() => void show(true)}>
              Ver la solución
            </button>
          </div>
        </Modal>
      )}
      {solution && (
        <Modal title="Una solución, frente a lo tuyo" wide onClose={() => setSolution(undefined)}>
          <p>
            Otras también valen: se corrige lo que pasa en el cluster. Las líneas con <b>+</b> están en la solución y no
            en lo tuyo; las líneas con <b>−</b>, al revés.
          </p>
          {solution.map((file) => (
            <FileDiff key={file.name} file={file} mine={files.files.find(({ name }) => name === file.name)?.text} />
          ))}
          <Closing onClose={() => setSolution(undefined)} />
        </Modal>
      )}
    </div>
  )
}

const signs = { added: '+', removed: '−', same: ' ' }

function FileDiff({ file, mine }: { file: WorkFile; mine: string | undefined }) {
  const parts = diffLines(mine ?? '', file.text, { ignoreNewlineAtEof: true })
  const equal = parts.every(({ added, removed }) => !added && !removed)
  return (
    <section className={styles.diff} aria-label={file.name}>
      <h3>
        {file.name} {equal && <small>(igual que el tuyo)</small>}
        {mine === undefined && <small>(tú no tienes este fichero)</small>}
      </h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines scroll with the keyboard */}
      <pre className="plain" tabIndex={0}>
        {parts.flatMap((part, index) => {
          const sort = part.added ? 'added' : part.removed ? 'removed' : 'same'
          return part.value
            .replace(/\n$/, '')
            .split('\n')
            .map((line, row) => (
              <span key={`${index}.${row}`} data-sort={sort}>
                {signs[sort]} {line}
                {'\n'}
              </span>
            ))
        })}
      </pre>
    </section>
  )
}
