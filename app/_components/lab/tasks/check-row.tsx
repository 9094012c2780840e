'use client'
// One check of the verdict: what was expected, what was seen, where to look. Never the fix.
import { useState } from 'react'
import { messages } from '../../../../graders/messages.ts'
import type { CheckResult, Evidence } from '../../../../graders/verdict.ts'
import { Marked } from '../marked.tsx'
import styles from '../lab.module.css'
import { checkWords } from '../words.ts'

export function CheckRow({ check, first }: { check: CheckResult; first: boolean }) {
  // What the learner opened or closed stays so; otherwise the first that fails is open.
  const [chosen, setChosen] = useState<boolean>()
  const { sign, word } = checkWords[check.status]
  const open = chosen ?? first
  const note = noteOf(check)
  return (
    <li className={styles.check} data-status={check.status} data-check={check.id}>
      <button type="button" aria-expanded={open} onClick={() => setChosen(!open)}>
        <span className={styles.sign} aria-hidden="true">
          {sign}
        </span>
        <span>
          <b>{word}:</b> <Marked text={check.title} />
        </span>
      </button>
      {open && (
        <div className={styles.evidence}>
          {note && (
            <p>
              <Marked text={note} />
            </p>
          )}
          {check.evidence?.map((each) => (
            <EvidenceTable key={`${each.object} ${each.field}`} evidence={each} />
          ))}
        </div>
      )}
    </li>
  )
}

/** What the message says beyond the evidence, which stands below it piece by piece. */
function noteOf({ status, message, evidence }: CheckResult): string {
  if (status === 'pass') return ''
  const [main] = evidence ?? []
  if (!main || status !== 'fail') return message
  const told = messages.fail({ ...main, holds: false })
  return message.startsWith(told) ? message.slice(told.length).trim() : message
}

function EvidenceTable({ evidence }: { evidence: Evidence }) {
  const { object, field, expected, observed, because } = evidence
  return (
    <dl>
      <dt>esperado</dt>
      <dd>{expected}</dd>
      <dt>visto</dt>
      <dd>{observed}</dd>
      <dt>mira</dt>
      <dd>
        <code>{field}</code> de <code>{objectName(object)}</code>
      </dd>
      {because && (
        <>
          <dt>porque</dt>
          <dd>
            <Marked text={because} />
          </dd>
        </>
      )}
    </dl>
  )
}

/** `v1/PersistentVolumeClaim/default/pvc` as kubectl names it: `persistentvolumeclaim/pvc`. */
function objectName(object: string): string {
  const parts = object.split('/')
  const kind = parts.findIndex((part) => /^[A-Z]/.test(part))
  if (kind < 0) return object
  const [name, namespace] = parts.slice(kind + 1).toReversed()
  const where = namespace && namespace !== 'default' ? ` -n ${namespace}` : ''
  return `${parts[kind]!.toLowerCase()}/${name ?? ''}${where}`
}
