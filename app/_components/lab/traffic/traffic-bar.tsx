'use client'
// The ways to look at the cluster's traffic: follow a packet, a node's rules, the Ingresses as two proxies write them.
import { useState } from 'react'
import type { LiveItem } from '../../../../course/live/item.ts'
import { ProxiesDialog } from './proxies-dialog.tsx'
import { RulesDialog } from './rules-dialog.tsx'
import { TraceDialog } from './trace-dialog.tsx'
import styles from './traffic.module.css'

export function TrafficBar({ lab, items }: { lab: string; items: LiveItem[] }) {
  const [opened, setOpened] = useState<'trace' | 'rules' | 'proxies'>()
  const close = (): void => setOpened(undefined)
  if (!items.some(({ kind }) => kind === 'Service' || kind === 'Pod')) return null
  return (
    <div className={styles.bar}>
      <button type="button" className="button" onClick={() => setOpened('trace')}>
        Sigue un paquete
      </button>
      <button type="button" className="button" onClick={() => setOpened('rules')}>
        NetFilter
      </button>
      {items.some(({ kind }) => kind === 'Ingress') && (
        <button type="button" className="button" onClick={() => setOpened('proxies')}>
          Ingress como nginx y haproxy
        </button>
      )}
      {opened === 'trace' && <TraceDialog lab={lab} items={items} onClose={close} />}
      {opened === 'rules' && <RulesDialog lab={lab} items={items} onClose={close} />}
      {opened === 'proxies' && <ProxiesDialog lab={lab} onClose={close} />}
    </div>
  )
}
