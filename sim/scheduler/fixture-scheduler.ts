// A scheduler over a fake client, for the tests of its loop.
import { resources } from '../resources/index.ts'
import type { ResourceRef } from '../api/object.ts'
import { events, pods } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import { createEventRecorder } from '../client/event-recorder.ts'
import { createSeriesRecorder } from '../client/event-series.ts'
import { createFakeClient } from '../client/fake-client.ts'
import { createInformers } from '../client/informer.ts'
import { fakeClock } from '../clock.ts'
import { seededRandom } from '../random.ts'
import { createScheduler } from './scheduler.ts'

/**
 * Runs; the server's part of a binding is played too.
 * @param besides resources that the server is to have besides those that it has
 */
export async function startScheduler(besides: readonly ResourceRef[] = []) {
  const clock = fakeClock()
  const client = createFakeClient(clock)
  const errors: unknown[] = []
  const onError = (error: unknown): void => void errors.push(error)
  const informers = createInformers(client, onError)
  const context: Context = {
    clock,
    client,
    informers,
    recorderFor: (component) => createEventRecorder(clock, client, { component }, onError),
    seriesRecorderFor: (component) => createSeriesRecorder(clock, client, component, onError),
    random: seededRandom(1),
    onError: (_loop, error) => onError(error),
  }
  const scheduler = createScheduler(context, { resources: [...resources.map(({ ref }) => ref), ...besides] })
  await informers.start()
  // The server's part of a binding: the pod gets its node.
  const bind = client.createSubresource.bind(client)
  client.createSubresource = async (ref, namespace, name, subresource, body) => {
    const result = await bind(ref, namespace, name, subresource, body)
    const pod = await client.get(pods, namespace, name)
    client.put(pods, {
      ...pod!,
      spec: { ...pod!.spec!, nodeName: (body as { target?: { name?: string } }).target!.name! },
    })
    return result
  }
  const nodeOf = async (name: string) => (await client.get(pods, 'default', name))?.spec?.nodeName
  const told = async (): Promise<string[]> => {
    await clock.advance(0)
    const { items } = await client.list(events, '')
    return items.map(({ type, reason, action, message, series }) => {
      return `${type} ${reason} ${action}: ${message}${series ? ` ×${series.count}` : ''}`
    })
  }
  return { clock, client, scheduler, errors, nodeOf, told }
}
