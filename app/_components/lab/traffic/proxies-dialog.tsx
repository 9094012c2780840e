'use client'
// The cluster's Ingresses as nginx.conf and as haproxy.cfg, side by side.
import type { Proxies } from '../../../../course/traffic.ts'
import { Closing, Modal } from '../modal.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useAnswer } from '../use-answer.ts'
import styles from './traffic.module.css'

export function ProxiesDialog({ lab, onClose }: { lab: string; onClose: () => void }) {
  const { answer: proxies, problem } = useAnswer<Proxies>(lab, 'proxies', {})
  return (
    <Modal title="Tus Ingress, traducidos" wide onClose={onClose}>
      <p>La misma regla, en el formato de cada proxy reverso: es lo que hace un Ingress controller.</p>
      {problem && <ProblemNote problem={problem} />}
      {proxies && (
        <div className={styles.proxies}>
          <Configuration name="nginx.conf" text={proxies.nginx} />
          <Configuration name="haproxy.cfg" text={proxies.haproxy} />
        </div>
      )}
      <Closing onClose={onClose} />
    </Modal>
  )
}

function Configuration({ name, text }: { name: string; text: string }) {
  return (
    <section>
      <h3>{name}</h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide text scrolls with the keyboard */}
      <pre className="plain" tabIndex={0} role="group" aria-label={name}>
        {text}
      </pre>
    </section>
  )
}
