import { describe, expect, it } from 'vitest'
import { events, nodes, persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import { createEventRecorder } from '../client/event-recorder.ts'
import { createSeriesRecorder } from '../client/event-series.ts'
import { createFakeClient } from '../client/fake-client.ts'
import { createInformers } from '../client/informer.ts'
import { fakeClock } from '../clock.ts'
import { seededRandom } from '../random.ts'
import { resources } from '../resources/index.ts'
import { testNode, testPod } from './fixture.ts'
import { createScheduler } from './scheduler.ts'

async function start() {
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
  const scheduler = createScheduler(context, { resources: resources.map(({ ref }) => ref) })
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

describe('scheduler', () => {
  it('binds a pod and says so', async () => {
    const { client, clock, errors, nodeOf, told, scheduler } = await start()
    client.put(nodes, testNode('n1'))
    const pod = client.put(pods, testPod('web'))
    await clock.advance(0)
    expect(await nodeOf('web')).toBe('n1')
    expect(client.actions[0]).toEqual({
      verb: 'createSubresource',
      resource: 'pods/binding',
      key: 'default/web',
      body: {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { namespace: 'default', name: 'web', uid: 'uid-web' },
        target: { kind: 'Node', name: 'n1' },
      },
    })
    expect(await told()).toEqual(['Normal Scheduled Binding: Successfully assigned default/web to n1'])
    expect(scheduler.decisionOf(pod.metadata.uid!)?.feasible).toEqual(['n1'])
    expect(errors).toEqual([])
  })

  it('tells why a pod stays, once however often it looks, and places it when that changes', async () => {
    const { client, clock, nodeOf, told } = await start()
    client.put(nodes, testNode('n1', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }))
    client.put(pods, testPod('web'))
    await clock.advance(0)
    const message =
      '0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.'
    expect((await client.get(pods, 'default', 'web'))?.status?.conditions).toEqual([
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message,
        lastTransitionTime: '2027-01-01T00:00:00Z',
      },
    ])
    expect(await told()).toEqual([`Warning FailedScheduling Scheduling: ${message}`])
    client.put(
      nodes,
      testNode('n1', { labels: { other: 'x' }, spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }),
    )
    await clock.advance(0)
    expect(await told(), 'labels are no news to a refusal by taints').toHaveLength(1)
    client.put(nodes, testNode('n1'))
    await clock.advance(0)
    expect(await nodeOf('web')).toBe('n1')
  })

  it('leaves alone what is gated, another scheduler’s, or going away', async () => {
    const { client, clock, nodeOf } = await start()
    client.put(nodes, testNode('n1'))
    client.put(pods, testPod('gated', { schedulingGates: [{ name: 'example.com/wait' }] }))
    client.put(pods, testPod('foreign', { schedulerName: 'mine' }))
    await clock.advance(0)
    expect(client.actions).toEqual([])
    client.put(pods, testPod('gated'))
    await clock.advance(0)
    expect(await nodeOf('gated')).toBe('n1')
  })

  it('names the node for a volume to be made, and binds the pod once the claim is bound', async () => {
    const { client, clock, nodeOf, told, errors } = await start()
    client.put(nodes, testNode('n1'))
    client.put(storageClasses, {
      metadata: { name: 'later' },
      provisioner: 'example.com/x',
      volumeBindingMode: 'WaitForFirstConsumer',
    })
    client.put(persistentVolumeClaims, {
      metadata: { namespace: 'default', name: 'data' },
      spec: { storageClassName: 'later' },
    })
    client.put(pods, testPod('web', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] }))
    await clock.advance(0)
    const waiting = await client.get(persistentVolumeClaims, 'default', 'data')
    expect(waiting?.metadata.annotations).toEqual({ 'volume.kubernetes.io/selected-node': 'n1' })
    expect(await nodeOf('web')).toBeUndefined()
    expect((await client.get(pods, 'default', 'web'))?.status?.nominatedNodeName).toBe('n1')
    const annotations = { ...waiting!.metadata.annotations, 'pv.kubernetes.io/bind-completed': 'yes' }
    client.put(persistentVolumes, { metadata: { name: 'pv' } })
    client.put(persistentVolumeClaims, {
      ...waiting!,
      metadata: { ...waiting!.metadata, annotations },
      spec: { ...waiting!.spec, volumeName: 'pv' },
    })
    await clock.advance(0)
    expect(await nodeOf('web')).toBe('n1')
    expect(await told()).toEqual(['Normal Scheduled Binding: Successfully assigned default/web to n1'])
    expect(errors).toEqual([])
  })

  it('counts a pod that waits for its volume as being on its node', async () => {
    const { client, clock, nodeOf } = await start()
    client.put(nodes, testNode('n1', { pods: '1' }))
    client.put(storageClasses, {
      metadata: { name: 'later' },
      provisioner: 'example.com/x',
      volumeBindingMode: 'WaitForFirstConsumer',
    })
    client.put(persistentVolumeClaims, {
      metadata: { namespace: 'default', name: 'data' },
      spec: { storageClassName: 'later' },
    })
    client.put(pods, testPod('first', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] }))
    await clock.advance(0)
    client.put(pods, testPod('second'))
    await clock.advance(0)
    expect(await nodeOf('second')).toBeUndefined()
    expect((await client.get(pods, 'default', 'second'))?.status?.conditions?.[0]?.message).toContain('1 Too many pods')
  })

  it('tries a binding that failed again after its back-off', async () => {
    const { client, clock, nodeOf, errors } = await start()
    client.refuse('createSubresource', 'pods/binding', new Error('broken'))
    client.put(nodes, testNode('n1'))
    client.put(pods, testPod('web'))
    await clock.advance(1999)
    expect(await nodeOf('web')).toBeUndefined()
    await clock.advance(1)
    expect(await nodeOf('web')).toBe('n1')
    expect(errors).toEqual([new Error('broken')])
  })
})
