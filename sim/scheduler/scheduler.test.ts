import { describe, expect, it } from 'vitest'
import { nodes, persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../api/refs.ts'
import { testNode, testPod } from './fixture.ts'
import { startScheduler } from './fixture-scheduler.ts'

describe('scheduler', () => {
  it('binds a pod and says so', async () => {
    const { client, clock, errors, nodeOf, told, scheduler } = await startScheduler()
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
    const { client, clock, nodeOf, told } = await startScheduler()
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
    const { client, clock, nodeOf } = await startScheduler()
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
    const { client, clock, nodeOf, told, errors } = await startScheduler()
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
    const { client, clock, nodeOf } = await startScheduler()
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
    const { client, clock, nodeOf, errors } = await startScheduler()
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
