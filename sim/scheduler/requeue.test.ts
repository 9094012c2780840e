import { describe, expect, it } from 'vitest'
import type { KubeObject, ResourceRef } from '../api/object.ts'
import { csiNodes, nodes, persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../api/refs.ts'
import type { FakeClient } from '../client/fake-client.ts'
import type { PersistentVolumeClaim, Pod, PodSpec } from '../generated/types.ts'
import { testNode, testPod } from './fixture.ts'
import { startScheduler } from './fixture-scheduler.ts'

type Change = (client: FakeClient) => void

const put =
  <T extends KubeObject>(ref: ResourceRef<T>, object: T): Change =>
  (client) =>
    void client.put(ref, object)
const cpu = (amount: string): Partial<PodSpec> => ({
  containers: [{ name: 'c', resources: { requests: { cpu: amount } } }],
})
const port: Partial<PodSpec> = { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] }
const taints = [{ key: 'a', effect: 'NoSchedule' }]
const near = (kind: 'podAffinity' | 'podAntiAffinity', app: string): Partial<PodSpec> => ({
  affinity: {
    [kind]: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' },
      ],
    },
  },
})
const claims = (claimName: string): Partial<PodSpec> => ({
  volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }],
})
const claim = (name: string): PersistentVolumeClaim => ({
  metadata: { namespace: 'default', name },
  spec: { storageClassName: 'fast' },
})
const spread: Partial<PodSpec> = {
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      minDomains: 2,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    },
  ],
}
const on = (node: string, name: string, spec: Partial<PodSpec> = {}, app = 'web'): Pod => {
  const pod = testPod(name, { nodeName: node, ...spec })
  return { ...pod, metadata: { ...pod.metadata, labels: { app } } }
}
const gone =
  (name: string): Change =>
  (client) =>
    client.remove(pods, 'default', name)

interface Case {
  by: string
  spec: Partial<PodSpec>
  there: Change[]
  idle: Change[]
  helps: Change
}

const plain = put(nodes, testNode('n1'))

const cases: Case[] = [
  {
    by: 'NodeResourcesFit',
    spec: cpu('3'),
    there: [plain, put(pods, on('n1', 'busy', cpu('2')))],
    idle: [
      put(nodes, testNode('n1', { labels: { disk: 'ssd' } })),
      put(nodes, testNode('n2', { cpu: '2' })),
      put(pods, on('n1', 'more', cpu('1'))),
    ],
    helps: gone('busy'),
  },
  {
    by: 'NodeResourcesFit, by a larger node',
    spec: cpu('5'),
    there: [plain],
    idle: [put(nodes, testNode('n1', { cpu: '4500m' })), put(nodes, testNode('n2', { cpu: '2' }))],
    helps: put(nodes, testNode('n1', { cpu: '6' })),
  },
  {
    by: 'TaintToleration',
    spec: {},
    there: [put(nodes, testNode('n1', { spec: { taints } }))],
    idle: [
      put(nodes, testNode('n1', { spec: { taints }, cpu: '9' })),
      put(nodes, testNode('n2', { spec: { taints } })),
      put(storageClasses, { metadata: { name: 'x' }, provisioner: 'example.com/x' }),
    ],
    helps: put(nodes, testNode('n1')),
  },
  {
    by: 'NodeUnschedulable',
    spec: {},
    there: [put(nodes, testNode('n1', { spec: { unschedulable: true } }))],
    idle: [put(nodes, testNode('n1', { spec: { unschedulable: true }, labels: { a: 'b' } }))],
    helps: plain,
  },
  {
    by: 'NodeAffinity',
    spec: { nodeSelector: { disk: 'ssd' } },
    there: [plain],
    idle: [put(nodes, testNode('n1', { labels: { disk: 'hdd' } })), put(nodes, testNode('n2', { cpu: '9' }))],
    helps: put(nodes, testNode('n1', { labels: { disk: 'ssd' } })),
  },
  {
    by: 'NodePorts',
    spec: port,
    there: [plain, put(pods, on('n1', 'taken', port)), put(pods, on('n1', 'other'))],
    idle: [gone('other'), put(nodes, testNode('n1', { cpu: '9' }))],
    helps: gone('taken'),
  },
  {
    by: 'InterPodAffinity',
    spec: near('podAffinity', 'db'),
    there: [plain],
    idle: [put(pods, on('n1', 'web')), put(nodes, testNode('n1', { cpu: '9' }))],
    helps: put(pods, on('n1', 'db', {}, 'db')),
  },
  {
    by: 'InterPodAffinity, by one who leaves',
    spec: near('podAntiAffinity', 'db'),
    there: [plain, put(pods, on('n1', 'db', {}, 'db')), put(pods, on('n1', 'other'))],
    idle: [gone('other')],
    helps: gone('db'),
  },
  {
    by: 'PodTopologySpread',
    spec: spread,
    there: [plain, put(pods, on('n1', 'first')), put(pods, on('n1', 'other', {}, 'db'))],
    idle: [gone('other'), put(nodes, testNode('n1', { cpu: '9' }))],
    helps: put(nodes, testNode('n2')),
  },
  {
    by: 'PodTopologySpread, by a node that goes',
    spec: {
      ...cpu('2'),
      topologySpreadConstraints: spread.topologySpreadConstraints!.map(({ minDomains: _some, ...one }) => one),
    },
    there: [plain, put(nodes, testNode('n2', { cpu: '1' })), put(pods, on('n1', 'first'))],
    idle: [put(nodes, testNode('n2', { cpu: '1500m' }))],
    helps: (client) => client.remove(nodes, '', 'n2'),
  },
  {
    by: 'VolumeBinding',
    spec: claims('data'),
    there: [plain, put(persistentVolumeClaims, claim('data'))],
    idle: [put(persistentVolumeClaims, claim('other')), put(nodes, testNode('n1', { cpu: '9' }))],
    helps: (client) => {
      const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' }
      client.put(persistentVolumes, { metadata: { name: 'pv' } })
      client.put(persistentVolumeClaims, {
        metadata: { namespace: 'default', name: 'data', annotations },
        spec: { volumeName: 'pv' },
      })
    },
  },
  {
    by: 'VolumeRestrictions',
    spec: claims('data'),
    there: [plain],
    idle: [put(persistentVolumeClaims, claim('other')), put(persistentVolumes, { metadata: { name: 'pv' } })],
    helps: (client) => {
      const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' }
      client.put(persistentVolumeClaims, {
        metadata: { namespace: 'default', name: 'data', annotations },
        spec: { volumeName: 'pv' },
      })
    },
  },
]

