// One revisioned map with watch and compaction. It knows keys and values, and no Kubernetes kind. Rules: sim/SPEC.md S1-S9.

/** A stored value with the revision of its last change. */
export interface Stored<T> {
  readonly key: string
  readonly value: T
  readonly revision: number
}

/** One committed change. `previous` is what stood there before; a delete carries in `value` the last state, stamped with the delete's own revision. */
export interface Change<T> {
  readonly type: 'create' | 'update' | 'delete'
  readonly key: string
  readonly value: T
  readonly previous?: T
  readonly revision: number
  /** When it was written: milliseconds since 1970, in the cluster's time. */
  readonly at: number
}

/** Thrown when a condition on the current revision does not hold, or a watch starts before what is still kept. */
export class StoreError extends Error {
  readonly code: 'exists' | 'missing' | 'changed' | 'compacted'
  constructor(code: StoreError['code'], message: string) {
    super(message)
    this.code = code
  }
}

export interface Store<T> {
  /** Revision of the newest change; 1 for a new store, so that no object ever has 0. */
  readonly revision: number
  /** Oldest revision from which a watch can start. */
  readonly compacted: number
  get(key: string): Stored<T> | undefined
  /** Entries whose key starts with `prefix`, in key order. */
  list(prefix: string): Stored<T>[]
  /** Entries as they were at an earlier revision; throws `compacted` when that is no longer known. */
  listAt(prefix: string, revision: number): Stored<T>[]
  /** The changes after a revision, oldest first; throws `compacted` when they are no longer known. */
  changesAfter(revision: number): Change<T>[]
  /** Writes what `build` returns for the new revision. Throws `exists`. */
  create(key: string, build: (revision: number) => T): Stored<T>
  /** Replaces. `ifRevision` is the revision that must still be current. Throws `missing` or `changed`. */
  update(key: string, build: (revision: number) => T, ifRevision?: number): Stored<T>
  /** Removes; `build` gives the last state that watchers see. Throws `missing` or `changed`. */
  delete(key: string, build: (revision: number) => T, ifRevision?: number): Stored<T>
  /**
   * Calls `listener` for every change under `prefix` after `fromRevision`, past ones first, each exactly once and in order,
   * before the write returns. Returns what ends it. Throws `compacted`.
   */
  watch(prefix: string, fromRevision: number, listener: (change: Change<T>) => void): () => void
  /** Forgets the history up to `revision`. */
  compact(revision: number): void
}

export interface StoreOptions<T> {
  /** Entries to start from, as a journal gave them back, the revision that they stand at, and the changes that led there. */
  initial?: { revision: number; entries: Stored<T>[]; history?: readonly Change<T>[] }
  /** What time it is. Left out: always 0. */
  now?: () => number
  /** Called with every change before anyone sees it; when it throws, the change does not happen (write-ahead). */
  commit?: (change: Change<T>) => void
  /** Changes of history kept; older ones are compacted by themselves. */
  historyMax: number
  /** Told of a listener that threw: the others still get their change. */
  onListenerError: (error: unknown) => void
}

