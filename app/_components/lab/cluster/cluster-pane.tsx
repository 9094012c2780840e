'use client'
// The cluster as it changes: nodes with their pods, the lane of those without one, volumes, the way in, and events.
import { useState } from 'react'
import type { LiveItem } from '../../../../course/live/item.ts'
import type { ProviderName } from '../../../../providers/provider.ts'
import styles from '../lab.module.css'
import type { Live } from '../use-live.ts'
import { Events } from './events.tsx'
import { Network } from './network.tsx'
import { Nodes } from './nodes.tsx'
import { ObjectDialog } from './object-dialog.tsx'
import { StartProgress } from './start-progress.tsx'
import { Storage } from './storage.tsx'

/** What every part of the view gets. */
export interface ViewProps {
  items: LiveItem[]
  changed: ReadonlySet<string>
  onOpen: (item: LiveItem) => void
}

export function ClusterPane({
  lab,
  live,
  looking,
  onReset,
}: {
  lab: string
  live: Live
  /** On a phone: this pane is the one in sight. */
  looking: boolean
  onReset: (engine?: ProviderName) => void
}) {
  const [opened, setOpened] = useState<LiveItem>()
  const { cluster } = live
  const view: ViewProps = { items: [...live.items.values()], changed: live.changed, onOpen: setOpened }
  const known = live.items.size > 0
  return (
    <section className={styles.pane} data-name="cluster" data-looking={looking} aria-label="Clúster">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a pane that scrolls does so with the keyboard too */}
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Vista en vivo del cluster">
        <p className="unseen" role="status">
          {live.said}
        </p>
        {cluster.phase === 'ready' && cluster.lost !== undefined && (
          <p className={styles.problem} role="alert">
            <b>✗ {cluster.lost}</b> Lo que ves es lo último que se supo. Se vuelve a intentar solo; si no vuelve, pulsa
            «Reiniciar». Tus ficheros están guardados.
          </p>
        )}
        {(cluster.phase !== 'ready' || !known) && <StartProgress cluster={cluster} onReset={onReset} />}
        {known && (
          <div className={styles.view} data-dim={cluster.phase !== 'ready' || cluster.lost !== undefined}>
            <Nodes {...view} />
            <Storage {...view} />
            <Network {...view} />
            <Events {...view} />
          </div>
        )}
      </div>
      {opened && <ObjectDialog lab={lab} item={opened} onClose={() => setOpened(undefined)} />}
    </section>
  )
}
