import { expect, it } from 'vitest'
import { clusterOf, look } from './fixture.ts'
import { podPatience } from './pod-patience.ts'

const key = 'node.kubernetes.io/unreachable'
const observe = podPatience({ pod: 'tienda', taint: { key }, seconds: 20 })

const cluster = (...tolerations: object[]) =>
  clusterOf([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'tienda', namespace: 'default' },
      spec: { tolerations, containers: [] },
    },
  ])

it.each([
  [[{ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 20 }], '20 s', true],
  [[{ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }], '300 s', false],
  [[{ operator: 'Exists' }], 'para siempre', false],
  [[{ key, operator: 'Exists', effect: 'NoSchedule' }], 'nada: se va en el acto', false],
  [[{ key, value: 'otro', effect: 'NoExecute' }], 'nada: se va en el acto', false],
])('reads %j as %s', async (tolerations, observed, holds) => {
  expect(await look(observe, cluster(...tolerations))).toEqual({
    object: 'v1/Pod/default/tienda',
    field: `spec.tolerations (${key}:NoExecute)`,
    expected: '20 s',
    observed,
    holds,
  })
})

it('without the pod there is nothing to bear', async () => {
  expect(await look(observe, clusterOf([]))).toMatchObject({ observed: '(no existe)', holds: false })
})
