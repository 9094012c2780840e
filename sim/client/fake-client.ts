// A Client over a map, for unit tests of what works through one: it keeps objects, tells watchers, and notes every write.
// It validates nothing; the rules of the API are tested on the real server.
import { deepFreeze } from '../api/freeze.ts'
import { apiVersionOf, keyOf, type KubeObject, type ResourceRef } from '../api/object.ts'
import { alreadyExists, conflict, notFound } from '../api/status.ts'
import { timestamp, type Clock } from '../clock.ts'
import type { DeleteOptions, WatchEvent } from '../server/api.ts'
import type { Client } from './client.ts'

/** A write as a test expects it. */
interface Action {
  verb: 'create' | 'update' | 'updateStatus' | 'patch' | 'delete' | 'createSubresource'
  resource: string
  key: string
  body?: unknown
  options?: DeleteOptions
}

export interface FakeClient extends Client {
  /** Writes since the last {@link FakeClient.clear}; those of the fixture itself are not noted. */
  readonly actions: Action[]
  clear(): void
  /** Puts an object there, or replaces it, without noting it. */
  put<T extends KubeObject>(ref: ResourceRef<T>, object: T): T
  remove<T extends KubeObject>(ref: ResourceRef<T>, namespace: string, name: string): void
  /** Makes the next write of this verb and resource fail. */
  refuse(verb: Action['verb'], plural: string, error: Error): void
}

interface Watcher {
  plural: string
  namespace: string
  listener: (event: WatchEvent) => void
}

export function createFakeClient(clock: Clock): FakeClient {
  const objects = new Map<string, Map<string, KubeObject>>()
  const watchers = new Set<Watcher>()
  const actions: Action[] = []
  const refusals: { verb: Action['verb']; plural: string; error: Error }[] = []
  let revision = 1
  let names = 0

  const tableOf = (plural: string): Map<string, KubeObject> => {
    const table = objects.get(plural) ?? new Map<string, KubeObject>()
    objects.set(plural, table)
    return table
  }

  function tell(type: WatchEvent['type'], plural: string, object: KubeObject): void {
    for (const watcher of watchers) {
      const fits = watcher.plural === plural && (!watcher.namespace || watcher.namespace === object.metadata.namespace)
      if (fits) watcher.listener({ type, object })
    }
  }

  function note(action: Action): void {
    const at = refusals.findIndex((refusal) => refusal.verb === action.verb && refusal.plural === action.resource)
    if (at !== -1) throw refusals.splice(at, 1)[0]!.error
    actions.push(action)
  }

  function write<T extends KubeObject>(ref: ResourceRef<T>, object: T): T {
    const table = tableOf(ref.plural)
    const key = keyOf(object)
    const old = table.get(key)
    const stored = structuredClone({ apiVersion: apiVersionOf(ref), kind: ref.kind, ...object })
    stored.metadata.uid ??= old?.metadata.uid ?? `uid-${ref.plural}-${object.metadata.name}`
    stored.metadata.creationTimestamp ??= old?.metadata.creationTimestamp ?? timestamp(clock.now())
    stored.metadata.resourceVersion = old?.metadata.resourceVersion ?? ''
    // A write that changes nothing is none.
    if (old && JSON.stringify(old) === JSON.stringify(stored)) return old as T
    stored.metadata.resourceVersion = `${++revision}`
    if (stored.metadata.deletionTimestamp && !stored.metadata.finalizers?.length && old) {
      table.delete(key)
      tell('DELETED', ref.plural, deepFreeze(stored))
      return stored
    }
    table.set(key, deepFreeze(stored))
    tell(old ? 'MODIFIED' : 'ADDED', ref.plural, stored)
    return stored
  }

  function existing<T extends KubeObject>(ref: ResourceRef<T>, key: string): T {
    const found = tableOf(ref.plural).get(key)
    if (!found) throw notFound(ref, key.slice(key.indexOf('/') + 1))
    return found as T
  }

  function replace<T extends KubeObject>(verb: 'update' | 'updateStatus', ref: ResourceRef<T>, object: T): T {
    const old = existing(ref, keyOf(object))
    const { resourceVersion } = object.metadata
    note({ verb, resource: ref.plural, key: keyOf(object), body: object })
    if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) {
      throw conflict(ref, object.metadata.name!, 'the object has been modified')
    }
    if (verb === 'update') return write(ref, object)
    // Of the metadata only annotations pass with a status, as the server has it for Deployments.
    const { annotations } = object.metadata
    const metadata = { ...old.metadata, ...(annotations ? { annotations } : {}) }
    return write(ref, { ...old, metadata, status: (object as { status?: unknown }).status } as T)
  }

  return {
    actions,
    clear: () => void (actions.length = 0),
    put: write,
    remove(ref, namespace, name) {
      const key = namespace ? `${namespace}/${name}` : name
      const old = existing(ref, key)
      tableOf(ref.plural).delete(key)
      tell('DELETED', ref.plural, old)
    },
    refuse: (verb, plural, error) => void refusals.push({ verb, plural, error }),
    async get<T extends KubeObject>(ref: ResourceRef<T>, namespace: string, name: string) {
      return tableOf(ref.plural).get(namespace ? `${namespace}/${name}` : name) as T | undefined
    },
    getSubresource: async (ref, namespace, name) => existing(ref, namespace ? `${namespace}/${name}` : name),
    async list<T extends KubeObject>(ref: ResourceRef<T>, namespace: string) {
      const items = [...tableOf(ref.plural).values()].filter(
        (item) => !namespace || item.metadata.namespace === namespace,
      )
      return { items: items as T[], resourceVersion: `${revision}` }
    },
    async create(ref, object) {
      const name = object.metadata.name ?? `${object.metadata.generateName}${names++}`
      const named = { ...object, metadata: { ...object.metadata, name } }
      note({ verb: 'create', resource: ref.plural, key: keyOf(named), body: object })
      if (tableOf(ref.plural).has(keyOf(named))) throw alreadyExists(ref, name)
      return write(ref, named)
    },
    update: async (ref, object) => replace('update', ref, object),
    updateStatus: async (ref, object) => replace('updateStatus', ref, object),
    async patch(ref, namespace, name, patch) {
      const key = namespace ? `${namespace}/${name}` : name
      const old = existing(ref, key)
      note({ verb: 'patch', resource: ref.plural, key, body: patch.body })
      return write(ref, merge(old, patch.body) as typeof old)
    },
    async delete(ref, namespace, name, options) {
      const key = namespace ? `${namespace}/${name}` : name
      const old = existing(ref, key)
      note({ verb: 'delete', resource: ref.plural, key, ...(options ? { options } : {}) })
      write(ref, { ...old, metadata: { ...old.metadata, deletionTimestamp: timestamp(clock.now()) } })
    },
    async createSubresource(ref, namespace, name, subresource, body) {
      note({ verb: 'createSubresource', resource: `${ref.plural}/${subresource}`, key: `${namespace}/${name}`, body })
      return body
    },
    watch(ref, namespace, { resourceVersion }, listener) {
      const watcher = { plural: ref.plural, namespace, listener: listener as Watcher['listener'] }
      // What came after the list that the watch follows on.
      for (const object of tableOf(ref.plural).values()) {
        const isNews = resourceVersion && Number(object.metadata.resourceVersion) > Number(resourceVersion)
        if (isNews && (!namespace || namespace === object.metadata.namespace))
          watcher.listener({ type: 'ADDED', object })
      }
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
  }
}

function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const result: Record<string, unknown> = { ...(target as Record<string, unknown> | undefined) }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else if (value !== undefined) result[key] = merge(result[key], value)
  }
  return result
}
