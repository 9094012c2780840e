import { describe, expect, it } from 'vitest'
import { emptyLister, testNode as node, testPod as pod, testSnapshot as snapshot } from './fixture.ts'
import type { CSIDriver, Node, PersistentVolume, PersistentVolumeClaim, Pod, PodSpec } from '../generated/types.ts'
import { decide, type Decision } from './decision.ts'
import { plugins } from './plugins/index.ts'
import type { Snapshot } from './snapshot.ts'

const decided = (spec: Partial<PodSpec>, nodes: Node[], pods: Pod[] = [], more: Partial<Snapshot> = {}): Decision =>
  decide(pod('p', spec), snapshot(nodes, pods, more), plugins, ([first]) => first!)
const tail = (total: number, text: string): string =>
  `no new claims to deallocate, preemption: 0/${total} nodes are available: ${text}.`
const notHelpful = 'Preemption is not helpful for scheduling'
const noVictims = 'No preemption victims found for incoming pod'
const cpu = (amount: string): Partial<PodSpec> => ({
  containers: [{ name: 'c', resources: { requests: { cpu: amount } } }],
})

describe('a refusal', () => {
  it('has its own sentence when there is no node', () => {
    expect(decided({}, []).message).toBe('no nodes available to schedule pods')
  })

  it('counts each reason, sorted as text, and says what preemption would help', () => {
    const tainted = node('n1', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } })
    const busy = pod('busy', { ...cpu('3'), nodeName: 'n2' })
    expect(decided(cpu('2'), [tainted, node('n2'), node('n3', { cpu: '1' })], [busy]).message).toBe(
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. ${tail(3, `1 ${noVictims}, 2 ${notHelpful}`)}`,
    )
  })

  it.each<[string, Partial<PodSpec>, Node]>([
    ['node(s) were unschedulable', {}, node('n1', { spec: { unschedulable: true } })],
    ["node(s) didn't match Pod's node affinity/selector", { nodeSelector: { disk: 'ssd' } }, node('n1')],
    ["node(s) didn't match pod affinity rules", affinity('podAffinity', 'db'), node('n1')],
  ])('says "%s", which no eviction cures', (sentence, spec, one) => {
    const decision = decided(spec, [one])
    expect(decision.message).toBe(`0/1 nodes are available: 1 ${sentence}. ${tail(1, `1 ${notHelpful}`)}`)
  })

  it.each<[string, Partial<PodSpec>, Node, Pod[]]>([
    ['Too many pods', {}, node('n1', { pods: '1' }), [pod('a', { nodeName: 'n1' })]],
    [
      "node(s) didn't have free ports for the requested pod ports",
      { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] },
      node('n1'),
      [pod('a', { nodeName: 'n1', containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] })],
    ],
    [
      "node(s) didn't match pod anti-affinity rules",
      affinity('podAntiAffinity', 'web'),
      node('n1'),
      [pod('a', { nodeName: 'n1' })],
    ],
    [
      "node(s) didn't satisfy existing pods anti-affinity rules",
      {},
      node('n1'),
      [pod('a', { nodeName: 'n1', ...affinity('podAntiAffinity', 'web') })],
    ],
    [
      "node(s) didn't match pod topology spread constraints",
      {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            minDomains: 2,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'web' } },
          },
        ],
      },
      node('n1'),
      [pod('a', { nodeName: 'n1' })],
    ],
  ])('says "%s", for which there is no victim', (sentence, spec, one, others) => {
    const decision = decided(spec, [one], others)
    expect(decision.message).toBe(`0/1 nodes are available: 1 ${sentence}. ${tail(1, `1 ${noVictims}`)}`)
  })

  it('does not speak of eviction when the pod would never evict', () => {
    expect(decided({ ...cpu('9'), preemptionPolicy: 'Never' }, [node('n1')]).message).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    )
  })

  it('tells nodes that matchFields left out', () => {
    const wanted = { key: 'metadata.name', operator: 'In', values: ['n1'] }
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [wanted] }] },
    }
    expect(decided({ ...cpu('9'), affinity: { nodeAffinity } }, [node('n1'), node('n2')]).message).toBe(
      `0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${tail(2, `2 ${notHelpful}`)}`,
    )
  })

  it('is an error of the pod itself when its preferences cannot be read', () => {
    const preference = { matchExpressions: [{ key: 'cpu-speed', operator: 'Gt', values: ['fast'] }] }
    const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference }] }
    const decision = decided({ affinity: { nodeAffinity } }, [node('n1'), node('n2')])
    expect(decision.reason).toBe('SchedulerError')
    expect(decision.message).toBe(
      'running PreScore plugin "NodeAffinity": [0].matchExpressions[0].values[0]: Invalid value: "fast": for \'Gt\', \'Lt\' operators, the value must be an integer',
    )
  })
})

describe('volumes', () => {
  const uses = (claimName: string): Partial<PodSpec> => ({
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }],
  })
  const claim = (more: Partial<PersistentVolumeClaim> = {}): PersistentVolumeClaim => ({
    metadata: { namespace: 'default', name: 'data' },
    spec: { storageClassName: 'manual', resources: { requests: { storage: '1Gi' } } },
    ...more,
  })
  const withClaim = (one: PersistentVolumeClaim, volume?: PersistentVolume): Partial<Snapshot> => ({
    claims: { ...emptyLister<PersistentVolumeClaim>(), get: (_namespace, name) => (name === 'data' ? one : undefined) },
    volumes: { ...emptyLister<PersistentVolume>(), get: () => volume, list: () => (volume ? [volume] : []) },
    classes: {
      ...emptyLister(),
      get: (_namespace, name) => ({
        metadata: { name },
        provisioner: name === 'fast' ? 'example.com/fast' : 'kubernetes.io/no-provisioner',
        volumeBindingMode: name === 'manual' ? 'Immediate' : 'WaitForFirstConsumer',
      }),
    },
  })

  it.each<[string, Partial<PersistentVolumeClaim>, string]>([
    ['missing', {}, 'persistentvolumeclaim "missing" not found'],
    ['data', {}, 'pod has unbound immediate PersistentVolumeClaims'],
    [
      'data',
      { metadata: { namespace: 'default', name: 'data', deletionTimestamp: '2027-01-01T00:00:00Z' } },
      'persistentvolumeclaim "data" is being deleted',
    ],
    [
      'data',
      { spec: { volumeName: 'pv' }, status: { phase: 'Lost' } },
      'persistentvolumeclaim "data" bound to non-existent persistentvolume "pv"',
    ],
  ])('refuse before any node is looked at: %s %#', (name, more, sentence) => {
    const decision = decided(uses(name), [node('n1'), node('n2')], [], withClaim(claim(more)))
    expect(decision.message).toBe(`0/2 nodes are available: ${sentence}. not found`)
    expect(decision.rejectedBy).toEqual([name === 'missing' ? 'VolumeRestrictions' : 'VolumeBinding'])
  })

  const bound = (accessModes: string[]): PersistentVolumeClaim => ({
    metadata: { namespace: 'default', name: 'data', annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
    spec: { volumeName: 'pv', accessModes },
  })

  it('that are bound hold the pod to the nodes that reach them', () => {
    const required = {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['n2'] }] }],
    }
    const volume = { metadata: { name: 'pv' }, spec: { nodeAffinity: { required } } }
    const more = withClaim(bound(['ReadWriteOnce']), volume)
    expect(decided(uses('data'), [node('n1'), node('n2')], [], more).node).toBe('n2')
    expect(decided(uses('data'), [node('n1')], [], more).message).toBe(
      `0/1 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity. ${tail(1, `1 ${notHelpful}`)}`,
    )
  })

  it('for one pod alone are refused to the next, on every node', () => {
    const more = withClaim(bound(['ReadWriteOncePod']), { metadata: { name: 'pv' } })
    const first = pod('first', { ...uses('data'), nodeName: 'n1' })
    expect(decided(uses('data'), [node('n1'), node('n2')], [], more).node).toBe('n1')
    expect(decided(uses('data'), [node('n1'), node('n2')], [first], more).message).toBe(
      `0/2 nodes are available: 2 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod. ${tail(2, `2 ${noVictims}`)}`,
    )
  })

  it('labelled with zones hold the pod to them', () => {
    const zone = 'topology.kubernetes.io/zone'
    const volume = { metadata: { name: 'pv', labels: { 'failure-domain.beta.kubernetes.io/zone': 'a__b' } } }
    const more = withClaim(bound(['ReadWriteOnce']), volume)
    const inZone = (name: string, value: string): Node => node(name, { labels: { [zone]: value } })
    expect(decided(uses('data'), [inZone('n1', 'c'), inZone('n2', 'b')], [], more).node).toBe('n2')
    expect(decided(uses('data'), [inZone('n1', 'c')], [], more).message).toBe(
      `0/1 nodes are available: 1 node(s) had no available volume zone. ${tail(1, `1 ${notHelpful}`)}`,
    )
  })

  it('are made only where their driver has room for them, when it tells', () => {
    const limited = withClaim(
      claim({ spec: { storageClassName: 'fast', resources: { requests: { storage: '2Gi' } } } }),
    )
    const driver: CSIDriver = { metadata: { name: 'example.com/fast' }, spec: { storageCapacity: true } }
    const room = (capacity: string): Partial<Snapshot> => ({
      ...limited,
      csiDrivers: { ...emptyLister<CSIDriver>(), get: () => driver },
      capacities: {
        ...emptyLister(),
        list: () => [{ metadata: { name: 'c' }, storageClassName: 'fast', nodeTopology: {}, capacity }],
      },
    })
    expect(decided(uses('data'), [node('n1')], [], room('2Gi')).node).toBe('n1')
    expect(decided(uses('data'), [node('n1')], [], room('1Gi')).message).toBe(
      `0/1 nodes are available: 1 node(s) did not have enough free storage. ${tail(1, `1 ${notHelpful}`)}`,
    )
  })

  it('that wait for the pod are made where there is a provisioner, and searched for where there is none', () => {
    const of = (storageClassName: string): PersistentVolumeClaim => claim({ spec: { storageClassName } })
    expect(decided(uses('data'), [node('n1')], [], withClaim(of('fast'))).node).toBe('n1')
    expect(decided(uses('data'), [node('n1')], [], withClaim(of('local'))).message).toBe(
      `0/1 nodes are available: 1 node(s) didn't find available persistent volumes to bind. ${tail(1, `1 ${notHelpful}`)}`,
    )
  })
})

