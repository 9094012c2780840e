import { expect, it } from 'vitest'
import { momentsOf, type WrittenMoment } from './moment.ts'

let revision = 10
function written(rest: Partial<WrittenMoment>): WrittenMoment {
  return { revision: revision++, at: '2027-01-01T00:00:00.000Z', type: 'update', kind: 'Pod', name: 'web', ...rest }
}
const killing = {
  type: 'Normal',
  reason: 'Killing',
  message: 'Container c failed liveness probe, will be restarted',
  about: { kind: 'Pod', namespace: 'default', name: 'web' },
}

it('begins where the lab was ready, and says in words what a learner can see', () => {
  const told = momentsOf([
    written({ type: 'create', kind: 'ClusterRole', name: 'admin' }),
    written({ kind: 'Namespace', name: 'kube-system', fields: ['metadata.annotations.timonel.dev/sembrado'] }),
    written({ type: 'create', namespace: 'default' }),
    written({ namespace: 'default', fields: ['status.conditions.0.status', 'status.conditions.1', 'status.phase'] }),
    written({ type: 'create', kind: 'Event', name: 'web.1', namespace: 'default', event: killing }),
    written({ type: 'delete', namespace: 'tienda' }),
    written({ kind: 'Node', name: 'nodo1', fields: ['spec.taints'] }),
  ])
  expect(told.map(({ text, sort }) => `${sort} ${text}`)).toEqual([
    'write Empieza el laboratorio',
    'write Nuevo: Pod web',
    'write Cambia Pod web: status.conditions, status.phase',
    'warning Killing pod/web',
    'write Borrado: Pod tienda/web',
    'write Cambia Node nodo1: spec.taints',
  ])
  expect(told[3]!.says).toBe(killing.message)
})

it('leaves out what the cluster says to itself', () => {
  const system = { ...killing, about: { kind: 'Pod', namespace: 'kube-system', name: 'coredns' } }
  expect(
    momentsOf([
      written({ kind: 'Endpoints', namespace: 'default' }),
      written({ kind: 'Pod', namespace: 'kube-system', fields: ['status'] }),
      written({ kind: 'Event', namespace: 'kube-system', event: system }),
      written({ kind: 'ConfigMap', name: 'kube-root-ca.crt', namespace: 'default', type: 'create' }),
      written({ kind: 'Node', name: 'nodo1', fields: ['status.conditions.0.status'] }),
      written({ namespace: 'default', fields: [] }),
    ]),
  ).toEqual([])
})
