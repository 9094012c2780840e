import { describe, expect, it } from 'vitest'
import { whyNotThere } from './placement.ts'
import type { PlacedNode, PlacedPod, PlacementWorld } from './placement/objects.ts'

function node(name: string, rest: Partial<PlacedNode> & { labels?: Record<string, string> } = {}): PlacedNode {
  const { labels, ...fields } = rest
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    status: { allocatable: { cpu: '2', memory: '4Gi', pods: '110' } },
    ...fields,
  }
}

function pod(name: string, spec: Partial<PlacedPod['spec']> = {}, labels: Record<string, string> = {}): PlacedPod {
  return {
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: name, labels },
    spec: { containers: [{ name: 'c' }], ...spec },
  }
}

function world(nodes: PlacedNode[], pods: PlacedPod[] = [], rest: Partial<PlacementWorld> = {}): PlacementWorld {
  return { nodes, pods, claims: [], volumes: [], ...rest }
}

/** `plugin: sentence | explanation` for the only node. */
function against(
  asked: PlacedPod,
  there: PlacedNode,
  pods: PlacedPod[] = [],
  rest: Partial<PlacementWorld> = {},
): string[] {
  const [row] = whyNotThere(asked, world([there], [asked, ...pods], rest))
  return row!.refusals.map(({ plugin, says, because }) => `${plugin}: ${says} | ${because}`)
}

const cpu = (asked: string) => ({ containers: [{ name: 'c', resources: { requests: { cpu: asked } } }] })
const away = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'bd' } } }

describe('what a node itself has against a pod', () => {
  it.each<[string, PlacedPod, PlacedNode, PlacedPod[], string[]]>([
    [
      'a cordon',
      pod('a'),
      node('n1', { spec: { unschedulable: true } }),
      [],
      ['NodeUnschedulable: node(s) were unschedulable | está acordonado (kubectl cordon): no admite pods nuevos'],
    ],
    [
      'a taint',
      pod('a', { tolerations: [{ key: 'gpu', operator: 'Equal', value: 'no', effect: 'NoSchedule' }] }),
      node('n1', { spec: { taints: [{ key: 'gpu', value: 'si', effect: 'NoSchedule' }] } }),
      [],
      ['TaintToleration: node(s) had untolerated taint(s) | tiene el taint gpu=si:NoSchedule y el pod no lo tolera'],
    ],
    [
      'a tolerated taint, one that is only disliked',
      pod('a', { tolerations: [{ key: 'gpu', operator: 'Exists' }] }),
      node('n1', {
        spec: {
          taints: [
            { key: 'gpu', value: 'si', effect: 'NoExecute' },
            { key: 'viejo', effect: 'PreferNoSchedule' },
          ],
        },
      }),
      [],
      [],
    ],
    [
      'a label of nodeSelector',
      pod('a', { nodeSelector: { disco: 'ssd' } }),
      node('n1', { labels: { disco: 'hdd' } }),
      [],
      [
        "NodeAffinity: node(s) didn't match Pod's node affinity/selector | el pod exige la etiqueta disco=ssd (nodeSelector) y este nodo tiene disco=hdd",
      ],
    ],
    [
      'requests of others',
      pod('a', cpu('800m')),
      node('n1'),
      [
        pod('b', { ...cpu('1500m'), nodeName: 'n1' }),
        { ...pod('c', { ...cpu('1'), nodeName: 'n1' }), status: { phase: 'Succeeded' } },
      ],
      ['NodeResourcesFit: Insufficient cpu | pide 800m de cpu, y de 2 quedan 500m sin reservar'],
    ],
    [
      'its number of pods',
      pod('a'),
      node('n1', { status: { allocatable: { cpu: '2', pods: '1' } } }),
      [pod('b', { nodeName: 'n1' })],
      ['NodeResourcesFit: Too many pods | admite 1 pods y ya tiene 1'],
    ],
  ])('%s', (_, asked, there, pods, expected) => {
    expect(against(asked, there, pods)).toEqual(expected)
  })

  it.each([
    ['In', ['a', 'b'], true],
    ['NotIn', ['a'], false],
    ['Exists', [], true],
    ['DoesNotExist', [], false],
    ['Gt', ['3'], false],
    ['Lt', ['3'], false],
  ])('operator %s', (operator, values, fits) => {
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'zona', operator, values }] }],
      },
    }
    expect(against(pod('a', { affinity: { nodeAffinity } }), node('n1', { labels: { zona: 'a' } })).length === 0).toBe(
      fits,
    )
  })
})

