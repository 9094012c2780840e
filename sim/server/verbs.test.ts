// The verbs over a store, with no socket and a clock that stands still: what the real server answered to the same requests.
import { describe, expect, it } from 'vitest'
import { configMaps, deployments, namespaces, pods, serviceAccounts } from '../api/refs.ts'
import type { KubeObject, ResourceRef } from '../api/object.ts'
import { ApiError } from '../api/status.ts'
import { createClient } from '../client/in-process.ts'
import { fakeClock } from '../clock.ts'
import { seededRandom } from '../random.ts'
import { resources } from '../resources/index.ts'
import { createStore } from '../store/store.ts'
import type { Api, Target, WatchEvent } from './api.ts'
import { createApi } from './api-server.ts'

function open(historyMax = 1000) {
  const clock = fakeClock()
  const store = createStore<KubeObject>({
    historyMax,
    onListenerError: (error) => {
      throw error
    },
  })
  const api = createApi({ store, clock, random: seededRandom(1) })
  const client = createClient(api, resources, 'test')
  const target = (ref: ResourceRef, name = '', namespace = 'default', subresource = ''): Target => ({
    strategy: resources.find((strategy) => strategy.ref.plural === ref.plural)!,
    namespace: ref.namespaced ? namespace : '',
    name,
    subresource,
  })
  api.create(target(namespaces), { metadata: { name: 'default' } }, {})
  api.create(target(serviceAccounts), { metadata: { name: 'default' } }, {})
  const put = (name: string, labels?: Record<string, string>): KubeObject =>
    api.create(target(configMaps), { metadata: { name, ...(labels ? { labels } : {}) } }, {})
  return { api, client, clock, store, target, put }
}

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.reason}: ${error.message}`
    throw error
  }
  return 'no refusal'
}

const pod = (name: string) => ({ metadata: { name }, spec: { containers: [{ name: 'c', image: 'i' }] } }) as KubeObject

describe('create', () => {
  it('stamps what the server owns, and keeps nothing that a client may not say', () => {
    const { api, target } = open()
    const sent = {
      metadata: {
        name: 'a',
        uid: 'mine',
        creationTimestamp: '2001-01-01T00:00:00Z',
        deletionTimestamp: '2001-01-01T00:00:00Z',
      },
    } as KubeObject
    const { metadata, kind, apiVersion } = api.create(target(configMaps), sent, {})
    expect([kind, apiVersion, metadata.namespace, metadata.creationTimestamp]).toEqual([
      'ConfigMap',
      'v1',
      'default',
      '2027-01-01T00:00:00Z',
    ])
    expect(metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(metadata.deletionTimestamp).toBeUndefined()
    expect(sent.metadata.uid).toBe('mine')
  })

  it("refuses in the server's words", () => {
    const { api, target, put } = open()
    put('a')
    const create = (metadata: KubeObject['metadata'], namespace = 'default') =>
      refusal(() => api.create(target(configMaps, '', namespace), { metadata }, {}))
    expect(create({ name: 'a' })).toBe('409 AlreadyExists: configmaps "a" already exists')
    expect(create({ name: 'a' }, 'nope')).toBe('404 NotFound: namespaces "nope" not found')
    expect(create({ name: 'b', namespace: 'other' })).toBe(
      '400 BadRequest: the namespace of the provided object does not match the namespace sent on the request',
    )
    expect(create({ name: 'b', resourceVersion: '5' })).toBe(
      '500 : resourceVersion should not be set on objects to be created',
    )
    expect(create({})).toBe(
      '422 Invalid: ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    )
  })

  it('makes up names, and with dryRun nothing else', () => {
    const { api, target, store } = open()
    const before = store.revision
    const dry = api.create(target(configMaps), { metadata: { generateName: 'x-' } }, { dryRun: true })
    expect(dry.metadata.name).toMatch(/^x-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(dry.metadata.resourceVersion).toBeUndefined()
    expect(store.revision).toBe(before)
  })
})

describe('update', () => {
  it('asks for the current resourceVersion where one is sent', () => {
    const { api, target, put } = open()
    const first = put('a')
    const second = api.update(target(configMaps, 'a'), { ...first, data: { k: 'v' } } as KubeObject, {}).object
    expect(refusal(() => api.update(target(configMaps, 'a'), { ...first, data: { k: 'w' } } as KubeObject, {}))).toBe(
      '409 Conflict: Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    )
    const same = api.update(target(configMaps, 'a'), second, {}).object
    expect(same.metadata.resourceVersion).toBe(second.metadata.resourceVersion)
  })

  it('counts generations of the spec only, and a status changes by its subresource only', async () => {
    const { api, client, target } = open()
    const deployment = {
      metadata: { name: 'd', namespace: 'default' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      },
    } as KubeObject
    await client.create(deployments, deployment)
    const patch = (body: object, subresource = '') =>
      api.patch(target(deployments, 'd', 'default', subresource), 'merge', body, {}).object as KubeObject & {
        status?: { replicas?: number }
      }
    expect(patch({ metadata: { labels: { x: 'y' } } }).metadata.generation).toBe(1)
    expect(patch({ spec: { replicas: 3 } }).metadata.generation).toBe(2)
    // An empty map is no map.
    expect(patch({ spec: { template: { spec: { nodeSelector: {} } } } }).metadata.generation).toBe(2)
    expect(patch({ status: { replicas: 7 } }).status?.replicas).toBeUndefined()
    expect(patch({ status: { replicas: 7 }, spec: { replicas: 9 } }, 'status').status?.replicas).toBe(7)
    expect(api.get(target(deployments, 'd', 'default', 'scale'))).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 3 },
      status: { replicas: 7, selector: 'a=b' },
    })
    expect(patch({ spec: { replicas: 5 } }, 'scale')).toMatchObject({ kind: 'Scale', spec: { replicas: 5 } })
    expect(api.get(target(deployments, 'd')).metadata.generation).toBe(3)
  })
})

describe('delete', () => {
  it('waits for finalizers, and goes with the last', () => {
    const { api, target } = open()
    api.create(target(configMaps), { metadata: { name: 'f', finalizers: ['example.com/x'] } }, {})
    const { object, pending } = api.delete(target(configMaps, 'f'), {})
    expect([pending, object.metadata.deletionTimestamp, object.metadata.deletionGracePeriodSeconds]).toEqual([
      true,
      '2027-01-01T00:00:00Z',
      0,
    ])
    api.patch(target(configMaps, 'f'), 'merge', { metadata: { finalizers: null } }, {})
    expect(refusal(() => api.get(target(configMaps, 'f')))).toBe('404 NotFound: configmaps "f" not found')
  })

  it('gives pods on a node their grace, which can only be shortened', () => {
    const { api, target } = open()
    api.create(target(pods), pod('p'), {})
    const binding = { metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } } as KubeObject
    api.create(target(pods, 'p', 'default', 'binding'), binding, {})
    const remove = (gracePeriodSeconds?: number) => {
      const options = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }
      const { object, pending } = api.delete(target(pods, 'p'), options)
      return [pending, object.metadata.deletionGracePeriodSeconds, object.metadata.deletionTimestamp]
    }
    expect(remove()).toEqual([true, 30, '2027-01-01T00:00:30Z'])
    expect(remove(3600)).toEqual([true, 30, '2027-01-01T00:00:30Z'])
    expect(remove(10)).toEqual([true, 10, '2027-01-01T00:00:10Z'])
    expect(remove(0)[0]).toBe(false)
    expect(refusal(() => remove())).toBe('404 NotFound: pods "p" not found')
  })

  it('keeps an owner for its dependents when asked to', () => {
    const { api, target, put } = open()
    put('a')
    put('b')
    expect(api.delete(target(configMaps, 'a'), { propagationPolicy: 'Foreground' }).object.metadata.finalizers).toEqual(
      ['foregroundDeletion'],
    )
    expect(api.delete(target(configMaps, 'b'), { propagationPolicy: 'Orphan' }).object.metadata.finalizers).toEqual([
      'orphan',
    ])
  })

  it('closes a namespace to new things, and keeps the first ones', () => {
    const { api, target } = open()
    expect(refusal(() => api.delete(target(namespaces, 'default'), {}))).toBe(
      '403 Forbidden: namespaces "default" is forbidden: this namespace may not be deleted',
    )
    api.create(target(namespaces), { metadata: { name: 'team' } }, {})
    api.delete(target(namespaces, 'team'), {})
    expect(refusal(() => api.create(target(configMaps, '', 'team'), { metadata: { name: 'late' } }, {}))).toBe(
      '403 Forbidden: configmaps "late" is forbidden: unable to create new content in namespace team because it is being terminated',
    )
    const finalized = { metadata: { name: 'team' }, spec: { finalizers: [] } } as KubeObject
    api.update(target(namespaces, 'team', '', 'finalize'), finalized, {})
    expect(refusal(() => api.get(target(namespaces, 'team')))).toBe('404 NotFound: namespaces "team" not found')
  })

  it('holds to preconditions', () => {
    const { api, target, put } = open()
    const { uid } = put('a').metadata
    expect(refusal(() => api.delete(target(configMaps, 'a'), { preconditions: { uid: 'other' } }))).toBe(
      `409 Conflict: Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    )
    expect(api.delete(target(configMaps, 'a'), { preconditions: { uid: uid! } }).pending).toBe(false)
  })
})

