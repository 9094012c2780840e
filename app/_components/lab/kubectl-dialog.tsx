'use client'
// The learner's own kubectl on the same cluster: the file, the line that uses it, and the ingress's address.
import { CopyButton } from '../lesson/copy-button.tsx'
import { Closing, Modal } from './modal.tsx'
import styles from './lab.module.css'
import type { LabUser } from '../../../course/lab-user.ts'
import type { IngressItem } from '../../../course/live/item.ts'
import type { Live } from './use-live.ts'

export function KubectlDialog({
  lab,
  users,
  live,
  onClose,
}: {
  lab: string
  users: LabUser[]
  live: Live
  onClose: () => void
}) {
  const file = `timonel-${lab}.yaml`
  const use = `export KUBECONFIG=~/Downloads/${file}`
  const ingress = live.ready?.ingress
  const rule = [...live.items.values()].find((item): item is IngressItem => item.kind === 'Ingress')?.rules[0]
  const curl = `curl -H 'Host: ${rule?.host ?? 'app1.mi-cluster.com'}' ${ingress ?? ''}${rule?.path ?? '/'}`
  return (
    <Modal title="Tu kubectl, en este mismo cluster" onClose={onClose}>
      <p>Descarga el kubeconfig y dile a kubectl que lo use. Lo que hagas ahí se ve aquí al momento, y al revés.</p>
      <p className={styles.download}>
        <a className="button primary" href={`/api/labs/${lab}/kubeconfig`} download={file}>
          Descargar {file}
        </a>
      </p>
      <Line text={use} />
      {users.length > 0 && (
        <>
          <p>
            Ahí estás tú, que lo puedes todo, y cada persona tiene además su contexto. Para dárselo solo a ella,
            descarga el suyo:
          </p>
          <Line text={`kubectl --context ${users[0]!.name} auth whoami`} />
          <p className={styles.download}>
            {users.map(({ name, title }) => (
              <a
                key={name}
                className="button"
                href={`/api/labs/${lab}/kubeconfig?user=${name}`}
                download={`timonel-${lab}-${name}.yaml`}
              >
                El de la {title}
              </a>
            ))}
          </p>
        </>
      )}
      <p>Y después, por ejemplo:</p>
      <Line text="kubectl get pods -o wide" />
      {ingress && (
        <>
          <p>Los Ingress de este cluster contestan en {ingress}. Desde tu terminal:</p>
          <Line text={curl} />
        </>
      )}
      <p className={styles.small}>
        ¿No tienes kubectl? Está en <a href="https://kubernetes.io/es/docs/tasks/tools/">kubernetes.io</a>. Ese fichero
        abre tu cluster entero: no lo compartas.
      </p>
      <Closing onClose={onClose} />
    </Modal>
  )
}

function Line({ text }: { text: string }) {
  return (
    <div className={styles.line}>
      <code>{text}</code>
      <CopyButton text={text} />
    </div>
  )
}