describe('many nodes', () => {
  const nodes = Array.from({ length: 250 }, (_, at) => node(`n${String(at).padStart(3, '0')}`))

  it('are looked at until enough will do, from where the last look ended', () => {
    const decision = decide(pod('p'), snapshot(nodes, []), plugins, ([first]) => first!, 200)
    expect(decision.feasible.length).toBe(120)
    expect([decision.feasible[0], decision.feasible.at(-1), decision.looked]).toEqual(['n200', 'n069', 120])
  })

  it('are all looked at while none will do', () => {
    const decision = decide(pod('p', cpu('9')), snapshot(nodes, []), plugins, ([first]) => first!, 7)
    expect(decision.message).toContain('0/250 nodes are available: 250 Insufficient cpu.')
  })
})

describe('scores', () => {
  it('are there node by node and plugin by plugin, weighted, and add up', () => {
    const busy = pod('busy', { ...cpu('2'), nodeName: 'n1' })
    const decision = decided(cpu('1'), [node('n1'), node('n2')], [busy])
    expect(decision.node).toBe('n2')
    expect(decision.scores).toEqual({
      TaintToleration: { n1: 300, n2: 300 },
      NodeResourcesFit: { n1: 60, n2: 86 },
      NodeResourcesBalancedAllocation: { n1: 62, n2: 87 },
      DynamicResources: { n1: 0, n2: 0 },
      ImageLocality: { n1: 0, n2: 0 },
    })
    expect(decision.final).toEqual({ n1: 422, n2: 473 })
  })

  it('draw among equals by the given chance alone', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name) => node(name))
    const drawn = [0, 1, 2].map((at) => decide(pod('p'), snapshot(nodes, []), plugins, (equals) => equals[at]!).node)
    expect(drawn).toEqual(['n1', 'n2', 'n3'])
  })

  it('spread pods that prefer to be apart, each to a node of its own', () => {
    const podAffinityTerm = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' }
    const podAntiAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] }
    const nodes = ['n1', 'n2', 'n3'].map((name) => node(name))
    const placed: Pod[] = []
    for (const name of ['a', 'b', 'c']) {
      const next = pod(name, { affinity: { podAntiAffinity } })
      const chosen = decide(next, snapshot(nodes, placed), plugins, ([first]) => first!).node!
      placed.push({ ...next, spec: { ...next.spec!, nodeName: chosen } })
    }
    expect(placed.map(({ spec }) => spec?.nodeName ?? '').toSorted()).toEqual(['n1', 'n2', 'n3'])
  })

  it('prefer nodes by affinity and avoid disliked taints', () => {
    const preference = { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }
    const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, preference }] }
    const disliked = node('n1', { spec: { taints: [{ key: 'a', effect: 'PreferNoSchedule' }] } })
    const decision = decided({ affinity: { nodeAffinity } }, [disliked, node('n2', { labels: { disk: 'ssd' } })])
    expect(decision.scores.NodeAffinity).toEqual({ n1: 0, n2: 200 })
    expect(decision.scores.TaintToleration).toEqual({ n1: 0, n2: 300 })
  })
})

function affinity(kind: 'podAffinity' | 'podAntiAffinity', app: string): Partial<PodSpec> {
  const term = { labelSelector: { matchLabels: { app } }, topologyKey: 'kubernetes.io/hostname' }
  return { affinity: { [kind]: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } }
}