describe('list', () => {
  it('in chunks gives one state, whatever is written meanwhile, until it is forgotten', () => {
    const { api, target, put, store } = open()
    for (const name of ['a', 'b', 'c', 'd']) put(name)
    const first = api.list(target(configMaps), { limit: 2 })
    expect([first.items.map(({ metadata }) => metadata.name), first.remainingItemCount]).toEqual([['a', 'b'], 2])
    api.delete(target(configMaps, 'c'), {})
    put('e')
    const second = api.list(target(configMaps), { limit: 2, continue: first.continue! })
    expect(second.items.map(({ metadata }) => metadata.name)).toEqual(['c', 'd'])
    expect([second.continue, second.resourceVersion]).toEqual([undefined, first.resourceVersion])
    store.compact(store.revision)
    expect(refusal(() => api.list(target(configMaps), { limit: 2, continue: first.continue! }))).toMatch(
      /^410 Expired: The provided continue parameter is too old to display a consistent list result\./,
    )
  })

  it('selects by labels and fields', () => {
    const { api, target, put } = open()
    put('a', { tier: 'web' })
    put('b', { tier: 'db' })
    const names = (options: Parameters<Api['list']>[1]) =>
      api.list(target(configMaps), options).items.map(({ metadata }) => metadata.name)
    expect(names({ labelSelector: 'tier in (web, app)' })).toEqual(['a'])
    expect(names({ labelSelector: '!tier' })).toEqual([])
    expect(names({ fieldSelector: 'metadata.name!=a' })).toEqual(['b'])
    expect(refusal(() => names({ fieldSelector: 'spec.x=1' }))).toBe(
      '400 BadRequest: "spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    )
    expect(refusal(() => api.list(target(pods), { fieldSelector: 'spec.x=1' }))).toBe(
      '400 BadRequest: field label not supported: spec.x',
    )
  })
})

describe('watch', () => {
  const collect = (api: Api, target: Target, options: Parameters<Api['watch']>[1]) => {
    const seen: string[] = []
    const stop = api.watch(target, options, ({ type, object }: WatchEvent) =>
      seen.push(`${type} ${object.metadata.name ?? Object.keys(object.metadata.annotations ?? {}).join('')}`),
    )
    return { seen, stop }
  }

  it('an object that comes to match is added, one that no longer does is deleted', () => {
    const { api, target, put } = open()
    const { seen } = collect(api, target(configMaps), { labelSelector: 'on=yes' })
    put('a')
    const label = (on: string | null) =>
      api.patch(target(configMaps, 'a'), 'merge', { metadata: { labels: { on } } }, {})
    label('yes')
    api.patch(target(configMaps, 'a'), 'merge', { data: { k: 'v' } }, {})
    label(null)
    api.delete(target(configMaps, 'a'), {})
    expect(seen).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a'])
  })

  it('gives what is there and says when that is all', () => {
    const { api, target, put } = open()
    put('a')
    const { seen } = collect(api, target(configMaps), { sendInitialEvents: true, allowBookmarks: true })
    put('b')
    expect(seen).toEqual(['ADDED a', 'BOOKMARK k8s.io/initial-events-end', 'ADDED b'])
  })

  it('bookmarks now and then, and nothing more once stopped', async () => {
    const { api, target, put, clock } = open()
    const { seen, stop } = collect(api, target(configMaps), { allowBookmarks: true })
    await clock.advance(60_000)
    expect(seen).toEqual(['BOOKMARK '])
    stop()
    put('a')
    await clock.advance(120_000)
    expect([seen.length, clock.next()]).toEqual([1, undefined])
  })

  it('from what is no longer kept is refused', () => {
    const { api, target, put, store } = open(4)
    for (let index = 0; index < 20; index++) put(`c${index}`)
    expect(refusal(() => collect(api, target(configMaps), { resourceVersion: '3' }))).toBe(
      `410 Expired: too old resource version: 3 (${store.compacted})`,
    )
  })
})
