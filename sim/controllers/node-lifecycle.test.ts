import { describe, expect, it } from 'vitest'
import { nodes, pods } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import { createHeartbeats, type Heartbeats } from '../client/heartbeats.ts'
import type { Node, Taint } from '../generated/types.ts'
import { fixture } from './fixture.ts'
import { createNodeLifecycleController } from './node-lifecycle.ts'
import { withKeepingAway } from './node/taints.ts'
import { createPodGcController } from './pod-gc.ts'
import { createTaintEvictionController } from './taint-eviction.ts'

function node(name: string, labels: Record<string, string> = {}): Node {
  const condition = (type: string, status: string) => ({ type, status })
  return {
    metadata: { name, labels },
    status: {
      conditions: [
        condition('MemoryPressure', 'False'),
        condition('DiskPressure', 'False'),
        condition('PIDPressure', 'False'),
        condition('Ready', 'True'),
      ],
    },
  }
}

const patience = ['not-ready', 'unreachable'].map((what) => ({
  key: `node.kubernetes.io/${what}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}))

/** Nodes that live, each with a pod of its name that bears five minutes. */
async function world(names: string[], labels: Record<string, string> = {}) {
  let heartbeats: Heartbeats | undefined
  const lifecycle = (context: Context) => {
    heartbeats = createHeartbeats(() => context.clock.now())
    return createNodeLifecycleController(context, heartbeats)
  }
  const cluster = fixture(lifecycle, createTaintEvictionController, createPodGcController)
  for (const name of names) {
    heartbeats!.begin(name)
    cluster.put(nodes, node(name, labels))
    cluster.put(pods, {
      metadata: { namespace: 'default', name: `on-${name}`, uid: name },
      spec: { nodeName: name, containers: [], tolerations: patience },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    })
  }
  await cluster.run()
  const taints = (name: string): string[] =>
    (cluster.get(nodes, name)?.spec?.taints ?? []).map(({ key, effect }: Taint) => `${key}:${effect}`)
  return { ...cluster, heartbeats: heartbeats!, taints }
}

const unreachable = ['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute']

describe('a node that falls silent', () => {
  it('is given up after 50 s, and its pods after five minutes more', async () => {
    const { clock, get, events, taints, heartbeats } = await world(['n1', 'n2', 'n3'])
    heartbeats.end('n2')
    await clock.advance(50_000)
    expect(taints('n2')).toEqual([])
    await clock.advance(5_100)
    expect(
      get(nodes, 'n2')?.status?.conditions?.map(({ type, status, reason, message }) => [type, status, reason, message]),
    ).toEqual(
      ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => [
        type,
        'Unknown',
        'NodeStatusUnknown',
        'Kubelet stopped posting node status.',
      ]),
    )
    expect(taints('n2')).toEqual(unreachable)
    expect(get(pods, 'default/on-n2')?.status?.conditions).toMatchObject([{ type: 'Ready', status: 'False' }])
    await clock.advance(299_000)
    expect(get(pods, 'default/on-n2')).toBeDefined()
    await clock.advance(2_000)
    expect(get(pods, 'default/on-n2')).toBeUndefined()
    expect((await events()).filter((line) => !line.includes('RegisteredNode'))).toEqual([
      'Normal NodeNotReady n2: Node n2 status is now: NodeNotReady',
      'Warning NodeNotReady on-n2: Node is not ready',
      'Normal TaintManagerEviction on-n2: Marking for deletion Pod default/on-n2',
    ])
    expect(taints('n1')).toEqual([])
  })

  it('comes back before the patience of its pods ends: they stay', async () => {
    const { clock, put, get, events, taints, heartbeats } = await world(['n1', 'n2', 'n3'])
    heartbeats.end('n2')
    await clock.advance(100_000)
    heartbeats.begin('n2')
    put(nodes, { ...get(nodes, 'n2')!, status: node('n2').status! })
    await clock.advance(5_100)
    expect(taints('n2')).toEqual([])
    await clock.advance(600_000)
    expect(get(pods, 'default/on-n2')).toBeDefined()
    expect(await events()).toContain('Normal TaintManagerEviction on-n2: Cancelling deletion of Pod default/on-n2')
  })

  it('sends its pods away one node in ten seconds, and none while no node is well', async () => {
    const { clock, taints, heartbeats } = await world(['n1', 'n2', 'n3'])
    heartbeats.end('n2')
    heartbeats.end('n3')
    await clock.advance(55_100)
    const evicting = (): string[] => ['n1', 'n2', 'n3'].filter((name) => taints(name).includes(unreachable[1]!))
    expect(evicting()).toEqual(['n2'])
    await clock.advance(10_000)
    expect(evicting()).toEqual(['n2', 'n3'])
    heartbeats.end('n1')
    await clock.advance(60_000)
    expect(evicting()).toEqual([])
    expect(taints('n1')).toEqual([unreachable[0]])
  })

  it('that never spoke is given a minute', async () => {
    const { clock, put, get } = await world(['n1'])
    put(nodes, { metadata: { name: 'mute', creationTimestamp: new Date(clock.now()).toISOString() } })
    await clock.advance(60_000)
    expect(get(nodes, 'mute')?.status?.conditions).toBeUndefined()
    await clock.advance(5_000)
    expect(get(nodes, 'mute')?.status?.conditions).toMatchObject([
      {
        type: 'Ready',
        status: 'Unknown',
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
      },
      { type: 'MemoryPressure', status: 'Unknown' },
      { type: 'DiskPressure', status: 'Unknown' },
      { type: 'PIDPressure', status: 'Unknown' },
    ])
  })
})

describe('a node that is gone', () => {
  it('takes its pods with it after 40 s of quarantine, at the next round', async () => {
    const { clock, client, get, events } = await world(['n1', 'n2'])
    await clock.advance(1_000)
    client.remove(nodes, '', 'n2')
    await clock.advance(58_000)
    expect(get(pods, 'default/on-n2')).toBeDefined()
    await clock.advance(2_000)
    expect(get(pods, 'default/on-n2')).toBeUndefined()
    expect(get(pods, 'default/on-n1')).toBeDefined()
    expect(await events()).toContain('Normal RemovingNode n2: Node n2 event: Removing Node n2 from Controller')
  })
})

describe('taints by hand', () => {
  it('NoExecute sends away who does not bear it, at once or when the time is over', async () => {
    const { clock, put, get, events } = await world(['n1'])
    const pod = (name: string, tolerationSeconds?: number) =>
      put(pods, {
        metadata: { namespace: 'default', name, uid: name },
        spec: {
          nodeName: 'n1',
          containers: [],
          tolerations: [
            {
              key: 'mantenimiento',
              operator: 'Exists',
              ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
            },
          ],
        },
      })
    pod('siempre')
    pod('seis', 6)
    pod('largo', 600)
    put(nodes, { ...node('n1'), spec: { taints: [{ key: 'mantenimiento', effect: 'NoExecute' }] } })
    await clock.advance(0)
    expect(get(pods, 'default/on-n1')).toBeUndefined()
    await clock.advance(6_000)
    expect(get(pods, 'default/seis')).toBeUndefined()
    put(nodes, node('n1'))
    await clock.advance(1_000_000)
    expect(get(pods, 'default/largo')).toBeDefined()
    expect((await events()).filter((line) => line.includes('TaintManagerEviction'))).toEqual([
      'Normal TaintManagerEviction on-n1: Marking for deletion Pod default/on-n1',
      'Normal TaintManagerEviction seis: Marking for deletion Pod default/seis',
      'Normal TaintManagerEviction largo: Cancelling deletion of Pod default/largo',
    ])
  })

  it.each([
    ['Ready', 'False', 'node.kubernetes.io/not-ready'],
    ['Ready', 'Unknown', 'node.kubernetes.io/unreachable'],
    ['MemoryPressure', 'True', 'node.kubernetes.io/memory-pressure'],
    ['DiskPressure', 'True', 'node.kubernetes.io/disk-pressure'],
    ['PIDPressure', 'True', 'node.kubernetes.io/pid-pressure'],
    ['NetworkUnavailable', 'True', 'node.kubernetes.io/network-unavailable'],
  ])('come and go with %s=%s as %s', (type, status, key) => {
    const own = { key: 'team', value: 'a', effect: 'NoSchedule' }
    const ill: Node = { metadata: {}, spec: { taints: [own] }, status: { conditions: [{ type, status }] } }
    const tainted = withKeepingAway(ill, 0)
    expect(tainted).toEqual([own, { key, effect: 'NoSchedule', timeAdded: '1970-01-01T00:00:00Z' }])
    expect(withKeepingAway({ metadata: {}, spec: { taints: tainted } }, 0)).toEqual([own])
  })
})