/** A store in memory; durable when `commit` writes the change somewhere first. */
export function createStore<T extends object>(options: StoreOptions<T>): Store<T> {
  const entries = new Map<string, Stored<T>>()
  let revision = options.initial?.revision ?? 1
  const history: Change<T>[] = options.initial?.history?.slice(-options.historyMax) ?? []
  let compacted = (history[0]?.revision ?? revision + 1) - 1
  const watchers = new Set<{ prefix: string; listener: (change: Change<T>) => void }>()
  const pending: Change<T>[] = []
  let delivering = false
  for (const entry of options.initial?.entries ?? []) entries.set(entry.key, entry)
  const sorted = [...entries.keys()].sort()

  function write(type: Change<T>['type'], key: string, build: (revision: number) => T): Stored<T> {
    const previous = entries.get(key)?.value
    const next = revision + 1
    const value = build(next)
    const at = options.now?.() ?? 0
    const change: Change<T> = { type, key, value, revision: next, at, ...(previous ? { previous } : {}) }
    options.commit?.(change)
    revision = next
    const stored: Stored<T> = { key, value, revision }
    if (type === 'delete') entries.delete(key)
    else entries.set(key, stored)
    if (type === 'create') sorted.splice(lowerBound(sorted, key), 0, key)
    if (type === 'delete') sorted.splice(lowerBound(sorted, key), 1)
    history.push(change)
    // Trimming in blocks keeps the cost of a write flat.
    if (history.length > options.historyMax * 1.25) trim(history.length - options.historyMax)
    pending.push(change)
    deliver()
    return stored
  }

  // A listener may write: its change waits until every watcher has seen the one before.
  function deliver(): void {
    if (delivering) return
    delivering = true
    try {
      for (let change = pending.shift(); change; change = pending.shift()) {
        // One that a listener adds now has had this change out of the history.
        for (const watcher of Array.from(watchers)) {
          if (watchers.has(watcher) && change.key.startsWith(watcher.prefix)) notify(watcher.listener, change)
        }
      }
    } finally {
      delivering = false
    }
  }

  function notify(listener: (change: Change<T>) => void, change: Change<T>): void {
    try {
      listener(change)
    } catch (error) {
      options.onListenerError(error)
    }
  }

  function trim(count: number): void {
    const dropped = history.splice(0, count)
    compacted = dropped.at(-1)?.revision ?? compacted
  }

  function current(key: string, ifRevision?: number): Stored<T> {
    const stored = entries.get(key)
    if (!stored) throw new StoreError('missing', `no entry ${key}`)
    if (ifRevision !== undefined && stored.revision !== ifRevision) {
      throw new StoreError('changed', `${key} is at revision ${stored.revision}, not ${ifRevision}`)
    }
    return stored
  }

  return {
    get revision() {
      return revision
    },
    get compacted() {
      return compacted
    },
    get: (key) => entries.get(key),
    list(prefix) {
      const result: Stored<T>[] = []
      for (let at = lowerBound(sorted, prefix); at < sorted.length && sorted[at]!.startsWith(prefix); at++) {
        result.push(entries.get(sorted[at]!)!)
      }
      return result
    },
    listAt(prefix, at) {
      if (at < compacted) throw new StoreError('compacted', `revision ${at} has been compacted`)
      const result = new Map(this.list(prefix).map((stored) => [stored.key, stored]))
      for (let index = history.length - 1; index >= 0 && history[index]!.revision > at; index--) {
        const change = history[index]!
        if (!change.key.startsWith(prefix)) continue
        if (change.previous) {
          result.set(change.key, { key: change.key, value: change.previous, revision: at })
        } else result.delete(change.key)
      }
      return [...result.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
    },
    changesAfter(after) {
      if (after < compacted) throw new StoreError('compacted', `revision ${after} has been compacted`)
      return history.slice(history.findLastIndex((change) => change.revision <= after) + 1)
    },
    create(key, build) {
      if (entries.has(key)) throw new StoreError('exists', `entry ${key} exists`)
      return write('create', key, build)
    },
    update(key, build, ifRevision) {
      current(key, ifRevision)
      return write('update', key, build)
    },
    delete(key, build, ifRevision) {
      current(key, ifRevision)
      return write('delete', key, build)
    },
    watch(prefix, fromRevision, listener) {
      if (fromRevision < compacted) throw new StoreError('compacted', `revision ${fromRevision} has been compacted`)
      const watcher = { prefix, listener }
      const undelivered = pending[0]?.revision ?? revision + 1
      for (const change of history) {
        if (change.revision > fromRevision && change.revision < undelivered && change.key.startsWith(prefix)) {
          notify(listener, change)
        }
      }
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    compact(to) {
      const keep = history.findIndex((change) => change.revision > to)
      trim(keep === -1 ? history.length : keep)
    },
  }
}

function lowerBound(sorted: string[], key: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}
