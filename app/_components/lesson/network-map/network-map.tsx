'use client'
// The notes' network drawn: the company's machines, the cluster's nodes, and a request that one takes from hop to hop.
import { useState } from 'react'
import { company, hops, nodesOfMap, rulesOf, type NodeOfMap, type Part } from './map.ts'
import frame from '../figure.module.css'
import styles from './network-map.module.css'

export function NetworkMap() {
  const [step, setStep] = useState(0)
  const lit = new Set(hops[step]!.at)
  return (
    <figure className={`${frame.figure} ${styles.map}`} aria-label="El mapa de red de los apuntes">
      <div className={styles.steps}>
        <button type="button" className="button" onClick={() => setStep(step - 1)} disabled={step === 0}>
          Atrás
        </button>
        <button
          type="button"
          className="button primary"
          onClick={() => setStep(step + 1)}
          disabled={step === hops.length - 1}
        >
          Siguiente salto
        </button>
        <output aria-live="polite">
          {step + 1} de {hops.length}. {hops[step]!.text}
        </output>
      </div>
      <p className={styles.network}>
        Red de la empresa <code>192.168.0.0/16</code>
      </p>
      <ul className={styles.company}>
        {company.map((part) => (
          <Box key={part.id} part={part} lit={lit} />
        ))}
      </ul>
      <ul className={styles.nodes}>
        {nodesOfMap.map((node) => (
          <Machine key={node.id} node={node} lit={lit} />
        ))}
      </ul>
      <p className={styles.network}>
        VLAN de kubernetes <code>10.10.0.0/16</code>
      </p>
      <details>
        <summary>El camino entero, salto a salto</summary>
        <ol>
          {hops.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ol>
      </details>
      <figcaption>
        Una petición de MenchuPC hasta la base de datos, con las direcciones de los apuntes. Lo que toca cada salto, con
        el borde marcado.
      </figcaption>
    </figure>
  )
}

function Machine({ node, lit }: { node: NodeOfMap; lit: Set<string> }) {
  const rules = rulesOf(node)
  const inside = [node, ...rules, ...node.parts].some(({ id }) => lit.has(id))
  return (
    <li className={styles.node} data-lit={inside || undefined}>
      <p className={styles.name}>
        {node.name} <code>{node.address}</code>
      </p>
      <p className={styles.layer}>Linux, Netfilter</p>
      <ul className={styles.rules}>
        {rules.map((rule) => (
          <li key={rule.id} data-lit={lit.has(rule.id) || undefined}>
            {rule.name}
          </li>
        ))}
      </ul>
      <p className={styles.layer}>Crio, Kubelet</p>
      <ul className={styles.parts}>
        {node.parts.map((part) => (
          <Box key={part.id} part={part} lit={lit} />
        ))}
      </ul>
    </li>
  )
}

function Box({ part, lit }: { part: Part; lit: Set<string> }) {
  return (
    <li className={styles.box} data-lit={lit.has(part.id) || undefined}>
      <b>{part.name}</b> {part.address && <code>{part.address}</code>}
      {part.details?.map((line) => (
        <small key={line}>{line}</small>
      ))}
    </li>
  )
}
