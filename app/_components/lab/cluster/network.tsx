'use client'
// The way in: ingresses and the services behind them, with how many pods answer.
import styles from '../lab.module.css'
import type { ViewProps } from './cluster-pane.tsx'
import { Box, Name, ofKind, State, Why } from './item-parts.tsx'

export function Network({ items, changed, onOpen }: ViewProps) {
  const services = ofKind(items, 'Service')
  const ingresses = ofKind(items, 'Ingress')
  if (services.length + ingresses.length === 0) return null
  return (
    <section>
      <h2>Red</h2>
      <ul className={styles.stack}>
        {ingresses.map((ingress) => (
          <li key={ingress.key}>
            <Box item={ingress} changed={changed}>
              <p className={styles.row}>
                <Name item={ingress} onOpen={onOpen} /> <State item={ingress} />
              </p>
              {ingress.rules.map(({ host, path, service, port }) => (
                <p key={`${host}${path}`} className={styles.facts}>
                  {host}
                  {path} → {service}:{port}
                </p>
              ))}
              <Why why={ingress.why} />
            </Box>
          </li>
        ))}
      </ul>
      <ul className={styles.grid}>
        {services.map((service) => (
          <li key={service.key}>
            <Box item={service} changed={changed}>
              <p className={styles.row}>
                <Name item={service} onOpen={onOpen} /> <State item={service} />
              </p>
              <p className={styles.facts}>
                {service.ports.join(', ')} · pods listos: {service.ready} de {service.endpoints}
              </p>
              <Why why={service.why} />
            </Box>
          </li>
        ))}
      </ul>
    </section>
  )
}
