import { expect, it } from 'vitest'
import { pods, replicationControllers } from '../api/refs.ts'
import type { ReplicationController } from '../generated/types.ts'
import { fixture } from './fixture.ts'
import { createReplicationController } from './replication-controller.ts'

it('keeps as many pods as it asks for, also those that it adopts', async () => {
  const cluster = fixture(createReplicationController)
  cluster.put(pods, { metadata: { namespace: 'default', name: 'alone', labels: { app: 'web' } } })
  cluster.put<ReplicationController>(replicationControllers, {
    metadata: { namespace: 'default', name: 'web', generation: 1 },
    spec: {
      replicas: 2,
      selector: { app: 'web' },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  })
  await cluster.run()
  const all = cluster.context.informers.for(pods).list('default')
  expect(all.map(({ metadata }) => metadata.ownerReferences?.[0])).toMatchObject([
    { apiVersion: 'v1', kind: 'ReplicationController', name: 'web', controller: true },
    { apiVersion: 'v1', kind: 'ReplicationController', name: 'web', controller: true },
  ])
  expect(await cluster.events()).toEqual(['Normal SuccessfulCreate web: Created pod: web-0'])
  expect(cluster.get(replicationControllers, 'default/web')?.status).toEqual({
    observedGeneration: 1,
    replicas: 2,
    fullyLabeledReplicas: 2,
    readyReplicas: 0,
    availableReplicas: 0,
  })
  expect(cluster.errors).toEqual([])
})
