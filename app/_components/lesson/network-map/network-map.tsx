'use client'
// The notes' network drawn: the company's machines, the cluster's nodes, and a request that one takes from hop to hop.
import { useState } from 'react'
import { NetworkDrawing } from './network-drawing.tsx'
import { company, hops, nodesOfMap, rulesOf } from './map.ts'
import frame from '../figure.module.css'
import styles from './network-map.module.css'

const drawn = nodesOfMap.map((node) => ({ ...node, runtime: 'Crio', rules: rulesOf(node) }))

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
      <NetworkDrawing
        outside={company}
        nodes={drawn}
        lit={lit}
        ranges={{ outside: '192.168.0.0/16', inside: '10.10.0.0/16' }}
      />
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
