'use client'
// Nodes with their pods, and the lane of the pods that no node has taken.
import type { PodItem } from '../../../../course/live/item.ts'
import styles from '../lab.module.css'
import type { ViewProps } from './cluster-pane.tsx'
import { Jobs } from './jobs.tsx'
import { Box, Name, ofKind, State, Why } from './item-parts.tsx'

export function Nodes({ items, changed, onOpen, onWhy, onPower }: ViewProps) {
  const nodes = ofKind(items, 'Node')
  const pods = ofKind(items, 'Pod')
  const deployments = ofKind(items, 'Deployment')
  const waiting = pods.filter(({ node }) => !nodes.some(({ name }) => name === node))
  const row = (pod: PodItem) => <Pod key={pod.key} pod={pod} changed={changed} onOpen={onOpen} onWhy={onWhy} />
  return (
    <section>
      <h2>Nodos</h2>
      <div className={styles.nodes}>
        {waiting.length > 0 && (
          <div className={styles.lane}>
            <p className={styles.row}>
              <b>Sin nodo</b>
            </p>
            <div className={styles.pods}>{waiting.map(row)}</div>
          </div>
        )}
        {nodes.map((node) => (
          <Box key={node.key} item={node} changed={changed} className={styles.node}>
            <p className={styles.row}>
              <Name item={node} onOpen={onOpen} /> <State item={node} />
            </p>
            {node.taints.map((taint) => (
              <code key={taint} className={styles.taint} title="taint: los pods que no la toleren no caben aquí">
                {taint}
              </code>
            ))}
            <Why why={node.why} />
            <div className={styles.pods}>{pods.filter((pod) => pod.node === node.name).map(row)}</div>
            {onPower && (
              <button type="button" className={styles.ask} onClick={() => onPower(node)}>
                Apagar o encender<span className="unseen"> {node.name}</span>
              </button>
            )}
          </Box>
        ))}
        {nodes.length === 0 && <p className={styles.small}>Este cluster no tiene nodos.</p>}
      </div>
      {deployments.length > 0 && (
        <>
          <h3>Deployments</h3>
          <ul className={styles.chips}>
            {deployments.map((deployment) => (
              <li key={deployment.key}>
                <Box item={deployment} changed={changed}>
                  <Name item={deployment} onOpen={onOpen} /> <State item={deployment} />
                </Box>
              </li>
            ))}
          </ul>
        </>
      )}
      <Jobs items={items} changed={changed} onOpen={onOpen} />
    </section>
  )
}

function Pod({ pod, changed, onOpen, onWhy }: { pod: PodItem } & Pick<ViewProps, 'changed' | 'onOpen' | 'onWhy'>) {
  const facts = [
    ...(pod.restarts > 0 ? [`${pod.restarts} ${pod.restarts === 1 ? 'reinicio' : 'reinicios'}`] : []),
    ...(pod.claims.length > 0 ? [`usa ${pod.claims.join(', ')}`] : []),
  ]
  return (
    <Box item={pod} changed={changed} className={styles.pod}>
      <p className={styles.row}>
        <Name item={pod} onOpen={onOpen} />
        <span>
          <State item={pod} />{' '}
          <span className={styles.facts} title="contenedores listos">
            {pod.ready}/{pod.containers}
          </span>
        </span>
      </p>
      {facts.length > 0 && <p className={styles.facts}>{facts.join(' · ')}</p>}
      <Why why={pod.why} />
      {onWhy && (
        <button type="button" className={styles.ask} onClick={() => onWhy(pod)}>
          {pod.node === undefined ? '¿Por qué no tiene nodo?' : '¿Por qué aquí?'}
          <span className="unseen"> {pod.name}</span>
        </button>
      )}
    </Box>
  )
}
