import { describe, expect, it } from 'vitest'
import { containerRestarts } from './container-restarts.ts'
import { clusterOf, deployment, look, pod } from './fixture.ts'
import { nodePreference } from './node-preference.ts'
import { nodeRepels } from './node-repels.ts'
import { podOnEveryNode } from './pod-on-every-node.ts'
import { podPendingReason } from './pod-pending-reason.ts'
import { podsOnNodes } from './pods-on-nodes.ts'
import { podsReady } from './pods-ready.ts'
import { podsSpread } from './pods-spread.ts'
import { probePatience } from './probe-patience.ts'

const app = { app: 'web' }

describe('a Deployment’s pods', () => {
  it('are spread when each has a node of its own', async () => {
    const observe = podsSpread({ deployment: 'web', placed: 2, nodes: 2 })
    const two = (...nodes: string[]): object[] => nodes.map((node, index) => pod(`web-${index}`, app, { node }))
    expect(await look(observe, clusterOf([deployment('web', 2), ...two('nodo1', 'nodo2')]))).toMatchObject({
      holds: true,
      observed: 'nodo1: 1, nodo2: 1',
    })
    expect(await look(observe, clusterOf([deployment('web', 2), ...two('nodo1', 'nodo1')]))).toMatchObject({
      holds: false,
      settled: true,
      expected: '2 pods en 2 nodos',
      observed: 'nodo1: 2',
    })
  })

  it('are on some nodes and nowhere else', async () => {
    const observe = podsOnNodes({ deployment: 'web', pods: 2, nodes: ['nodo2', 'nodo3'] })
    const on = (...nodes: (string | undefined)[]): object[] =>
      nodes.map((node, index) => pod(`web-${index}`, app, node === undefined ? {} : { node }))
    const seen = (...pods: object[]) => look(observe, clusterOf([deployment('web', 2), ...pods]))
    expect(await seen(...on('nodo2', 'nodo2'))).toMatchObject({ holds: true, expected: '2 pods en nodo2 o nodo3' })
    expect(await seen(...on('nodo2', 'nodo1'))).toMatchObject({
      holds: false,
      settled: true,
      observed: 'nodo1, nodo2',
      because: 'El pod web-1 está en nodo1: nada de lo que exige se lo impedía. Un pod que ya tiene nodo no se mueve.',
    })
    const waiting = await seen(...on('nodo2', undefined))
    expect(waiting).toMatchObject({ holds: false, observed: '(sin nodo), nodo2' })
    expect(waiting.because).toBe('El pod web-1 espera a que el scheduler le busque un nodo.')
    expect(waiting.settled).toBeUndefined()
  })

  it('prefer something only with an expression', async () => {
    const preferring = (preference: object): object => ({
      ...deployment('web', 1),
      spec: {
        template: {
          spec: {
            affinity: {
              nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference }] },
            },
          },
        },
      },
    })
    const observe = nodePreference({ deployment: 'web' })
    const fast = { matchExpressions: [{ key: 'cpu-speed', operator: 'Gt', values: ['2500'] }] }
    expect(await look(observe, clusterOf([preferring(fast)]))).toMatchObject({
      holds: true,
      observed: 'cpu-speed Gt 2500',
    })
    expect(await look(observe, clusterOf([preferring({})]))).toMatchObject({ holds: false, observed: '(vacío)' })
    expect(await look(observe, clusterOf([deployment('web', 1)]))).toMatchObject({ holds: false, settled: true })
    expect((await look(observe, clusterOf([]))).observed).toBe('(no existe)')
  })

  it('are those of a StatefulSet or a DaemonSet too', async () => {
    const set = (kind: string, status: object): object => ({
      ...deployment('web', 2),
      kind,
      status: { observedGeneration: 1, ...status },
    })
    const pods = [pod('web-0', app, { node: 'nodo1' }), pod('web-1', app, { node: 'nodo2' })]
    const stateful = podsReady({ statefulSet: 'web', pods: 2 })
    const updated = (updatedReplicas: number) => set('StatefulSet', { replicas: 2, updatedReplicas })
    expect((await look(stateful, clusterOf([updated(2), ...pods]))).holds).toBe(true)
    expect((await look(stateful, clusterOf([updated(1), ...pods]))).holds).toBe(false)
    const daemon = podsReady({ daemonSet: 'web', pods: 2 })
    const on = (desiredNumberScheduled: number) =>
      set('DaemonSet', { desiredNumberScheduled, updatedNumberScheduled: desiredNumberScheduled })
    expect((await look(daemon, clusterOf([on(2), ...pods]))).holds).toBe(true)
    expect((await look(daemon, clusterOf([on(3), ...pods]))).holds).toBe(false)
  })

  it('are on every node, or on all but those that repel them', async () => {
    const observe = podOnEveryNode({ daemonSet: 'web' })
    const node = (name: string, taints: object[] = []): object => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      spec: { taints },
    })
    const set = (count: number): object => ({
      ...deployment('web', 1),
      kind: 'DaemonSet',
      status: { observedGeneration: 1, desiredNumberScheduled: count, updatedNumberScheduled: count },
    })
    const master = node('maestro1', [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }])
    const one = pod('web-a', app, { node: 'nodo1' })
    const seen = (...objects: object[]) => look(observe, clusterOf([node('nodo1'), master, ...objects]))
    expect(await seen(set(1), one)).toMatchObject({
      holds: false,
      expected: 'en maestro1, nodo1',
      observed: 'en nodo1',
      because: 'En maestro1 no hay ninguno: el nodo tiene el taint node-role.kubernetes.io/control-plane:NoSchedule.',
    })
    const unready = await seen(set(2), one, pod('web-b', app, { node: 'maestro1', ready: false }))
    expect(unready).toMatchObject({ holds: false, because: 'Todos tienen nodo, y alguno todavía no está listo.' })
    expect((await seen(set(2), one, pod('web-b', app, { node: 'maestro1' }))).holds).toBe(true)
    expect((await seen()).observed).toBe('(no existe)')
  })

  it('are not judged in the middle of a rollout', async () => {
    const observe = podsReady({ deployment: 'web', pods: 1 })
    const rolling = { ...deployment('web', 1), status: { observedGeneration: 0, replicas: 1, updatedReplicas: 1 } }
    expect(await look(observe, clusterOf([rolling, pod('web-1', app, { node: 'nodo1' })]))).toMatchObject({
      holds: false,
    })
    expect(await look(observe, clusterOf([deployment('web', 1), pod('web-1', app, { node: 'nodo1' })]))).toMatchObject({
      holds: true,
    })
  })

  it('wait for the reason that is meant', async () => {
    const observe = podPendingReason({
      deployment: 'web',
      pods: 1,
      says: "node(s) didn't match pod anti-affinity rules",
    })
    const waiting = (reason: string): object => ({
      ...pod('web-2', app),
      status: {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', message: `0/1 nodes are available: 1 ${reason}. no` }],
      },
    })
    const cluster = (reason: string) =>
      clusterOf([deployment('web', 2), pod('web-1', app, { node: 'nodo1' }), waiting(reason)])
    expect(await look(observe, cluster("node(s) didn't match pod anti-affinity rules"))).toMatchObject({
      holds: true,
      because:
        'El pod web-2 no tiene nodo: en 1 de 1 nodos ya hay un pod del que este exige apartarse (podAntiAffinity).',
    })
    expect((await look(observe, cluster('Insufficient cpu'))).holds).toBe(false)
  })

  it('have restarted, by the probe that is meant', async () => {
    const event = (message: string): object => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: message, namespace: 'default' },
      reason: 'Killing',
      message,
      involvedObject: { kind: 'Pod', namespace: 'default', name: 'web-1' },
    })
    const observe = containerRestarts({ deployment: 'web', atLeast: 1, by: 'liveness' })
    const cluster = (probe: string) =>
      clusterOf([
        deployment('web', 1),
        pod('web-1', app, { node: 'n', restarts: 1 }),
        event(`Container c failed ${probe} probe, will be restarted`),
      ])
    expect((await look(observe, cluster('liveness'))).holds).toBe(true)
    expect((await look(observe, cluster('startup'))).holds).toBe(false)
    expect(await look(containerRestarts({ deployment: 'web', atMost: 0 }), cluster('liveness'))).toMatchObject({
      holds: false,
      settled: true,
      observed: '1',
    })
  })

  it('are patient for delay + period × failures', async () => {
    const observe = probePatience({ deployment: 'web', probe: 'startupProbe', fromSeconds: 900, toSeconds: 1200 })
    const probed = (failureThreshold: number): object => ({
      ...deployment('web', 1),
      spec: {
        template: {
          spec: {
            containers: [{ name: 'c', startupProbe: { initialDelaySeconds: 5, periodSeconds: 10, failureThreshold } }],
          },
        },
      },
    })
    expect((await look(observe, clusterOf([probed(90)]))).holds).toBe(true)
    expect(await look(observe, clusterOf([probed(3)]))).toMatchObject({ holds: false, observed: '35 s' })
    expect(await look(observe, clusterOf([deployment('web', 1)]))).toMatchObject({ holds: false, observed: '(vacío)' })
  })
})

describe('a node', () => {
  const observe = nodeRepels({ node: 'nodo2', key: 'mantenimiento' })
  const node = (taints?: object[]): object => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'nodo2' },
    spec: taints ? { taints } : {},
  })
  const tainted = (effect: string) => look(observe, clusterOf([node([{ key: 'mantenimiento', value: 'si', effect }])]))

  it('repels with a taint that leaves no pod in', async () => {
    expect(await tainted('NoSchedule')).toMatchObject({ holds: true, observed: 'mantenimiento=si:NoSchedule' })
    expect((await tainted('NoExecute')).holds).toBe(true)
    expect(await tainted('PreferNoSchedule')).toMatchObject({
      holds: false,
      because: 'Con PreferNoSchedule el nodo solo se evita mientras haya otro: si hace falta, el pod va.',
    })
    expect(await look(observe, clusterOf([node()]))).toMatchObject({
      holds: false,
      observed: '(vacío)',
      because: 'nodo2 no tiene ese taint: no repele a nadie.',
    })
    expect((await look(observe, clusterOf([]))).observed).toBe('(no existe)')
  })
})
