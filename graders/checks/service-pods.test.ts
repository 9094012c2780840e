import { expect, it } from 'vitest'
import { clusterOf, look, pod } from './fixture.ts'
import { servicePods } from './service-pods.ts'

const service = (selector?: Record<string, string>): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'blog', namespace: 'default' },
  spec: { ...(selector ? { selector } : {}), ports: [{ port: 80 }] },
})
const pods = [pod('a-1', { app: 'a' }, { ready: false }), pod('b-1', { app: 'b' }), pod('a-2', { app: 'a' })]
const observe = servicePods({ service: 'blog', pods: 2 })

it('counts the pods that are selected, ready or not', async () => {
  expect(await look(observe, clusterOf([service({ app: 'a' }), ...pods]))).toEqual({
    object: 'v1/Service/default/blog',
    field: 'spec.selector',
    expected: '2 pods',
    observed: 'a-1, a-2',
    holds: true,
  })
  expect(await look(observe, clusterOf([service({ app: 'b' }), ...pods]))).toMatchObject({
    observed: 'b-1',
    holds: false,
  })
})

it('without a selector there are none; without a service, nothing', async () => {
  expect(await look(observe, clusterOf([service(), ...pods]))).toMatchObject({ observed: 'ningún pod', holds: false })
  expect(await look(observe, clusterOf(pods))).toMatchObject({ observed: '(no existe)', holds: false })
})
