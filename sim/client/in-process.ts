// The client of the cluster's own parts: calls the verbs directly, with objects instead of bytes.
import { copyTree } from '../api/copy-tree.ts'
import { kubernetes } from '../api/facts.ts'
import type { KubeObject, ResourceRef } from '../api/object.ts'
import { ApiError } from '../api/status.ts'
import { normalizeZeroValues } from '../api/zero-values.ts'
import type { ResourceStrategy } from '../resources/resource.ts'
import type { Api, Target, WatchEvent } from '../server/api.ts'
import type { Client } from './client.ts'

/**
 * A client of `api` for one component, whose name managedFields then show. `custom` finds what somebody added to the API.
 * Throws (synchronously) for a resource that the server does not serve: a programmer's slip.
 */
export function createClient(
  api: Api,
  strategies: readonly ResourceStrategy[],
  fieldManager: string,
  custom?: (ref: ResourceRef) => ResourceStrategy | undefined,
): Client {
  const byResource = new Map(strategies.map((strategy) => [resourceKey(strategy.ref), strategy]))
  const target = (ref: ResourceRef, namespace: string, name: string, subresource = ''): Target => {
    const strategy = byResource.get(resourceKey(ref)) ?? custom?.(ref)
    if (!strategy) throw new Error(`no such resource: ${resourceKey(ref)}`)
    return { strategy, namespace, name, subresource }
  }
  const targetOf = (ref: ResourceRef, { metadata }: KubeObject, subresource = ''): Target =>
    target(ref, metadata.namespace ?? '', metadata.name ?? '', subresource)
  const options = { fieldManager }
  return {
    async get<T extends KubeObject>(ref: ResourceRef<T>, namespace: string, name: string) {
      try {
        return api.get(target(ref, namespace, name)) as T
      } catch (error) {
        if (error instanceof ApiError && error.code === 404) return undefined
        throw error
      }
    },
    async getSubresource(ref, namespace, name, subresource) {
      return api.get(target(ref, namespace, name, subresource))
    },
    async list<T extends KubeObject>(ref: ResourceRef<T>, namespace: string, selection = {}) {
      const { items, resourceVersion } = api.list(target(ref, namespace, ''), selection)
      return { items: items as T[], resourceVersion }
    },
    async create<T extends KubeObject>(ref: ResourceRef<T>, object: T) {
      const to = target(ref, object.metadata.namespace ?? '', '')
      return api.create(to, sent(object, to), options) as T
    },
    async update<T extends KubeObject>(ref: ResourceRef<T>, object: T, subresource = '') {
      const to = targetOf(ref, object, subresource)
      return api.update(to, sent(object, to), options).object as T
    },
    async updateStatus<T extends KubeObject>(ref: ResourceRef<T>, object: T) {
      return this.update(ref, object, 'status')
    },
    async patch<T extends KubeObject>(
      ref: ResourceRef<T>,
      namespace: string,
      name: string,
      { kind, body, subresource }: Parameters<Client['patch']>[3],
    ) {
      return api.patch(target(ref, namespace, name, subresource), kind, body, options).object as T
    },
    async delete(ref, namespace, name, deletion = {}) {
      api.delete(target(ref, namespace, name), { ...options, ...deletion })
    },
    async createSubresource(ref, namespace, name, subresource, body) {
      return api.create(target(ref, namespace, name, subresource), body, options)
    },
    watch<T extends KubeObject>(
      ref: ResourceRef<T>,
      namespace: string,
      selection: Parameters<Client['watch']>[2],
      listener: (event: WatchEvent & { object: T }) => void,
    ) {
      return api.watch(target(ref, namespace, ''), selection, listener as (event: WatchEvent) => void)
    },
  }
}

/** What the server would read of this object, had it gone over the wire. */
function sent(object: KubeObject, { strategy }: Target): KubeObject {
  const copy = copyTree(object)
  normalizeZeroValues(copy, strategy.type, kubernetes.types)
  return copy
}

function resourceKey({ group, plural }: { group: string; plural: string }): string {
  return `${group}/${plural}`
}
