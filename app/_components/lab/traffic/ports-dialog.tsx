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
        Cada puerto que tus servicios abren hacia fuera, y la dirección de tu máquina que lleva a él: para tu navegador
        o tu curl.
      </p>
      {problem && <ProblemNote problem={problem} />}
      {ports?.length === 0 && <p>Ninguno todavía: hace falta un servicio NodePort o LoadBalancer.</p>}
      {ports && ports.length > 0 && (
        <table className={styles.ports}>
          <thead>
            <tr>
              <th scope="col">Servicio</th>
              <th scope="col">En el cluster</th>
              <th scope="col">En tu máquina</th>
            </tr>
          </thead>
          <tbody>
            {ports.map(({ service, entry, local }) => (
              <tr key={`${service} ${entry}`}>
                <td>{service}</td>
                <td>{entry.includes(':') ? entry : `nodo:${entry}`}</td>
                <td>
                  {local === undefined ? (
                    'no está abierto'
                  ) : (
                    <>
                      <code>{local}</code> <CopyButton text={local} />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Closing onClose={onClose} />
    </Modal>
  )
}