describe('a pod that was refused', () => {
  it.each(cases)('by $by is tried again when that changes, and only then', async ({ spec, there, idle, helps }) => {
    const { client, clock, scheduler, nodeOf } = await startScheduler()
    for (const change of there) change(client)
    const { uid } = client.put(pods, testPod('p', spec)).metadata
    await clock.advance(10_000)
    const refusal = scheduler.decisionOf(uid!)
    expect(refusal?.reason).toBe('Unschedulable')
    for (const [index, change] of idle.entries()) {
      change(client)
      await clock.advance(10_000)
      expect(scheduler.decisionOf(uid!), `after ${index}`).toBe(refusal)
    }
    helps(client)
    await clock.advance(0)
    expect(await nodeOf('p')).toBeDefined()
  })

  it('by one who does not want it near waits for the next look at all that were set aside', async () => {
    const { client, clock, nodeOf } = await startScheduler()
    client.put(nodes, testNode('n1'))
    client.put(pods, on('n1', 'shy', near('podAntiAffinity', 'web')))
    client.put(pods, testPod('p'))
    await clock.advance(0)
    client.remove(pods, 'default', 'shy')
    await clock.advance(299_000)
    expect(await nodeOf('p')).toBeUndefined()
    await clock.advance(1000)
    expect(await nodeOf('p')).toBe('n1')
  })
})

describe('a node that can attach no more volumes', () => {
  it('takes the pod once it can', async () => {
    const drivers = (count: number) => ({
      metadata: { name: 'n1' },
      spec: { drivers: [{ name: 'example.com', nodeID: 'n1', allocatable: { count } }] },
    })
    const { client, clock, nodeOf, scheduler } = await startScheduler([csiNodes as ResourceRef])
    client.put(nodes, testNode('n1'))
    client.put(csiNodes, drivers(1))
    for (const name of ['a', 'b']) {
      client.put(persistentVolumes, {
        metadata: { name },
        spec: { csi: { driver: 'example.com', volumeHandle: name } },
      })
      const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' }
      const metadata = { namespace: 'default', name, annotations }
      client.put(persistentVolumeClaims, { metadata, spec: { volumeName: name } })
    }
    client.put(pods, on('n1', 'first', claims('a')))
    const { uid } = client.put(pods, testPod('p', claims('b'))).metadata
    await clock.advance(0)
    expect(scheduler.decisionOf(uid!)?.message).toContain('1 node(s) exceed max volume count.')
    client.put(csiNodes, drivers(2))
    await clock.advance(0)
    expect(await nodeOf('p')).toBe('n1')
  })
})
