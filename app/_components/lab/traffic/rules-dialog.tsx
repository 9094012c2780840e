'use client'
// A node's NetFilter: the notes' arrows, and kube-proxy's rules by chain, where a jump can be followed.
import { useRef, useState } from 'react'
import type { LiveItem } from '../../../../course/live/item.ts'
import type { NodeRules } from '../../../../course/traffic.ts'
import { Closing, Modal } from '../modal.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useAnswer } from '../use-answer.ts'
import styles from './traffic.module.css'

export function RulesDialog({ lab, items, onClose }: { lab: string; items: LiveItem[]; onClose: () => void }) {
  const nodes = items.flatMap(({ kind, name }) => (kind === 'Node' ? [name] : []))
  const [node, setNode] = useState(nodes[0] ?? '')
  const { answer: rules, problem } = useAnswer<NodeRules>(lab, 'rules', { node })
  return (
    <Modal title={`NetFilter de ${node}`} wide onClose={onClose}>
      <label className={styles.node}>
        Nodo{' '}
        <select value={node} onChange={(event) => setNode(event.target.value)}>
          {nodes.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {problem && <ProblemNote problem={problem} />}
      {rules && (
        <>
          <h3 className={styles.title}>Con las flechas de los apuntes</h3>
          <ul className={styles.arrows}>
            {rules.arrows.map(({ service, text }) => (
              <li key={`${service} ${text}`}>
                <code>{text}</code> <small>{service}</small>
              </li>
            ))}
          </ul>
          <h3 className={styles.title}>Con las reglas que escribe kube-proxy (iptables-save)</h3>
          <Chains table="nat" text={rules.tables.nat} />
          <Chains table="filter" text={rules.tables.filter} />
        </>
      )}
      <Closing onClose={onClose} />
    </Modal>
  )
}

function Chains({ table, text }: { table: string; text: string }) {
  const section = useRef<HTMLElement>(null)
  const lines = text.split('\n').filter((line) => line.startsWith('-A '))
  const chains = [...Map.groupBy(lines, (line) => line.split(' ')[1]!)]
  const follow = (chain: string): void => {
    const heading = section.current?.querySelector<HTMLElement>(`[data-chain="${chain}"]`)
    heading?.scrollIntoView({ block: 'start' })
    heading?.focus()
  }
  return (
    <section ref={section} className={styles.chains} aria-label={`tabla ${table}`}>
      <h4>Tabla {table}</h4>
      {chains.map(([chain, rules]) => (
        <div key={chain} className={styles.chain}>
          <h5 data-chain={chain} tabIndex={-1}>
            {chain}
          </h5>
          <ul className={styles.rules}>
            {rules.map((rule) => (
              <Rule key={rule} rule={rule} known={chains} onFollow={follow} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

/** Its target, where it is a chain with rules, is a button that goes there. */
function Rule({
  rule,
  known,
  onFollow,
}: {
  rule: string
  known: [string, string[]][]
  onFollow: (chain: string) => void
}) {
  const [, before = rule, target] = /^-A \S+ ?(.*-j )(\S+)$/.exec(rule) ?? []
  if (target === undefined || !known.some(([chain]) => chain === target)) {
    return (
      <li>
        <code>{rule.replace(/^-A \S+ /, '')}</code>
      </li>
    )
  }
  return (
    <li>
      <code>{before}</code>
      <button type="button" className={styles.jump} onClick={() => onFollow(target)}>
        {target}
      </button>
    </li>
  )
}
