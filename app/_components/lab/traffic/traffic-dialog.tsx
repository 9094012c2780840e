'use client'
// One of the dialogs about the cluster's traffic.
import type { LiveItem } from '../../../../course/live/item.ts'
import { ProxiesDialog } from './proxies-dialog.tsx'
import { RulesDialog } from './rules-dialog.tsx'
import { TraceDialog } from './trace-dialog.tsx'

export type TrafficPanel = 'trace' | 'rules' | 'proxies'

interface TrafficDialogProps {
  panel: TrafficPanel
  lab: string
  items: LiveItem[]
  onClose: () => void
}

export function TrafficDialog({ panel, lab, items, onClose }: TrafficDialogProps) {
  if (panel === 'trace') return <TraceDialog lab={lab} items={items} onClose={onClose} />
  if (panel === 'rules') return <RulesDialog lab={lab} items={items} onClose={onClose} />
  return <ProxiesDialog lab={lab} onClose={onClose} />
}
