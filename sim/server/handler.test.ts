// Requests and answers, with no socket: statuses, forms and streams as the real server gives them.
import { describe, expect, it } from 'vitest'
import { configMaps, namespaces } from '../api/refs.ts'
import type { KubeObject } from '../api/object.ts'
import { fakeClock } from '../clock.ts'
import { limits } from '../limits.ts'
import { seededRandom } from '../random.ts'
import { resources } from '../resources/index.ts'
import { createStore } from '../store/store.ts'
import { createApi } from './api-server.ts'
import type { Connect } from './connect.ts'
import { administrator, createAuth } from './auth/auth.ts'
import { createHandler } from './handler.ts'
import { createRegistry } from './request-target.ts'

const path = '/api/v1/namespaces/default/configmaps'
const nowhere: Connect = {
  log: () => {
    throw new Error('no node')
  },
  proxy: () => Promise.reject(new Error('no network')),
  exec: () => {
    throw new Error('no node')
  },
  attach: () => {
    throw new Error('no node')
  },
  forward: () => {
    throw new Error('no node')
  },
}

function open() {
  const clock = fakeClock()
  const store = createStore<KubeObject>({ historyMax: 100, onListenerError: () => undefined })
  const machine = { store, clock, random: seededRandom(1) }
  const api = createApi(machine)
  const auth = createAuth(machine, { anonymous: administrator })
  const strategyOf = (plural: string) => resources.find(({ ref }) => ref.plural === plural)!
  const create = (plural: string, name: string): KubeObject => {
    const namespace = plural === namespaces.plural ? '' : 'default'
    return api.create(
      { strategy: strategyOf(plural), namespace, name: '', subresource: '' },
      { metadata: { name } },
      {},
    )
  }
  create(namespaces.plural, 'default')
  const handle = createHandler({ api, registry: createRegistry(resources), clock, connect: nowhere, auth })
  const send = (target: string, init: RequestInit = {}) => handle(new Request(`http://cluster${target}`, init))
  /** Code, reason and message of a refusal. */
  const refusal = async (target: string, init: RequestInit = {}): Promise<string> => {
    const response = await send(target, init)
    const text = await response.text()
    if (!response.headers.get('content-type')?.startsWith('application/json')) return `${response.status} ${text}`
    const { code, reason, message } = JSON.parse(text) as { code: number; reason: string; message: string }
    expect(code).toBe(response.status)
    return `${code} ${reason}: ${message}`
  }
  return { clock, send, refusal, addConfigMap: (name: string) => create(configMaps.plural, name) }
}

