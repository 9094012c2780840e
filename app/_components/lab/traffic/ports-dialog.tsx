'use client'
// Which address of the learner's machine leads to which NodePort or balancer of the cluster.
import type { LocalPort } from '../../../../course/local-ports.ts'
import { CopyButton } from '../../lesson/copy-button.tsx'
import { Closing, Modal } from '../modal.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useAnswer } from '../use-answer.ts'
import styles from './traffic.module.css'

export function PortsDialog({ lab, onClose }: { lab: string; onClose: () => void }) {
  const { answer: ports, problem } = useAnswer<LocalPort[]>(lab, 'ports', {})
  return (
    <Modal title="Desde tu navegador" wide onClose={onClose}>
      <p>
        La dirección de tu máquina que lleva a cada puerto que tus servicios abren hacia fuera: para tu navegador o tu
        curl.
      </p>
      {problem && <ProblemNote problem={problem} />}
      {ports?.length === 0 && <p>Ninguno todavía: hace falta un servicio NodePort o LoadBalancer.</p>}
      {ports && ports.length > 0 && (
        <ul className={styles.ports}>
          {ports.map(({ service, entry, local }) => (
            <li key={`${service} ${entry}`}>
              <b>{service}</b>
              <span>
                <code>
                  {local ?? '(no está abierto)'} {'->'} {entry.includes(':') ? entry : `nodo:${entry}`}
                </code>{' '}
                {local !== undefined && <CopyButton text={local} />}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Closing onClose={onClose} />
    </Modal>
  )
}
