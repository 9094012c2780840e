'use client'
// The notes' diagram of the network, drawn from the learner's own cluster as it is, and the same in text.
import type { DrawnNetwork } from '../../../../course/traffic.ts'
import type { MapPart } from '../../../../traffic/network-map.ts'
import { CopyButton } from '../../lesson/copy-button.tsx'
import { NetworkDrawing } from '../../lesson/network-map/network-drawing.tsx'
import { Closing, Modal } from '../modal.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useAnswer } from '../use-answer.ts'
import { arrows } from './arrows.ts'
import styles from './traffic.module.css'

/** @param revision of the cluster: the map follows it */
export function MapDialog({
  lab,
  revision,
  onClose,
}: {
  lab: string
  revision: string | undefined
  onClose: () => void
}) {
  const { answer: map, problem } = useAnswer<DrawnNetwork>(lab, 'map', {}, revision)
  return (
    <Modal title="El mapa de red de tu cluster" wide onClose={onClose}>
      {problem && <ProblemNote problem={problem} />}
      {!map && !problem && <p>Dibujándolo…</p>}
      {map && (
        <>
          <NetworkDrawing
            outside={map.outside.map((part) => drawn(part))}
            nodes={map.nodes.map(({ rules, pods, ...node }) => ({
              ...node,
              id: node.name,
              rules: rules.map((rule, at) => drawn(rule, at)),
              parts: pods.map((pod) => drawn(pod)),
            }))}
          />
          <details className={styles.text}>
            <summary>Lo mismo, en texto</summary>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide text scrolls with the keyboard */}
            <pre className="plain" tabIndex={0} role="group" aria-label="El mapa en texto">
              {map.text}
            </pre>
            <CopyButton text={map.text} />
          </details>
        </>
      )}
      <Closing onClose={onClose} />
    </Modal>
  )
}

/** @param at where it stands, for what can be there twice: kube-dns has a rule for UDP and one for TCP */
function drawn({ name, address, details }: MapPart, at?: number) {
  return {
    id: at === undefined ? name : `${at} ${name}`,
    name: arrows(name),
    details: details.map((line) => arrows(line)),
    ...(address === undefined ? {} : { address }),
  }
}
