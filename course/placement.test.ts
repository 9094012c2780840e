import { expect, it } from 'vitest'
import type { PlacedPod, PlacementWorld } from '../diagnose/placement/objects.ts'
import { placementIn } from './placement.ts'

function pod(spec: Partial<PlacedPod['spec']> = {}, status?: PlacedPod['status']): PlacedPod {
  return {
    metadata: { name: 'web', namespace: 'default', uid: 'u' },
    spec: { containers: [{ name: 'c' }], ...spec },
    ...(status ? { status } : {}),
  }
}

const allocatable = { cpu: '2', memory: '4Gi', pods: '110' }
const world: PlacementWorld = {
  nodes: [
    { metadata: { name: 'gpu' }, spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] }, status: { allocatable } },
    { metadata: { name: 'n1' }, status: { allocatable } },
    { metadata: { name: 'n2' }, status: { allocatable } },
  ],
  pods: [],
  claims: [],
  volumes: [],
}
const refusedBy = { plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'] }
const plugins = [{ name: 'TaintToleration', weight: 3 }, { name: 'NodeName' }, { name: 'NodeResourcesFit', weight: 1 }]
const gpu = { name: 'gpu', feasible: false, chosen: false, refusedBy }

it('tells the scheduler decision with the names of the objects, its points and its winner', () => {
  const one = {
    name: 'n1',
    feasible: true,
    chosen: false,
    points: { TaintToleration: 300, NodeResourcesFit: 80 },
    total: 380,
  }
  const two = {
    name: 'n2',
    feasible: true,
    chosen: true,
    points: { TaintToleration: 300, NodeResourcesFit: 95 },
    total: 395,
  }
  const told = placementIn(world, pod({ nodeName: 'n2' }), { plugins, nodes: [gpu, one, two] })
  expect(told).toMatchObject({
    node: 'n2',
    from: 'scheduler',
    because: 'El pod web está en n2 porque sacó 395 puntos; el siguiente, 380.',
    nodes: [
      {
        name: 'gpu',
        refusals: [
          {
            plugin: 'TaintToleration',
            says: 'node(s) had untolerated taint(s)',
            because: 'tiene el taint gpu:NoSchedule y el pod no lo tolera',
          },
        ],
      },
      { name: 'n1', total: 380 },
      { name: 'n2', total: 395, chosen: true },
    ],
  })
  expect(told.rules.map(({ plugin, weight }) => `${plugin} ${weight}`)).toEqual([
    'TaintToleration 3',
    'NodeResourcesFit 1',
  ])
  const tie = placementIn(world, pod({ nodeName: 'n2' }), { plugins, nodes: [gpu, { ...one, total: 395 }, two] })
  expect(tie.because).toBe('El pod web está en n2 por sorteo: empató a 395 puntos con n1.')
})

it('tells why there is no node, in both languages', () => {
  const message =
    "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."
  const asked = pod(
    { nodeSelector: { gpu: 'true' } },
    { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] },
  )
  const told = placementIn(world, asked)
  expect(told).toMatchObject({ node: undefined, from: 'objects', says: message })
  expect(told.because).toBe(
    'El pod web no tiene nodo: en 1 de 3 nodos hay un taint que el pod no tolera; en 2 de 3 nodos no se cumple lo que el pod exige del nodo (nodeSelector o nodeAffinity).',
  )
  expect(told.nodes.map(({ name, feasible, refusals }) => [name, feasible, refusals.length])).toEqual([
    ['gpu', false, 2],
    ['n1', false, 1],
    ['n2', false, 1],
  ])
})

it('does not say that the scheduler chose what it was not asked', () => {
  expect(placementIn(world, pod({ nodeName: 'gpu' })).because).toBe(
    'El pod web está en gpu, donde hoy el scheduler no lo pondría: tiene el taint gpu:NoSchedule y el pod no lo tolera. O lo puso ahí nodeName, que no le pregunta, o el nodo cambió después.',
  )
})
