import { describe, expect, it } from 'vitest'
import { clusterOf, look, pod } from './fixture.ts'
import { ingressAnswers } from './ingress-answers.ts'
import { serviceEndpoints } from './service-endpoints.ts'

const service = (name: string, port: number, namespace = 'default'): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { selector: { app: name }, ports: [{ port }] },
})
const slice = (name: string, endpoints: Record<string, boolean> | null): object => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: `${name}-x`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
  endpoints:
    endpoints &&
    Object.entries(endpoints).map(([target, ready]) => ({
      addresses: ['10.0.0.1'],
      conditions: { ready },
      targetRef: { name: target },
    })),
})
const ingress = (host: string | undefined, port: number): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'ing', namespace: 'default' },
  spec: {
    ingressClassName: 'traefik',
    rules: [
      {
        ...(host ? { host } : {}),
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: port } } } }],
        },
      },
    ],
  },
})
const controller = [
  service('traefik', 80, 'kube-system'),
  { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'traefik' } },
]
const web = [service('web', 80), slice('web', { 'web-1': true }), pod('web-1', { app: 'web' }, { node: 'n' })]

describe('a Service', () => {
  const observe = serviceEndpoints({ service: 'web', ready: 1, without: { papel: 'backup' } })
  const busy = pod('web-2', { app: 'web', papel: 'backup' }, { node: 'n', ready: false })

  it('balances to the ready, and leaves out the one that is not', async () => {
    const cluster = clusterOf([service('web', 80), slice('web', { 'web-1': true, 'web-2': false }), busy])
    expect(await look(observe, cluster)).toMatchObject({ holds: true, observed: 'web-1' })
  })

  it('is told off for the one that it should leave out', async () => {
    const cluster = clusterOf([service('web', 80), slice('web', { 'web-2': true }), busy])
    expect(await look(observe, cluster)).toMatchObject({
      holds: false,
      because: 'El Service web sigue mandando peticiones a web-2: para Kubernetes, ese pod está listo.',
    })
  })

  it('may have a slice without endpoints, which is null', async () => {
    expect(await look(observe, clusterOf([service('web', 80), slice('web', null)]))).toMatchObject({
      holds: false,
      observed: 'ningún pod listo',
    })
  })
})

describe('an Ingress', () => {
  const asked = { host: 'app1.mi-cluster.com', path: '/', status: 200 }
  const answering = (status: number) => () => Promise.resolve({ status, body: 'x' })

  it('answers when the controller says what is expected', async () => {
    expect((await look(ingressAnswers(asked), clusterOf(controller, answering(200)))).holds).toBe(true)
  })

  it.each([
    [
      'the name',
      ingress('otro.com', 80),
      'Ningún Ingress tiene una regla para app1.mi-cluster.com. Las que hay son para: otro.com.',
    ],
    [
      'the port',
      ingress('app1.mi-cluster.com', 8080),
      'El Ingress ing apunta al puerto 8080 de web, que escucha en 80.',
    ],
  ])('says that it is %s', async (_, object, because) => {
    const cluster = clusterOf([...controller, ...web, object], answering(404))
    expect(await look(ingressAnswers(asked), cluster)).toMatchObject({ holds: false, settled: true, because })
  })

  it('must not answer to any name', async () => {
    const cluster = clusterOf([...controller, ...web, ingress(undefined, 80)], answering(200))
    expect(await look(ingressAnswers({ host: 'otra.com', path: '/', status: 404 }), cluster)).toMatchObject({
      holds: false,
      because: 'El Ingress ing atiende también a otra.com: una regla sin host vale para cualquier nombre.',
    })
  })

  it('needs a controller', async () => {
    expect(await look(ingressAnswers(asked), clusterOf([]))).toMatchObject({
      holds: false,
      because: 'En este cluster no hay un Ingress Controller que escuche.',
    })
  })
})
