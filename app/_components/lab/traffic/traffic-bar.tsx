'use client'
// The ways to look at the cluster's traffic: the whole network drawn, follow a packet, a node's rules, the ports open to one's own browser, the Ingresses as two proxies write them.
import type { LiveItem } from '../../../../course/live/item.ts'
import type { TrafficPanel } from './traffic-dialog.tsx'
import styles from './traffic.module.css'

const openToOutside = new Set(['NodePort', 'LoadBalancer'])

export function TrafficBar({ items, onOpen }: { items: LiveItem[]; onOpen: (panel: TrafficPanel) => void }) {
  if (!items.some(({ kind }) => kind === 'Service' || kind === 'Pod')) return null
  return (
    <section className={styles.bar} aria-label="Tráfico">
      <button type="button" className="button" onClick={() => onOpen('map')}>
        Mapa de red
      </button>
      <button type="button" className="button" onClick={() => onOpen('trace')}>
        Sigue un paquete
      </button>
      <button type="button" className="button" onClick={() => onOpen('rules')}>
        NetFilter
      </button>
      {items.some((item) => item.kind === 'Service' && openToOutside.has(item.type)) && (
        <button type="button" className="button" onClick={() => onOpen('ports')}>
          Desde tu navegador
        </button>
      )}
      {items.some(({ kind }) => kind === 'Ingress') && (
        <button type="button" className="button" onClick={() => onOpen('proxies')}>
          Ingress como nginx y haproxy
        </button>
      )}
    </section>
  )
}