describe('handler', () => {
  it('tells apart what is no API, no resource, no object and no method', async () => {
    const { refusal } = open()
    expect(await refusal('/nope')).toBe('404 404 page not found\n')
    expect(await refusal('/apis/nope/v1/nope')).toBe('404 404 page not found\n')
    expect(await refusal('/apis/apps/v1/nope')).toBe('404 NotFound: the server could not find the requested resource')
    expect(await refusal(`${path}/a`)).toBe('404 NotFound: configmaps "a" not found')
    const notAllowed = '405 MethodNotAllowed: the server does not allow this method on the requested resource'
    expect(await refusal(path, { method: 'PUT', body: '{}' })).toBe(notAllowed)
    expect(await refusal('/api/v1/configmaps', { method: 'DELETE' })).toBe(notAllowed)
    expect(await refusal('/version', { method: 'POST' })).toBe(notAllowed)
  })

  it('refuses forms that it cannot read or give, and bodies over the limit', async () => {
    const { refusal } = open()
    expect(await refusal(path, { headers: { accept: 'text/html' } })).toBe(
      '406 NotAcceptable: 406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    )
    expect(await refusal(path, { method: 'POST', body: '<a/>', headers: { 'content-type': 'application/xml' } })).toBe(
      '415 UnsupportedMediaType: the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    )
    expect(await refusal(`${path}/a`, { method: 'PATCH', body: '{}' })).toBe(
      '415 UnsupportedMediaType: 415: Unsupported Media Type',
    )
    const long = 'x'.repeat(limits.requestBytesMax + 1)
    expect(await refusal(path, { method: 'POST', body: long })).toBe(
      `413 RequestEntityTooLarge: Request entity too large: limit is ${limits.requestBytesMax}`,
    )
  })

  it('refuses options that make no sense', async () => {
    const { refusal } = open()
    expect(await refusal(`${path}?limit=x`)).toBe('400 BadRequest: strconv.ParseInt: parsing "x": invalid syntax')
    expect(await refusal(`${path}?resourceVersionMatch=Exact`)).toBe(
      '422 Invalid: ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    )
    expect(await refusal(`${path}?watch=1&sendInitialEvents=true`)).toBe(
      '422 Invalid: ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    )
    expect(await refusal(`${path}?watch=1&resourceVersion=abc`)).toBe(
      '500 undefined: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    )
    expect(await refusal(`${path}/a?propagationPolicy=Foo`, { method: 'DELETE' })).toBe(
      '422 Invalid: DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Foo": supported values: "Foreground", "Background", "Orphan", "nil"',
    )
    expect(await refusal(`${path}?dryRun=Some`, { method: 'POST', body: '{}' })).toBe(
      '422 Invalid: CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
    )
  })

  it("gives objects whole, as rows, or as metadata, at the cluster's own time", async () => {
    const { send, addConfigMap, clock } = open()
    addConfigMap('a')
    await clock.advance(90_000)
    const as = async (form: string) => {
      const response = await send(path, { headers: { accept: `application/json;as=${form};v=v1;g=meta.k8s.io` } })
      expect(response.headers.get('date')).toBe('Fri, 01 Jan 2027 00:01:30 GMT')
      return (await response.json()) as { kind: string; rows: { cells: unknown[] }[]; items: object[] }
    }
    expect((await as('Table')).rows.map(({ cells }) => cells)).toEqual([['a', 0, '90s']])
    expect((await as('PartialObjectMetadataList')).items).toMatchObject([
      { kind: 'PartialObjectMetadata', metadata: { name: 'a' } },
    ])
  })

  it('warns of unknown fields, or refuses them, as asked', async () => {
    const { send, refusal } = open()
    const post = (name: string) => ({
      method: 'POST',
      body: JSON.stringify({ metadata: { name }, dat: {} }),
      headers: { 'content-type': 'application/json' },
    })
    const warned = await send(path, post('a'))
    expect([warned.status, warned.headers.get('warning')]).toEqual([201, '299 - "unknown field \\"dat\\""'])
    expect(await refusal(`${path}?fieldValidation=Strict`, post('b'))).toBe(
      '400 BadRequest: ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dat"',
    )
    const ignored = await send(`${path}?fieldValidation=Ignore`, post('c'))
    expect([ignored.status, ignored.headers.get('warning')]).toEqual([201, null])
  })
})

describe('watch streams', () => {
  it('carry one JSON line an event and end with their time', async () => {
    const { send, addConfigMap, clock } = open()
    addConfigMap('a')
    const response = await send(`${path}?watch=1&timeoutSeconds=5`)
    addConfigMap('b')
    await clock.advance(5000)
    const events = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; object: KubeObject })
    expect(events.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual(['ADDED a', 'ADDED b'])
  })

  it('leave nothing behind when the client hangs up, either way', async () => {
    const { send, clock } = open()
    const hangUp = new AbortController()
    await send(`${path}?watch=1&allowWatchBookmarks=true`, { signal: hangUp.signal })
    const other = await send(`${path}?watch=1&allowWatchBookmarks=true`)
    expect(clock.next()).toBeDefined()
    hangUp.abort()
    await other.body!.cancel()
    expect(clock.next()).toBeUndefined()
  })

  it('tell in the stream that their start is too old', async () => {
    const { send, addConfigMap } = open()
    for (let index = 0; index < 200; index++) addConfigMap(`c${index}`)
    const response = await send(`${path}?watch=1&resourceVersion=2`)
    expect(response.status).toBe(200)
    expect(JSON.parse(await response.text())).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } })
  })
})
