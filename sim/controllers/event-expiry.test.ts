import { expect, it } from 'vitest'
import { events, pods } from '../api/refs.ts'
import { createEventExpiry } from './event-expiry.ts'
import { fixture } from './fixture.ts'

it('events go an hour after the last time they were counted', async () => {
  const cluster = fixture(createEventExpiry)
  const pod = cluster.put(pods, { metadata: { namespace: 'default', name: 'web' }, spec: { containers: [] } })
  const recorder = cluster.context.recorderFor('kubelet')
  recorder.event(pod, 'Normal', 'Once', 'once')
  recorder.event(pod, 'Normal', 'Again', 'again')
  await cluster.run(30 * 60_000)
  recorder.event(pod, 'Normal', 'Again', 'again')
  await cluster.run(31 * 60_000)
  expect(await cluster.events()).toEqual(['Normal Again web: again ×2'])
  await cluster.run(30 * 60_000)
  expect((await cluster.client.list(events, '')).items).toEqual([])
})
