// A cache of one resource, kept by list and watch, with handlers. k8s: client-go/tools/cache/shared_informer.go
import { keyOf, type KubeObject, type ResourceRef } from '../api/object.ts'
import { ApiError } from '../api/status.ts'
import type { WatchEvent } from '../server/api.ts'
import type { Client } from './client.ts'

interface InformerHandlers<T> {
  added?(object: T): void
  updated?(object: T, old: T): void
  deleted?(object: T): void
}

/** Read access to a cache. Objects are frozen. */
export interface Lister<T> {
  get(namespace: string, name: string): T | undefined
  list(namespace?: string): T[]
  /** Objects that an index function filed under `value`. */
  byIndex(index: string, value: string): T[]
}

export interface Informer<T extends KubeObject> extends Lister<T> {
  readonly ref: ResourceRef<T>
  /** Adds handlers; they hear at once (as added) of what is there. Returns what removes them. */
  on(handlers: InformerHandlers<T>): () => void
  /** Declares an index: `of` gives the values under which an object is filed. The same name again is the same index. */
  index(name: string, of: (object: T) => string[]): void
}

/** One informer a resource, shared by all who work on it. */
export interface InformerFactory {
  readonly client: Client
  /** Resolves when `start` has filled every cache: who acts on what is missing must not act before. */
  readonly ready: Promise<void>
  for<T extends KubeObject>(ref: ResourceRef<T>): Informer<T>
  /** Lists and watches everything asked for so far; resolves when all caches are filled. Later `for` calls start by themselves. */
  start(): Promise<void>
  stop(): void
}

/**
 * Informers over one client. A handler that throws starves no other: its error goes to `onError`.
 * As the in-process client delivers a change before the write that made it resolves, a cache is never behind its
 * owner's own writes, and controllers need no expectations.
 */
export function createInformers(client: Client, onError: (error: unknown) => void): InformerFactory {
  const running = new Map<string, RunningInformer<KubeObject>>()
  let started = false
  const { promise: ready, resolve: becomeReady } = Promise.withResolvers<void>()
  return {
    client,
    ready,
    for<T extends KubeObject>(ref: ResourceRef<T>): Informer<T> {
      const id = `${ref.group}/${ref.version}/${ref.plural}`
      let informer = running.get(id)
      if (!informer) {
        informer = createInformer<KubeObject>(client, ref as ResourceRef, onError)
        running.set(id, informer)
        if (started) informer.start().catch(onError)
      }
      // The map holds informers of every type under the id of their resource, which fixes the type.
      return informer as unknown as Informer<T>
    },
    async start() {
      started = true
      await Promise.all([...running.values()].map((informer) => informer.start()))
      becomeReady()
    },
    stop() {
      for (const informer of running.values()) informer.stop()
    },
  }
}

interface RunningInformer<T extends KubeObject> extends Informer<T> {
  start(): Promise<void>
  stop(): void
}

function createInformer<T extends KubeObject>(
  client: Client,
  ref: ResourceRef<T>,
  onError: (error: unknown) => void,
): RunningInformer<T> {
  const cache = createCache<T>()
  const handlers = new Set<InformerHandlers<T>>()
  let endWatch: (() => void) | undefined
  let state: 'idle' | 'running' | 'stopped' = 'idle'

  function tell(call: (handler: InformerHandlers<T>) => void): void {
    for (const handler of handlers) {
      try {
        call(handler)
      } catch (error) {
        onError(error)
      }
    }
  }

  function put(object: T): void {
    const old = cache.put(object)
    if (!old) tell((handler) => handler.added?.(object))
    else if (old.metadata.resourceVersion !== object.metadata.resourceVersion) {
      tell((handler) => handler.updated?.(object, old))
    }
  }

  function remove(object: T): void {
    if (cache.remove(keyOf(object))) tell((handler) => handler.deleted?.(object))
  }

  function receive(event: WatchEvent & { object: T }): void {
    if (event.type === 'DELETED') remove(event.object)
    else if (event.type !== 'BOOKMARK') put(event.object)
  }

  // The list may be too old for the watch by the time it starts (410 Gone): then list again.
  async function listAndWatch(): Promise<void> {
    const { items, resourceVersion } = await client.list(ref, '')
    if (state !== 'running') return
    const present = new Set(items.map(keyOf))
    for (const object of cache.list()) if (!present.has(keyOf(object))) remove(object)
    for (const object of items) put(object)
    try {
      endWatch = client.watch(ref, '', { resourceVersion }, receive)
    } catch (error) {
      if (error instanceof ApiError && error.code === 410) return listAndWatch()
      throw error
    }
  }

  return {
    ref,
    get: (namespace, name) => cache.get(namespace ? `${namespace}/${name}` : name),
    list: (namespace) => cache.list(namespace),
    byIndex: (index, value) => cache.byIndex(index, value),
    index: (name, of) => cache.index(name, of),
    on(handler) {
      handlers.add(handler)
      for (const object of cache.list()) handler.added?.(object)
      return () => void handlers.delete(handler)
    },
    async start() {
      if (state !== 'idle') return
      state = 'running'
      await listAndWatch()
    },
    stop() {
      state = 'stopped'
      endWatch?.()
    },
  }
}

interface Index<T> {
  of: (object: T) => string[]
  keys: Map<string, Set<string>>
}

function createCache<T extends KubeObject>() {
  const objects = new Map<string, T>()
  const indexes = new Map<string, Index<T>>()

  function unfile(index: Index<T>, key: string, object: T): void {
    for (const value of index.of(object)) {
      const keys = index.keys.get(value)
      keys?.delete(key)
      if (keys?.size === 0) index.keys.delete(value)
    }
  }

  function file(index: Index<T>, key: string, object: T): void {
    for (const value of index.of(object)) {
      const keys = index.keys.get(value)
      if (keys) keys.add(key)
      else index.keys.set(value, new Set([key]))
    }
  }

  return {
    get: (key: string): T | undefined => objects.get(key),
    list(namespace = ''): T[] {
      const all = [...objects.values()]
      return namespace ? all.filter((object) => object.metadata.namespace === namespace) : all
    },
    byIndex(name: string, value: string): T[] {
      const index = indexes.get(name)
      if (!index) throw new Error(`no index "${name}" was declared`)
      return [...(index.keys.get(value) ?? [])].map((key) => objects.get(key)!)
    },
    index(name: string, of: (object: T) => string[]): void {
      if (indexes.has(name)) return
      const index = { of, keys: new Map<string, Set<string>>() }
      indexes.set(name, index)
      for (const [key, object] of objects) file(index, key, object)
    },
    put(object: T): T | undefined {
      const key = keyOf(object)
      const old = objects.get(key)
      if (old) for (const index of indexes.values()) unfile(index, key, old)
      objects.set(key, object)
      for (const index of indexes.values()) file(index, key, object)
      return old
    },
    remove(key: string): boolean {
      const old = objects.get(key)
      if (old) for (const index of indexes.values()) unfile(index, key, old)
      return objects.delete(key)
    },
  }
}
