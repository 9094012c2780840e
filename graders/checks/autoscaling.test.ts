import { describe, expect, it } from 'vitest'
import { autoscalerGroup } from './autoscaler-group.ts'
import { autoscalerSays } from './autoscaler-says.ts'
import { clusterOf, deployment, look, pod } from './fixture.ts'
import { nodesReady } from './nodes-ready.ts'
import { podsRequest } from './pods-request.ts'
import { podsWaitingForMachine } from './pods-waiting-for-machine.ts'

const autoscaler = (status: string, reason: string, message: string): object => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', namespace: 'default' },
  status: { conditions: [{ type: 'AbleToScale', status, reason, message }] },
})

describe('an autoscaler of pods', () => {
  const says = autoscalerSays({ autoscaler: 'web', condition: 'AbleToScale', is: 'True' })

  it('is taken at its own word', async () => {
    const why = 'deployments.apps "wed" not found'
    expect(await look(says, clusterOf([autoscaler('False', 'FailedGetScale', why)]))).toMatchObject({
      observed: 'False, FailedGetScale',
      because: why,
      holds: false,
    })
    expect(await look(says, clusterOf([autoscaler('True', 'SucceededGetScale', '')]))).toMatchObject({ holds: true })
  })

  it('is waited for until it has looked once', async () => {
    const fresh = { ...autoscaler('', '', ''), status: {} }
    expect(await look(says, clusterOf([fresh]))).toMatchObject({
      observed: 'todavía nada: el autoescalador mira cada 15 s',
      holds: false,
    })
    expect(await look(says, clusterOf([]))).toMatchObject({ observed: '(no existe)', settled: true })
  })
})

describe('requests', () => {
  it('must be in every container', async () => {
    const observe = podsRequest({ deployment: 'web', resource: 'cpu' })
    const bare = clusterOf([deployment('web', 1), pod('web-1', { app: 'web' }, { node: 'nodo1' })])
    expect(await look(observe, bare)).toMatchObject({
      observed: 'ninguna en el contenedor c',
      because: 'El tanto por ciento es de lo que pide cada pod (requests.cpu): sin requests no hay de qué calcularlo.',
      holds: false,
    })
    const asking = { ...pod('web-1', { app: 'web' }, { node: 'nodo1' }) } as { spec: object }
    asking.spec = { containers: [{ name: 'c', resources: { requests: { cpu: '100m' } } }] }
    expect(await look(observe, clusterOf([deployment('web', 1), asking]))).toMatchObject({ holds: true })
  })
})

const node = (name: string, ready = true): object => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { grupo: 'trabajo' } },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }] },
})

describe('nodes of a group', () => {
  it('count when they are Ready', async () => {
    const observe = nodesReady({ label: 'grupo', value: 'trabajo', nodes: 2 })
    expect(await look(observe, clusterOf([node('a'), node('b', false)]))).toMatchObject({
      observed: 'un nodo Ready',
      expected: '2 nodos Ready',
      holds: false,
    })
    expect(await look(observe, clusterOf([node('a'), node('b')]))).toMatchObject({ holds: true })
  })

  it('are led by an autoscaler that says so', async () => {
    const observe = autoscalerGroup({ group: 'trabajo', min: 5, max: 15 })
    const status = (max: number): object => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cluster-autoscaler-status', namespace: 'kube-system' },
      data: { status: `nodeGroups:\n- name: trabajo\n  health:\n    minSize: 5\n    maxSize: ${max}\n` },
    })
    expect(await look(observe, clusterOf([status(8)]))).toMatchObject({
      observed: 'grupo trabajo, minSize: 5, maxSize: 8',
      holds: false,
    })
    expect(await look(observe, clusterOf([status(15)]))).toMatchObject({ holds: true })
    expect(await look(observe, clusterOf([]))).toMatchObject({ holds: false, settled: false })
  })
})

describe('pods that wait for a machine', () => {
  const says = 'max node group size reached'
  const observe = podsWaitingForMachine({ deployment: 'web', placed: 1, waiting: 1, says })
  const world = (message: string): object[] => [
    deployment('web', 2),
    pod('web-1', { app: 'web' }, { node: 'nodo1' }),
    pod('web-2', { app: 'web' }, { ready: false }),
    {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'default' },
      reason: 'NotTriggerScaleUp',
      involvedObject: { kind: 'Pod', name: 'web-2' },
      message,
    },
  ]

  it('wait for the reason that is meant', async () => {
    const full = "pod didn't trigger scale-up: 1 max node group size reached"
    expect(await look(observe, clusterOf(world(full)))).toMatchObject({ holds: true })
    const large = "pod didn't trigger scale-up: 1 Insufficient cpu"
    expect(await look(observe, clusterOf(world(large)))).toMatchObject({
      observed: '1 con nodo y 1 esperando',
      because: large,
      holds: false,
    })
  })
})
