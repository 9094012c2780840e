// A cluster of nothing but objects, a fake clock and the loops under test: given objects, expected actions.
import type { KubeObject, ResourceRef } from '../api/object.ts'
import { events, namespaces } from '../api/refs.ts'
import type { Client } from '../client/client.ts'
import type { Context } from '../client/context.ts'
import { createEventRecorder } from '../client/event-recorder.ts'
import { createSeriesRecorder } from '../client/event-series.ts'
import { createFakeClient, type FakeClient } from '../client/fake-client.ts'
import { createClient } from '../client/in-process.ts'
import { createInformers } from '../client/informer.ts'
import { fakeClock, type FakeClock } from '../clock.ts'
import { seededRandom } from '../random.ts'
import { resources } from '../resources/index.ts'
import { createApi } from '../server/api-server.ts'
import { createStore } from '../store/store.ts'
import { runController, type Controller, type CreateController } from './controller.ts'

export interface Fixture {
  readonly clock: FakeClock
  readonly client: FakeClient
  readonly context: Context
  /** What a loop reported as broken; a test that expects nothing leaves it empty. */
  readonly errors: unknown[]
  put: <T extends KubeObject>(ref: ResourceRef<T>, object: T) => T
  get: <T extends KubeObject>(ref: ResourceRef<T>, key: string) => T | undefined
  /** Starts the informers, lets everything settle, and lets `ms` pass. */
  run: (ms?: number) => Promise<void>
  /** Events so far, as `Type Reason object: message` (` ×n` when counted). */
  events: () => Promise<string[]>
  /** Writes besides events, as `verb resource key`. */
  writes(): string[]
}

/** What loops need, over any client. */
function contextOver(clock: FakeClock, client: Client, errors: unknown[]): Context {
  const onError = (error: unknown): void => void errors.push(error)
  return {
    clock,
    client,
    informers: createInformers(client, onError),
    recorderFor: (component, host) =>
      createEventRecorder(clock, client, host ? { component, host } : { component }, onError),
    seriesRecorderFor: (component) => createSeriesRecorder(clock, client, component, onError),
    random: seededRandom(1),
    onError: (_loop, error) => onError(error),
  }
}

/** The same over the real API server, for loops that live from its finalizers and deletions. */
export async function serverFixture(
  ...controllers: ((context: Context, resources: ResourceRef[]) => Controller)[]
): Promise<{ clock: FakeClock; client: Client; context: Context; errors: unknown[] }> {
  const clock = fakeClock()
  const errors: unknown[] = []
  const store = createStore<KubeObject>({ historyMax: 1000, onListenerError: (error) => errors.push(error) })
  const api = createApi({ store, clock, random: seededRandom(1) })
  const client = createClient(api, resources, 'test')
  const context = contextOver(clock, client, errors)
  await client.create(namespaces, { metadata: { name: 'default' } })
  const refs = resources.map(({ ref }) => ref)
  for (const create of controllers) runController(context, create(context, refs))
  await context.informers.start()
  return { clock, client, context, errors }
}

export function fixture(...controllers: CreateController[]): Fixture {
  const clock = fakeClock()
  const client = createFakeClient(clock)
  const errors: unknown[] = []
  const context = contextOver(clock, client, errors)
  const { informers } = context
  for (const create of controllers) runController(context, create(context))
  let started: Promise<void> | undefined
  return {
    clock,
    client,
    context,
    errors,
    put: (ref, object) => client.put(ref, object),
    get: (ref, key) => {
      const slash = key.indexOf('/')
      return context.informers.for(ref).get(slash === -1 ? '' : key.slice(0, slash), key.slice(slash + 1))
    },
    async run(ms = 0) {
      started ??= informers.start()
      await started
      await clock.advance(ms)
    },
    async events() {
      const { items } = await client.list(events, '')
      return items.map(({ type, reason, involvedObject, message, count }) => {
        const times = (count ?? 1) > 1 ? ` ×${count}` : ''
        return `${type} ${reason} ${involvedObject.name}: ${message}${times}`
      })
    },
    writes: () =>
      client.actions
        .filter(({ resource }) => resource !== 'events')
        .map(({ verb, resource, key }) => `${verb} ${resource} ${key}`),
  }
}
