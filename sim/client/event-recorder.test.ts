import { describe, expect, it } from 'vitest'
import { events, pods } from '../api/refs.ts'
import { failure } from '../api/status.ts'
import { fakeClock } from '../clock.ts'
import { createEventRecorder } from './event-recorder.ts'
import { createSeriesRecorder } from './event-series.ts'
import { createFakeClient } from './fake-client.ts'

function start() {
  const clock = fakeClock()
  const client = createFakeClient(clock)
  const errors: unknown[] = []
  const pod = client.put(pods, { metadata: { namespace: 'default', name: 'web' }, spec: { containers: [] } })
  const all = async () => {
    await clock.advance(0)
    return (await client.list(events, '')).items
  }
  return { clock, client, pod, errors, all, onError: (error: unknown) => void errors.push(error) }
}

describe('event recorder', () => {
  it('writes every field that the real one writes', async () => {
    const { clock, client, pod, all, onError } = start()
    const recorder = createEventRecorder(clock, client, { component: 'kubelet', host: 'n1' }, onError)
    recorder.event(pod, 'Warning', 'BackOff', 'Back-off restarting', 'spec.containers{web}')
    const [event] = await all()
    expect(event).toMatchObject({
      metadata: { namespace: 'default', name: `web.${(BigInt(clock.now()) * 1_000_000n).toString(16)}` },
      involvedObject: {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace: 'default',
        name: 'web',
        uid: 'uid-pods-web',
        resourceVersion: '2',
        fieldPath: 'spec.containers{web}',
      },
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting',
      source: { component: 'kubelet', host: 'n1' },
      reportingComponent: 'kubelet',
      reportingInstance: 'n1',
      firstTimestamp: '2027-01-01T00:00:00Z',
      lastTimestamp: '2027-01-01T00:00:00Z',
      count: 1,
    })
  })

  it('counts repeats in one event, and makes it anew when it is gone', async () => {
    const { clock, client, pod, all, onError } = start()
    const recorder = createEventRecorder(clock, client, { component: 'x' }, onError)
    recorder.event(pod, 'Normal', 'A', 'again')
    await clock.advance(15_000)
    recorder.event(pod, 'Normal', 'A', 'again')
    let found = await all()
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      count: 2,
      firstTimestamp: '2027-01-01T00:00:00Z',
      lastTimestamp: '2027-01-01T00:00:15Z',
    })
    client.remove(events, 'default', found[0]!.metadata.name!)
    recorder.event(pod, 'Normal', 'A', 'again')
    found = await all()
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ count: 3, firstTimestamp: '2027-01-01T00:00:00Z' })
  })

  it('combines the tenth different message of a reason, and cuts off a flood', async () => {
    const { clock, client, pod, all, onError } = start()
    const recorder = createEventRecorder(clock, client, { component: 'x' }, onError)
    for (let n = 1; n <= 12; n++) recorder.event(pod, 'Normal', 'A', `message ${n}`)
    let found = await all()
    expect(found).toHaveLength(10)
    expect(found[9]).toMatchObject({ message: '(combined from similar events): message 12', count: 3 })
    for (let n = 1; n <= 20; n++) recorder.event(pod, 'Normal', 'B', 'flood')
    found = await all()
    expect(found.find((event) => event.reason === 'B')?.count, '25 at once').toBe(13)
    await clock.advance(300_000)
    recorder.event(pod, 'Normal', 'B', 'flood')
    found = await all()
    expect(found.find((event) => event.reason === 'B')?.count, 'dropped ones were counted all the same').toBe(21)
  })

  it('keeps quiet about a namespace that goes away, and tells of other refusals', async () => {
    const { clock, client, pod, errors, all, onError } = start()
    const recorder = createEventRecorder(clock, client, { component: 'x' }, onError)
    client.refuse('create', 'events', failure(403, 'Forbidden', 'because it is being terminated'))
    recorder.event(pod, 'Normal', 'A', 'one')
    await all()
    expect(errors).toEqual([])
    client.refuse('create', 'events', new Error('broken'))
    recorder.event(pod, 'Normal', 'A', 'two')
    await all()
    expect(errors).toEqual([new Error('broken')])
  })
})

describe('series recorder', () => {
  it('starts a series with the second, then only counts until six minutes pass', async () => {
    const { clock, client, pod, all, onError } = start()
    const recorder = createSeriesRecorder(clock, client, 'default-scheduler', onError)
    recorder.event(pod, 'Warning', 'FailedScheduling', 'Scheduling', 'no nodes available to schedule pods')
    let [event] = await all()
    expect(event).toMatchObject({
      eventTime: '2027-01-01T00:00:00.000000Z',
      action: 'Scheduling',
      reportingComponent: 'default-scheduler',
      source: {},
    })
    expect(event).not.toHaveProperty('firstTimestamp')
    expect(event).not.toHaveProperty('series')
    for (let n = 0; n < 3; n++) {
      await clock.advance(1000)
      recorder.event(pod, 'Warning', 'FailedScheduling', 'Scheduling', 'no nodes available to schedule pods')
    }
    ;[event] = await all()
    expect(event?.series).toEqual({ count: 2, lastObservedTime: '2027-01-01T00:00:01.000000Z' })
    await clock.advance(361_000)
    recorder.event(pod, 'Normal', 'Scheduled', 'Binding', 'Successfully assigned default/web to n1')
    const found = await all()
    expect(found[0]?.series).toEqual({ count: 4, lastObservedTime: '2027-01-01T00:00:03.000000Z' })
    expect(found).toHaveLength(2)
  })
})
