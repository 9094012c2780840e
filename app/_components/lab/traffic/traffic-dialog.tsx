'use client'
// One of the dialogs about the cluster's traffic.
import type { LiveItem } from '../../../../course/live/item.ts'
import { MapDialog } from './map-dialog.tsx'
import { PortsDialog } from './ports-dialog.tsx'
import { ProxiesDialog } from './proxies-dialog.tsx'
import { RulesDialog } from './rules-dialog.tsx'
import { TraceDialog } from './trace-dialog.tsx'

export type TrafficPanel = 'map' | 'trace' | 'rules' | 'ports' | 'proxies'

interface TrafficDialogProps {
  panel: TrafficPanel
  lab: string
  items: LiveItem[]
  revision: string | undefined
  onClose: () => void
}

export function TrafficDialog({ panel, lab, items, revision, onClose }: TrafficDialogProps) {
  if (panel === 'map') return <MapDialog lab={lab} revision={revision} onClose={onClose} />
  if (panel === 'trace') return <TraceDialog lab={lab} items={items} onClose={onClose} />
  if (panel === 'rules') return <RulesDialog lab={lab} items={items} onClose={onClose} />
  if (panel === 'ports') return <PortsDialog lab={lab} onClose={onClose} />
  return <ProxiesDialog lab={lab} onClose={onClose} />
}
