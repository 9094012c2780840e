'use client'
// One object whole, as YAML, and the way to delete it.
import { useState } from 'react'
import type { LiveItem } from '../../../../course/live/item.ts'
import type { Problem } from '../../../_server/answer.ts'
import { CopyButton } from '../../lesson/copy-button.tsx'
import { call, problemOf } from '../api.ts'
import styles from '../lab.module.css'
import { Closing, Modal } from '../modal.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useAnswer } from '../use-answer.ts'
import { State, Why } from './item-parts.tsx'

export function ObjectDialog({
  lab,
  item,
  revision,
  onClose,
}: {
  lab: string
  item: LiveItem
  /** Of the past that is being looked at; undefined: the object as it is. */
  revision: number | undefined
  onClose: () => void
}) {
  const [refusal, setRefusal] = useState<Problem>()
  const [sure, setSure] = useState(false)
  const { kind, namespace, name } = item
  const read = useAnswer<{ yaml: string }>(lab, 'read', { kind, namespace, name, revision })
  const yaml = read.answer?.yaml
  const problem = refusal ?? read.problem
  const remove = async (): Promise<void> => {
    try {
      await call(lab, 'remove', { kind, namespace, name })
      onClose()
    } catch (error) {
      setRefusal(problemOf(error))
    }
  }
  return (
    <Modal title={`${kind} ${name}`} wide onClose={onClose}>
      <p>
        <State item={item} />
      </p>
      <Why why={item.why} />
      {problem && <ProblemNote problem={problem} />}
      <div className={styles.whole}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long text scrolls with the keyboard */}
        <pre className="plain" tabIndex={0} aria-label={`YAML de ${name}`}>
          {yaml ?? 'Pidiéndolo…'}
        </pre>
      </div>
      <Closing onClose={onClose}>
        {yaml && <CopyButton text={yaml} what="Copiar el YAML" />}
        {revision !== undefined ? null : sure ? (
          <button type="button" className="button danger" onClick={() => void remove()}>
            Sí, borrar {name}
          </button>
        ) : (
          <button type="button" className="button" onClick={() => setSure(true)}>
            Borrar
          </button>
        )}
      </Closing>
    </Modal>
  )
}
