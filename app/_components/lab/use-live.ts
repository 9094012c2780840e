'use client'
// The cluster as the page knows it: told by the server as it happens, never asked for.
import { useEffect, useReducer } from 'react'
import type { LiveItem } from '../../../course/live/item.ts'
import type { BenchEvent, BenchReady } from '../../../course/session.ts'
import type { ClockState } from '../../../course/time.ts'

export type ClusterState =
  | { phase: 'connecting' }
  | { phase: 'starting'; text: string; stage: string; elapsedMs: number; engine: string; since: number }
  | { phase: 'ready'; lost?: string }
  | { phase: 'failed'; message: string; remedy: string; engine: string | undefined }

export interface Live {
  cluster: ClusterState
  ready: BenchReady | undefined
  items: ReadonlyMap<string, LiveItem>
  /** Keys of what changed with the last news, for the mark on them; empty after the first whole picture. */
  changed: ReadonlySet<string>
  /** How many pieces of news came. */
  news: number
  /** Newest resourceVersion of what is shown; undefined before the first picture. */
  revision: string | undefined
  /** The cluster's own clock, with the page's `performance.now()` when it was told; undefined where it has none. */
  clock: { state: ClockState; told: number } | undefined
  /** The last changes in words, for a screen reader. */
  said: string
}

const start: Live = {
  cluster: { phase: 'connecting' },
  ready: undefined,
  items: new Map(),
  changed: new Set(),
  news: 0,
  revision: undefined,
  clock: undefined,
  said: '',
}

type Action = BenchEvent | { type: 'offline' } | { type: 'restart' }

function reduce(live: Live, action: Action): Live {
  switch (action.type) {
    case 'progress': {
      const { stage, text, elapsedMs, engine } = action
      const since = Date.now() - elapsedMs
      return { ...start, cluster: { phase: 'starting', stage, text, elapsedMs, engine, since } }
    }
    case 'ready': {
      const { type: _, ...ready } = action
      const same = live.ready?.born === ready.born
      return { ...(same ? live : start), cluster: { phase: 'ready' }, ready }
    }
    case 'change':
      return changed(live, action)
    case 'clock':
      return { ...live, clock: { state: action.clock, told: performance.now() } }
    case 'lost':
      return { ...live, cluster: { phase: 'ready', lost: action.message } }
    case 'failed': {
      const { message, remedy, engine } = action
      return { ...live, cluster: { phase: 'failed', message, remedy, engine } }
    }
    case 'offline':
      return live.cluster.phase === 'ready'
        ? { ...live, cluster: { phase: 'ready', lost: 'Timonel no contesta. Vuelvo a intentarlo.' } }
        : live
    case 'restart':
      return { ...start, cluster: { phase: 'connecting' } }
  }
}

function changed(live: Live, { whole, put, gone, revision }: Extract<BenchEvent, { type: 'change' }>): Live {
  const first = whole && live.items.size === 0
  const items = new Map(whole ? [] : live.items)
  const news = new Set<string>()
  const said: string[] = []
  for (const item of put) {
    const before = live.items.get(item.key)
    items.set(item.key, item)
    if (first || (before && sameFacts(before, item))) continue
    news.add(item.key)
    if (item.kind !== 'Event' && before?.word !== item.word) said.push(`${item.kind} ${item.name}: ${item.word}`)
  }
  for (const key of gone) {
    const before = items.get(key)
    items.delete(key)
    if (before && before.kind !== 'Event') said.push(`${before.kind} ${before.name}: borrado`)
  }
  return {
    ...live,
    cluster: live.cluster.phase === 'failed' ? live.cluster : { phase: 'ready' },
    items,
    changed: news,
    news: live.news + (first || (news.size === 0 && gone.length === 0) ? 0 : 1),
    revision,
    said: said.length > 0 ? said.slice(0, 4).join('. ') : live.said,
  }
}

/** Apart from the reason given, which may change when another object does. */
function sameFacts(a: LiveItem, b: LiveItem): boolean {
  return JSON.stringify({ ...a, why: undefined }) === JSON.stringify({ ...b, why: undefined })
}

/** How long a hidden tab keeps listening. */
const hiddenMs = 30_000

/** Listens while the page is looked at. The second value forgets what is known, when the cluster is about to be another. */
export function useLive(lab: string): [Live, () => void] {
  const [live, tell] = useReducer(reduce, start)
  useEffect(() => {
    let source: EventSource | undefined
    let leaving: ReturnType<typeof setTimeout> | undefined
    const open = (): void => {
      source ??= listen()
    }
    const listen = (): EventSource => {
      const made = new EventSource(`/api/labs/${lab}/events`)
      made.addEventListener('message', (message: MessageEvent<string>) => tell(JSON.parse(message.data) as BenchEvent))
      made.addEventListener('error', () => tell({ type: 'offline' }))
      return made
    }
    const close = (): void => {
      source?.close()
      source = undefined
    }
    const look = (): void => {
      clearTimeout(leaving)
      if (document.visibilityState === 'visible') open()
      else leaving = setTimeout(close, hiddenMs)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(leaving)
      document.removeEventListener('visibilitychange', look)
      close()
    }
  }, [lab])
  return [live, () => tell({ type: 'restart' })]
}