describe('what other pods and volumes have against it', () => {
  const bd = pod('bd-0', { nodeName: 'n1' }, { app: 'bd' })
  it('a pod that it must keep away from', () => {
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [away] }
    expect(against(pod('a', { affinity: { podAntiAffinity } }), node('n1'), [bd])).toEqual([
      "InterPodAffinity: node(s) didn't match pod anti-affinity rules | el pod exige estar lejos de bd-0 (podAntiAffinity), que está en este nodo",
    ])
  })

  it('a pod that keeps away from it', () => {
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [away] }
    const other = pod('arisco', { nodeName: 'n1', affinity: { podAntiAffinity } })
    expect(against(pod('a', {}, { app: 'bd' }), node('n1'), [other])).toEqual([
      "InterPodAffinity: node(s) didn't satisfy existing pods anti-affinity rules | el pod arisco exige estar lejos de este (podAntiAffinity)",
    ])
  })

  it('nobody to be next to; the first of its kind needs nobody', () => {
    const podAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [away] }
    expect(against(pod('a', { affinity: { podAffinity } }), node('n1'))).toEqual([
      "InterPodAffinity: node(s) didn't match pod affinity rules | el pod junto al que este exige ir (podAffinity) no está en ningún nodo",
    ])
    expect(against(pod('a', { affinity: { podAffinity } }, { app: 'bd' }), node('n1'))).toEqual([])
    expect(against(pod('a', { affinity: { podAffinity } }), node('n1'), [bd])).toEqual([])
  })

  it('too many of its kind together', () => {
    const spread = {
      maxSkew: 1,
      topologyKey: 'zona',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: away.labelSelector,
    }
    const nodes = [node('n1', { labels: { zona: 'a' } }), node('n2', { labels: { zona: 'b' } }), node('n3')]
    const rows = whyNotThere(pod('a', { topologySpreadConstraints: [spread] }, { app: 'bd' }), world(nodes, [bd]))
    expect(rows.map(({ node: name, refusals }) => `${name} ${refusals.map(({ because }) => because).join()}`)).toEqual([
      'n1 con este habría 2 en a y en otro sitio 0: más de 1 de diferencia',
      'n2 ',
      'n3 le falta la etiqueta zona, por la que el pod se reparte',
    ])
  })

  it('a volume of another node, and a claim that is not there', () => {
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'datos' } }]
    const asked = pod('a', { volumes })
    const claim = { metadata: { name: 'datos', namespace: 'default' }, spec: { volumeName: 'pv1' } }
    const nodeAffinity = {
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['n2'] }] }],
      },
    }
    const volume = { metadata: { name: 'pv1' }, spec: { nodeAffinity } }
    expect(against(asked, node('n1'), [], { claims: [claim], volumes: [volume] })).toEqual([
      "VolumeBinding: node(s) didn't match PersistentVolume's node affinity | el volumen pv1 de su PVC datos es de otro nodo",
    ])
    expect(against(asked, node('n2'), [], { claims: [claim], volumes: [volume] })).toEqual([])
    expect(against(asked, node('n1'))).toEqual([
      'VolumeBinding: persistentvolumeclaim "datos" not found | el pod usa la PVC datos, que no existe',
    ])
  })
})
