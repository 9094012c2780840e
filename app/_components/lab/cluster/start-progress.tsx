'use client'
// A cluster that is not there yet: what it is doing, for how long, and the way to have one at once.
import { useEffect, useState } from 'react'
import type { ProviderName } from '../../../../providers/provider.ts'
import { engineNames } from '../bench-bar.tsx'
import styles from '../lab.module.css'
import type { ClusterState } from '../use-live.ts'

const stages = [
  ['pulling', 'Descargar la imagen'],
  ['starting', 'Arrancar los nodos'],
  ['joining', 'Unirlos y esperar a sus piezas'],
  ['ready', 'Listo'],
] as const

/** After this long, waiting is worth an alternative. */
const slowMs = 4000

export function StartProgress({
  cluster,
  onReset,
}: {
  cluster: ClusterState
  onReset: (engine?: ProviderName) => void
}) {
  const now = useNow()
  if (cluster.phase === 'failed') {
    return (
      <div className={styles.failed} role="alert">
        <h2>✗ No hay cluster</h2>
        <p className={styles.said}>{cluster.message}</p>
        <p>{cluster.remedy}</p>
        <div className="actions">
          <button type="button" className="button primary" onClick={() => onReset()}>
            Volver a intentarlo
          </button>
          {cluster.engine !== 'embedded' && (
            <button type="button" className="button" onClick={() => onReset('embedded')}>
              Usar el incorporado
            </button>
          )}
        </div>
      </div>
    )
  }
  if (cluster.phase !== 'starting') return <p className={styles.small}>Preparando tu cluster…</p>
  const elapsedMs = now - cluster.since
  const at = stages.findIndex(([stage]) => stage === cluster.stage)
  return (
    <div className={styles.starting}>
      <h2>Arrancando tu cluster ({engineNames[cluster.engine] ?? cluster.engine})</h2>
      <p role="status">{cluster.text}</p>
      <ol>
        {stages.map(([stage, words], index) => (
          <li key={stage} data-state={index < at ? 'done' : index === at ? 'now' : 'later'}>
            {words}
          </li>
        ))}
      </ol>
      <p className={styles.small}>
        {Math.max(0, Math.round(elapsedMs / 1000))} s. Mientras tanto puedes leer y escribir.
        {cluster.engine === 'k3s' && ' k3s suele tardar medio minuto; la primera vez, lo que tarde la descarga.'}
      </p>
      {cluster.engine !== 'embedded' && elapsedMs > slowMs && (
        <button type="button" className="button" onClick={() => onReset('embedded')}>
          Empezar ya con el incorporado
        </button>
      )}
    </div>
  )
}

const tickMs = 500

function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return now
}
