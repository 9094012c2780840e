'use client'
// The files of the lab: choosing one, adding one (new or from the computer), taking one away.
import { type ChangeEvent, type FormEvent, useRef, useState } from 'react'
import { faultOf } from '../../../../course/work-file.ts'
import type { Problem } from '../../../_server/answer.ts'
import { problemOf } from '../api.ts'
import styles from '../lab.module.css'
import { Modal } from '../modal.tsx'
import { ProblemNote } from '../problem-note.tsx'
import type { FilesState } from '../use-files.ts'

export function FileTabs({ files, own }: { files: FilesState; own: string[] }) {
  const [dialog, setDialog] = useState<'new' | 'discard'>()
  const [problem, setProblem] = useState<Problem>()
  const picker = useRef<HTMLInputElement>(null)
  const mine = !own.includes(files.active)

  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    setProblem(undefined)
    for (const picked of event.target.files ?? []) {
      const file = { name: picked.name, text: await picked.text() }
      const fault = faultOf(file)
      if (fault) setProblem({ code: 'bad-file', message: fault, remedy: 'Lo que tenías sigue como estaba.' })
      else files.add(file)
    }
    event.target.value = ''
  }
  const discard = async (): Promise<void> => {
    setDialog(undefined)
    try {
      await files.discard(files.active)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }

  return (
    <>
      <div className={styles.files} role="group" aria-label="Ficheros">
        <div className={styles.fileList}>
          {files.files.map(({ name }) => (
            <button
              key={name}
              type="button"
              aria-current={name === files.active ? 'true' : undefined}
              onClick={() => files.open(name)}
            >
              {name}
            </button>
          ))}
        </div>
        <button type="button" className={styles.tool} onClick={() => setDialog('new')}>
          <span aria-hidden="true">+</span>
          <span className="unseen">Fichero nuevo</span>
        </button>
        <button type="button" className={styles.tool} onClick={() => setDialog('discard')}>
          <span aria-hidden="true">{mine ? '×' : '↺'}</span>
          <span className="unseen">
            {mine ? 'Borrar' : 'Dejar como al principio'} {files.active}
          </span>
        </button>
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        accept=".yaml,.yml,.json"
        hidden
        aria-label="Ficheros de tu ordenador"
        onChange={(event) => void take(event)}
      />
      {problem && <ProblemNote problem={problem} />}
      {dialog === 'new' && (
        <NewFile
          taken={files.files.map(({ name }) => name)}
          onClose={() => setDialog(undefined)}
          onPick={() => picker.current?.click()}
          onMake={(name) => files.add({ name, text: '' })}
        />
      )}
      {dialog === 'discard' && (
        <Modal
          title={mine ? `¿Borrar ${files.active}?` : `¿Dejar ${files.active} como al principio?`}
          onClose={() => setDialog(undefined)}
        >
          <p>Lo que has escrito en él se pierde. Lo que ya esté aplicado en el cluster se queda.</p>
          <div className="actions">
            <button type="button" className="button" onClick={() => setDialog(undefined)}>
              Cancelar
            </button>
            <button type="button" className="button danger" onClick={() => void discard()}>
              {mine ? 'Borrar el fichero' : 'Volver al original'}
            </button>
          </div>
        </Modal>
      )}
    </>
  )
}

function NewFile({
  taken,
  onClose,
  onPick,
  onMake,
}: {
  taken: string[]
  onClose: () => void
  onPick: () => void
  onMake: (name: string) => void
}) {
  const [fault, setFault] = useState<string>()
  const make = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get('name') as string).trim()
    const name = /\.(?:ya?ml|json)$/i.test(typed) ? typed : `${typed}.yaml`
    const wrong = taken.includes(name) ? `Ya tienes un fichero que se llama ${name}.` : faultOf({ name, text: '' })
    setFault(wrong)
    if (wrong) return
    onMake(name)
    onClose()
  }
  return (
    <Modal title="Fichero nuevo" onClose={onClose}>
      <form onSubmit={make}>
        <label htmlFor="file-name">Nombre</label>
        <input id="file-name" name="name" type="text" autoComplete="off" placeholder="pvc-copias.yaml" required />
        {fault && (
          <p className={styles.problem} role="alert">
            {fault}
          </p>
        )}
        <div className="actions">
          <button
            type="button"
            className="button quiet"
            onClick={() => {
              onPick()
              onClose()
            }}
          >
            Abrir uno de tu ordenador…
          </button>
          <button type="button" className="button" onClick={onClose}>
            Cancelar
          </button>
          <button type="submit" className="button primary">
            Crear
          </button>
        </div>
      </form>
    </Modal>
  )
}
