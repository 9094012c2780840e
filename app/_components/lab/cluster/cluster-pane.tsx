'use client'
// The cluster as it changes: nodes with their pods, the lane of those without one, volumes, the way in, and events.
import { useState } from 'react'
import type { LiveItem } from '../../../../course/live/item.ts'
import type { ProviderName } from '../../../../providers/provider.ts'
import styles from '../lab.module.css'
import { PlacementDialog } from '../placement/placement-dialog.tsx'
import { TimeStrip } from '../time/time-strip.tsx'
import { useTimeline } from '../time/use-timeline.ts'
import { TrafficBar } from '../traffic/traffic-bar.tsx'
import { TrafficDialog, type TrafficPanel } from '../traffic/traffic-dialog.tsx'
import type { Live } from '../use-live.ts'
import { Events } from './events.tsx'
import { Network } from './network.tsx'
import { Nodes } from './nodes.tsx'
import { ObjectDialog } from './object-dialog.tsx'
import { PowerDialog } from './power-dialog.tsx'
import { StartProgress } from './start-progress.tsx'
import { Storage } from './storage.tsx'

/** What every part of the view gets. */
export interface ViewProps {
  items: LiveItem[]
  changed: ReadonlySet<string>
  onOpen: (item: LiveItem) => void
  /** Asks why a pod is where it is; absent where nobody knows any more. */
  onWhy?: ((pod: LiveItem) => void) | undefined
  /** Goes to a node's switch; absent where the machines are not ours. */
  onPower?: ((node: LiveItem) => void) | undefined
}

const nothing: ReadonlySet<string> = new Set()

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
  const [asked, setAsked] = useState<LiveItem>()
  const [machine, setMachine] = useState<LiveItem>()
  const [traffic, setTraffic] = useState<TrafficPanel>()
  const timeline = useTimeline(lab, live)
  const { past } = timeline
  const { cluster } = live
  const shown = past?.items ?? live.items
  const view: ViewProps = {
    items: [...shown.values()],
    changed: past ? nothing : live.changed,
    onOpen: setOpened,
    onWhy: past ? undefined : setAsked,
    onPower: past || live.ready?.engine !== 'embedded' ? undefined : setMachine,
  }
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
          <div
            className={styles.view}
            data-dim={cluster.phase !== 'ready' || cluster.lost !== undefined}
            data-past={past !== undefined}
          >
            <Nodes {...view} />
            <Storage {...view} />
            <Network {...view} />
            {!past && <TrafficBar items={view.items} onOpen={setTraffic} />}
            <Events {...view} />
          </div>
        )}
      </div>
      {known && <TimeStrip lab={lab} live={live} timeline={timeline} />}
      {opened && (
        <ObjectDialog lab={lab} item={opened} revision={past?.moment.revision} onClose={() => setOpened(undefined)} />
      )}
      {asked && (
        <PlacementDialog
          lab={lab}
          pod={{ namespace: asked.namespace ?? '', name: asked.name }}
          onClose={() => setAsked(undefined)}
        />
      )}
      {machine && <PowerDialog lab={lab} node={machine.name} onClose={() => setMachine(undefined)} />}
      {traffic && (
        <TrafficDialog
          panel={traffic}
          lab={lab}
          items={[...live.items.values()]}
          revision={live.revision}
          onClose={() => setTraffic(undefined)}
        />
      )}
    </section>
  )
}
