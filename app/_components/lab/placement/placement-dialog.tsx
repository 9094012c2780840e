'use client'
// Why a pod is where it is and not elsewhere: nodes by rules of the scheduler, with verdicts, points and sentences.
import type { Placement, PlacementNode } from '../../../../course/placement.ts'
import { Closing, Modal } from '../modal.tsx'
import { ProblemNote } from '../problem-note.tsx'
import { useAnswer } from '../use-answer.ts'
import styles from './placement.module.css'

export function PlacementDialog({
  lab,
  pod,
  onClose,
}: {
  lab: string
  pod: { namespace: string; name: string }
  onClose: () => void
}) {
  const { namespace, name } = pod
  const { answer: placement, problem } = useAnswer<Placement>(lab, 'placement', { namespace, name })
  const title =
    placement && placement.node === undefined ? `¿Por qué ${name} no tiene nodo?` : `¿Por qué ${name} está ahí?`
  return (
    <Modal title={title} wide onClose={onClose}>
      {problem && <ProblemNote problem={problem} />}
      {!placement && !problem && <p>Preguntándoselo al scheduler…</p>}
      {placement && <Explained placement={placement} />}
      <Closing onClose={onClose} />
    </Modal>
  )
}

function Explained({ placement }: { placement: Placement }) {
  const { because, says, from, nodes, rules } = placement
  const refused = nodes.filter(({ refusals }) => refusals.length > 0)
  const scored = rules.filter(({ plugin }) => nodes.some(({ points }) => points?.[plugin] !== undefined))
  return (
    <div className={styles.placement}>
      <p>{because}</p>
      {says !== undefined && (
        <p className={styles.says}>
          Kubernetes dice: <q lang="en">{says}</q>
        </p>
      )}
      <Table placement={placement} />
      {refused.length > 0 && (
        <section>
          <h3>¿Por qué no allí?</h3>
          <ul>
            {refused.map(({ name, refusals }) => (
              <li key={name}>
                {refusals.map(({ plugin, says: sentence, because: why }) => (
                  <p key={`${plugin} ${sentence}`}>
                    <b>{name}</b>: {why}. <small>{plugin}</small> <q lang="en">{sentence}</q>
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </section>
      )}
      {scored.length > 0 && (
        <section>
          <h3>Los puntos</h3>
          <p>De los nodos que valen se elige el que más puntos suma; cada regla da de 0 a 100, por su peso.</p>
          <ul>
            {scored.map(({ plugin, points, weight }) => (
              <li key={plugin}>
                <b>{plugin}</b>
                {weight !== undefined && weight > 1 && ` ×${weight}`}: {points || 'puntos de esta regla'}.
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className={styles.from}>
        {from === 'scheduler'
          ? 'Es lo que el scheduler decidió en su momento: después puede haber cambiado el cluster.'
          : 'Está deducido de los objetos del cluster tal como están ahora: de lo que decidió el scheduler, y de sus puntos, no queda constancia.'}
      </p>
    </div>
  )
}

function Table({ placement: { nodes, rules, node } }: { placement: Placement }) {
  const withTotal = nodes.some(({ total }) => total !== undefined)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table scrolls with the keyboard
    <div className={styles.scroll} tabIndex={0} role="group" aria-label="Nodos y reglas del scheduler">
      <table>
        <thead>
          <tr>
            <th scope="col">Nodo</th>
            <th scope="col">¿Vale?</th>
            {rules.map(({ plugin, asks, points }) => (
              <th key={plugin} scope="col" title={asks || points}>
                {plugin}
              </th>
            ))}
            {withTotal && <th scope="col">Total</th>}
          </tr>
        </thead>
        <tbody>
          {nodes.map((each) => (
            <tr key={each.name} data-chosen={each.name === node}>
              <th scope="row">
                {each.name}
                {each.name === node && <span className={styles.here}> ← aquí</span>}
              </th>
              <td data-feasible={each.feasible}>{each.feasible ? '✓ sí' : '✗ no'}</td>
              {rules.map(({ plugin }) => (
                <Cell key={plugin} node={each} plugin={plugin} />
              ))}
              {withTotal && <td className={styles.total}>{each.total ?? '—'}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ node: { refusals, points, feasible }, plugin }: { node: PlacementNode; plugin: string }) {
  const refusal = refusals.find((each) => each.plugin === plugin)
  if (refusal) {
    return (
      <td data-feasible={false} title={refusal.says}>
        ✗ <span className="unseen">no: {refusal.because}</span>
      </td>
    )
  }
  const given = points?.[plugin]
  if (given !== undefined) return <td>{given}</td>
  return (
    <td className={styles.silent}>
      {feasible ? '✓' : '·'}
      <span className="unseen">{feasible ? 'nada en contra' : 'no se le preguntó, o nada en contra'}</span>
    </td>
  )
}
