import { describe, expect, it } from 'vitest'
import type { EndpointSlice, Pod, Service } from './objects.ts'
import { whyServiceSilent } from './silent-service.ts'

const service = (targetPort: number | string, selector?: Record<string, string>): Service => ({
  metadata: { name: 'web' },
  spec: { ...(selector ? { selector } : {}), ports: [{ port: 80, targetPort }] },
})
const pod = (app: string): Pod => ({
  metadata: { name: 'a', labels: { app } },
  spec: { containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 8080 }] }] },
  status: {
    conditions: [{ type: 'Ready', status: 'False', message: 'containers with unready status: [c]' }],
  },
})
const slice = (ready: boolean): EndpointSlice => ({
  metadata: { name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
  endpoints: [{ addresses: ['10.42.0.2'], conditions: { ready } }],
})
const app = { app: 'web' }

describe('why a Service does not answer', () => {
  it.each([
    ['nothing is wrong', service('http', app), [slice(true)], [pod('web')], undefined],
    [
      'a selector with a slip of the pen',
      service('http', app),
      [],
      [pod('wev')],
      'El Service web busca pods con app=web y no hay ninguno. El pod a se queda fuera: tiene app=wev.',
    ],
    ['no pods', service('http', app), [], [], 'El Service web busca pods con app=web y no hay ninguno.'],
    [
      'pods that are not ready',
      service('http', app),
      [slice(false)],
      [pod('web')],
      'El Service web elige a, pero ninguno está listo: un pod que no está listo no recibe nada.',
    ],
    [
      'the name of a port that no pod has',
      service('htttp', app),
      [slice(true)],
      [pod('web')],
      'El puerto 80 del Service web lleva al puerto «htttp» de sus pods, y ninguno tiene un puerto que se llame así. Los que tienen: http (8080).',
    ],
    [
      'a port that nobody declares',
      service(8081, app),
      [slice(true)],
      [pod('web')],
      'El puerto 80 del Service web lleva al 8081 de sus pods, que dicen escuchar en http (8080): si en el 8081 no escucha nadie, la conexión se rechaza.',
    ],
    ['no selector', service(80), [], [], 'El Service web no tiene selector: nadie le pone pods detrás.'],
    ['no selector, and endpoints by hand', service(80), [slice(true)], [], undefined],
  ])('%s', (_what, object, slices, pods, because) => {
    expect(whyServiceSilent(object, slices, pods)?.because).toBe(because)
  })
})
