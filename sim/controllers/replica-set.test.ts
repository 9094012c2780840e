import { describe, expect, it } from 'vitest'
import { pods, replicaSets } from '../api/refs.ts'
import { failure } from '../api/status.ts'
import type { Pod, ReplicaSet } from '../generated/types.ts'
import { fixture, type Fixture } from './fixture.ts'
import { createReplicaSetController } from './replica-set.ts'

function replicaSet(replicas: number, minReadySeconds = 0): ReplicaSet {
  return {
    metadata: { namespace: 'default', name: 'web', generation: 1 },
    spec: {
      replicas,
      minReadySeconds,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  }
}

function pod(name: string, more: Partial<Pod> = {}): Pod {
  return { metadata: { namespace: 'default', name, labels: { app: 'web' } }, spec: { containers: [] }, ...more }
}

function ready(cluster: Fixture, name: string): void {
  const found = cluster.get(pods, `default/${name}`)!
  const lastTransitionTime = new Date(cluster.clock.now()).toISOString()
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime }]
  cluster.put(pods, { ...found, status: { phase: 'Running', conditions } })
}

const names = (cluster: Fixture): string[] =>
  cluster.context.informers
    .for(pods)
    .list('default')
    .map(({ metadata }) => metadata.name!)

describe('ReplicaSet controller', () => {
  it('makes the pods that are missing, from its template, and reports them', async () => {
    const cluster = fixture(createReplicaSetController)
    cluster.put(replicaSets, replicaSet(3))
    await cluster.run()
    expect(names(cluster)).toEqual(['web-0', 'web-1', 'web-2'])
    expect(cluster.get(pods, 'default/web-0')).toMatchObject({
      metadata: {
        labels: { app: 'web' },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: 'web',
            uid: 'uid-replicasets-web',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: { containers: [{ name: 'c', image: 'nginx' }] },
    })
    expect(await cluster.events()).toEqual([
      'Normal SuccessfulCreate web: Created pod: web-0',
      'Normal SuccessfulCreate web: Created pod: web-1',
      'Normal SuccessfulCreate web: Created pod: web-2',
    ])
    ready(cluster, 'web-0')
    await cluster.run()
    expect(cluster.get(replicaSets, 'default/web')?.status).toEqual({
      observedGeneration: 1,
      replicas: 3,
      fullyLabeledReplicas: 3,
      readyReplicas: 1,
      availableReplicas: 1,
      terminatingReplicas: 0,
    })
    expect(cluster.errors).toEqual([])
  })

  it('replaces a pod that goes, and takes away the one least worth keeping', async () => {
    const cluster = fixture(createReplicaSetController)
    cluster.put(replicaSets, replicaSet(2))
    await cluster.run()
    cluster.client.remove(pods, 'default', 'web-0')
    await cluster.run()
    expect(names(cluster)).toEqual(['web-1', 'web-2'])
    ready(cluster, 'web-2')
    cluster.put(replicaSets, replicaSet(1))
    await cluster.run()
    expect(names(cluster)).toEqual(['web-2'])
    expect((await cluster.events()).at(-1)).toBe('Normal SuccessfulDelete web: Deleted pod: web-1')
  })

  it('adopts an orphan that matches, and lets go of a pod that no longer does', async () => {
    const cluster = fixture(createReplicaSetController)
    cluster.put(pods, pod('alone'))
    cluster.put(replicaSets, replicaSet(1))
    await cluster.run()
    expect(names(cluster)).toEqual(['alone'])
    const adopted = cluster.get(pods, 'default/alone')!
    expect(adopted.metadata.ownerReferences).toMatchObject([{ name: 'web', controller: true }])
    cluster.client.clear()
    cluster.put(pods, { ...adopted, metadata: { ...adopted.metadata, labels: { app: 'other' } } })
    await cluster.run()
    expect(cluster.client.actions[0]).toMatchObject({
      verb: 'patch',
      key: 'default/alone',
      body: { metadata: { ownerReferences: [{ $patch: 'delete', uid: 'uid-replicasets-web' }] } },
    })
  })

  it('starts slowly, tells what the server refused, and tries again', async () => {
    const cluster = fixture(createReplicaSetController)
    const sentence = 'pods "web-" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0'
    // Twice: the status that tells of the first refusal wakes the controller at once.
    for (let n = 0; n < 2; n++) cluster.client.refuse('create', 'pods', failure(403, 'Forbidden', sentence))
    cluster.put(replicaSets, replicaSet(4))
    await cluster.run()
    expect(names(cluster), 'one refusal holds the rest back').toEqual([])
    expect(await cluster.events()).toEqual([`Warning FailedCreate web: Error creating: ${sentence} ×2`])
    expect(cluster.get(replicaSets, 'default/web')?.status?.conditions).toEqual([
      {
        type: 'ReplicaFailure',
        status: 'True',
        lastTransitionTime: '2027-01-01T00:00:00Z',
        reason: 'FailedCreate',
        message: sentence,
      },
    ])
    await cluster.run(5)
    expect(names(cluster)).toHaveLength(4)
    expect(cluster.get(replicaSets, 'default/web')?.status?.conditions ?? []).toEqual([])
    expect(cluster.errors).toEqual([])
  })

  it('counts a pod as available only after minReadySeconds', async () => {
    const cluster = fixture(createReplicaSetController)
    cluster.put(replicaSets, replicaSet(1, 10))
    await cluster.run()
    ready(cluster, 'web-0')
    await cluster.run(9_999)
    expect(cluster.get(replicaSets, 'default/web')?.status).toMatchObject({ readyReplicas: 1, availableReplicas: 0 })
    await cluster.run(1)
    expect(cluster.get(replicaSets, 'default/web')?.status).toMatchObject({ readyReplicas: 1, availableReplicas: 1 })
  })
})
