// Watch: what is there (when asked), then every change, as this selection sees it.
// k8s: apiserver/pkg/storage/cacher, apiserver/pkg/endpoints/handlers/get.go ListResource
import type { KubeObject } from '../../api/object.ts'
import { expired } from '../../api/status.ts'
import { apiVersionOf } from '../../api/object.ts'
import { limits } from '../../limits.ts'
import { type Change, StoreError } from '../../store/store.ts'
import type { Target, WatchEvent, WatchOptions } from '../api.ts'
import { type Machine, storeKey } from '../machine.ts'
import { selectionOf, type Selection } from '../selection.ts'
import { parseRevision } from './list.ts'

const initialEventsEnd = 'k8s.io/initial-events-end'

/**
 * Starts a watch; the function returned ends it. Without a resourceVersion, or with 0, what is there comes first as ADDED.
 * Throws 400 for a selector, 410 for a start that is no longer kept.
 */
export function watch(
  machine: Machine,
  target: Target,
  options: WatchOptions,
  listener: (event: WatchEvent) => void,
): () => void {
  const { strategy, namespace } = target
  const selection = selectionOf(strategy, options)
  const prefix = storeKey(strategy.ref, namespace, '')
  const { store, clock } = machine
  const { resourceVersion = '' } = options
  const fromNow = resourceVersion === '' || resourceVersion === '0' || options.sendInitialEvents === true
  const from = fromNow ? store.revision : parseRevision(resourceVersion, 'watch')
  let ended = false
  if (fromNow && options.sendInitialEvents !== false) {
    for (const { value } of store.list(prefix)) if (selection.matches(value)) listener({ type: 'ADDED', object: value })
  }
  const bookmark = (initial: boolean): void => {
    const metadata = {
      resourceVersion: String(Math.max(store.revision, from)),
      ...(initial ? { annotations: { [initialEventsEnd]: 'true' } } : {}),
    }
    listener({
      type: 'BOOKMARK',
      object: { kind: strategy.ref.kind, apiVersion: apiVersionOf(strategy.ref), metadata },
    })
  }
  if (options.sendInitialEvents && options.allowBookmarks) bookmark(true)
  const stopChanges = follow(machine, prefix, from, (change) => {
    const event = ended ? undefined : eventOf(change, selection)
    if (event) listener(event)
  })
  let stopBookmarks = (): void => undefined
  const scheduleBookmark = (): void => {
    stopBookmarks = clock.after(limits.bookmarkIntervalMs, () => {
      bookmark(false)
      scheduleBookmark()
    })
  }
  if (options.allowBookmarks) scheduleBookmark()
  return () => {
    ended = true
    stopChanges()
    stopBookmarks()
  }
}

function follow(
  { store }: Machine,
  prefix: string,
  from: number,
  listener: (change: Change<KubeObject>) => void,
): () => void {
  try {
    return store.watch(prefix, from, listener)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw expired(`too old resource version: ${from} (${store.compacted})`)
  }
}

/** An object that comes to match was added for this watcher, one that no longer does was deleted. */
function eventOf({ type, value, previous }: Change<KubeObject>, selection: Selection): WatchEvent | undefined {
  const matches = type !== 'delete' && selection.matches(value)
  const matched = previous !== undefined && selection.matches(previous)
  if (matches) return { type: matched ? 'MODIFIED' : 'ADDED', object: value }
  return matched ? { type: 'DELETED', object: type === 'delete' ? value : leaving(previous, value) } : undefined
}

/** The last state that matched, at the revision of the change that ended it. */
function leaving(previous: KubeObject, { metadata }: KubeObject): KubeObject {
  return { ...previous, metadata: { ...previous.metadata, resourceVersion: metadata.resourceVersion! } }
}
