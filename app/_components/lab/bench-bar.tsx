'use client'
// The lab's own strip: how the cluster is, kubectl of one's own, and starting again.
import { useState } from 'react'
import type { ProviderName } from '../../../providers/provider.ts'
import { KubectlDialog } from './kubectl-dialog.tsx'
import styles from './lab.module.css'
import { Modal } from './modal.tsx'
import type { Live } from './use-live.ts'
import type { WorkbenchProps } from './workbench.tsx'

export const engineNames: Record<string, string> = {
  embedded: 'incorporado',
  k3s: 'k3s',
  existing: 'el de tu kubeconfig',
}

export function BenchBar({
  lab,
  title,
  brand,
  colours,
  users,
  live,
  onReset,
}: Pick<WorkbenchProps, 'lab' | 'title' | 'brand' | 'colours' | 'users'> & {
  live: Live
  onReset: (engine?: ProviderName) => void
}) {
  const [dialog, setDialog] = useState<'kubectl' | 'reset'>()
  return (
    <header className={styles.bar}>
      <div className={styles.brand}>{brand}</div>
      <h1>{title}</h1>
      <div className={styles.colours}>{colours}</div>
      <ClusterPill live={live} />
      <div className={styles.barActions}>
        <button type="button" className="button quiet" onClick={() => setDialog('kubectl')}>
          Tu kubectl
        </button>
        <button type="button" className="button quiet" onClick={() => setDialog('reset')}>
          Reiniciar
        </button>
      </div>
      {dialog === 'kubectl' && (
        <KubectlDialog lab={lab} users={users} live={live} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'reset' && (
        <Modal title="¿Empezar con un cluster limpio?" onClose={() => setDialog(undefined)}>
          <p>
            Todo lo que hay en el cluster se borra y vuelve a estar como al principio del laboratorio.{' '}
            <strong>Tus ficheros se quedan como están.</strong>
          </p>
          <div className="actions">
            <button type="button" className="button" onClick={() => setDialog(undefined)}>
              Cancelar
            </button>
            <button
              type="button"
              className="button danger"
              onClick={() => {
                setDialog(undefined)
                onReset()
              }}
            >
              Reiniciar el cluster
            </button>
          </div>
        </Modal>
      )}
    </header>
  )
}

function ClusterPill({ live: { cluster, ready } }: { live: Live }) {
  const { tone, sign, text } = pill(cluster, ready)
  return (
    <p className={styles.pill} data-tone={tone} role="status">
      <span aria-hidden="true">{sign}</span> {text}
    </p>
  )
}

function pill(cluster: Live['cluster'], ready: Live['ready']): { tone: string; sign: string; text: string } {
  if (cluster.phase === 'failed') return { tone: 'bad', sign: '✗', text: 'sin cluster' }
  if (cluster.phase === 'starting') return { tone: 'waiting', sign: '◌', text: 'arrancando' }
  if (cluster.phase === 'connecting' || !ready) return { tone: 'waiting', sign: '◌', text: 'preparando tu cluster' }
  if (cluster.lost !== undefined) return { tone: 'bad', sign: '✗', text: 'no contesta' }
  const version = ready.kubernetes.replace(/^v/, '').split(/[+-]/)[0]
  const engine = engineNames[ready.engine] ?? ready.engine
  return { tone: 'good', sign: '●', text: `listo en ${duration(ready.readyMs)} · ${engine} · Kubernetes ${version}` }
}

function duration(ms: number): string {
  return ms < 10_000 ? `${ms.toLocaleString('es')} ms` : `${Math.round(ms / 1000)} s`
}
