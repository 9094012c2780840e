import { describe, expect, it } from 'vitest'
import { controllerRevisions, persistentVolumeClaims, pods, statefulSets } from '../api/refs.ts'
import type { StatefulSet, StatefulSetSpec } from '../generated/types.ts'
import { fixture, type Fixture } from './fixture.ts'
import { createStatefulSetController } from './stateful-set.ts'

function set(more: Partial<StatefulSetSpec> = {}, image = 'a'): StatefulSet {
  return {
    metadata: { namespace: 'default', name: 'db', generation: 1 },
    spec: {
      replicas: 2,
      serviceName: 'db',
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 1 } },
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'c', image }] } },
      ...more,
    },
  }
}

const withClaims: Partial<StatefulSetSpec> = {
  volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: { accessModes: ['ReadWriteOnce'] } }],
  persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Delete' },
}

/** What a kubelet does: the server gave the pod its first phase, this makes it ready. */
async function ready(cluster: Fixture, ...names: string[]): Promise<void> {
  for (const name of names) {
    const found = cluster.get(pods, `default/${name}`)!
    const lastTransitionTime = new Date(cluster.clock.now()).toISOString()
    cluster.put(pods, {
      ...found,
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] },
    })
    await cluster.run()
  }
}

/** The fake server gives no phase; pods get the one that the real one would. */
async function begin(cluster: Fixture): Promise<void> {
  for (const pod of cluster.context.informers.for(pods).list('default')) {
    if (!pod.status?.phase) cluster.put(pods, { ...pod, status: { phase: 'Pending' } })
  }
  await cluster.run()
}

const names = (cluster: Fixture): string[] =>
  cluster.context.informers
    .for(pods)
    .list('default')
    .map(({ metadata }) => metadata.name!)
    .toSorted()

async function rolledOut(more: Partial<StatefulSetSpec> = {}): Promise<Fixture> {
  const cluster = fixture(createStatefulSetController)
  cluster.put(statefulSets, set(more))
  await cluster.run()
  await ready(cluster, 'db-0')
  await ready(cluster, 'db-1')
  return cluster
}

function change(cluster: Fixture, more: Partial<StatefulSetSpec>, image = 'a'): void {
  const old = cluster.get(statefulSets, 'default/db')!
  const { metadata, spec } = set({ ...more }, image)
  cluster.put(statefulSets, {
    ...old,
    spec: spec!,
    metadata: { ...old.metadata, generation: metadata.generation! + 1 },
  })
}

describe('StatefulSet controller', () => {
  it('makes one pod after the other, each with its name, its labels and its claim', async () => {
    const cluster = fixture(createStatefulSetController)
    cluster.put(statefulSets, set(withClaims))
    await cluster.run()
    await begin(cluster)
    expect(names(cluster)).toEqual(['db-0'])
    await ready(cluster, 'db-0')
    expect(names(cluster)).toEqual(['db-0', 'db-1'])
    const revision = cluster.get(statefulSets, 'default/db')!.status!.updateRevision!
    expect(cluster.get(pods, 'default/db-1')).toMatchObject({
      metadata: {
        labels: {
          app: 'db',
          'apps.kubernetes.io/pod-index': '1',
          'controller-revision-hash': revision,
          'statefulset.kubernetes.io/pod-name': 'db-1',
        },
      },
      spec: {
        hostname: 'db-1',
        subdomain: 'db',
        volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd-db-1' } }],
      },
    })
    expect(cluster.get(persistentVolumeClaims, 'default/d-db-1')?.metadata).toMatchObject({
      labels: { app: 'db' },
      ownerReferences: [{ kind: 'StatefulSet', name: 'db', controller: true, blockOwnerDeletion: true }],
    })
    expect(await cluster.events()).toEqual([
      'Normal SuccessfulCreate db: Create Claim d-db-0 Pod db-0 in StatefulSet db success',
      'Normal SuccessfulCreate db: Create Pod db-0 in StatefulSet db successful',
      'Normal SuccessfulCreate db: Create Claim d-db-1 Pod db-1 in StatefulSet db success',
      'Normal SuccessfulCreate db: Create Pod db-1 in StatefulSet db successful',
    ])
    expect(cluster.errors).toEqual([])
  })

  it('makes all at once when it may', async () => {
    const cluster = fixture(createStatefulSetController)
    cluster.put(statefulSets, set({ podManagementPolicy: 'Parallel', ordinals: { start: 3 } }))
    await cluster.run()
    expect(names(cluster)).toEqual(['db-3', 'db-4'])
  })

  it('rolls a new template from the last pod down to the partition', async () => {
    const cluster = await rolledOut()
    const before = cluster.get(statefulSets, 'default/db')!.status!
    expect(before).toMatchObject({ replicas: 2, readyReplicas: 2, currentReplicas: 2, updatedReplicas: 2 })
    cluster.client.clear()
    change(cluster, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }, 'b')
    await cluster.run()
    await ready(cluster, 'db-1')
    // The fake server gives no phase: the pod is made again in vain until it has one.
    expect([...new Set(cluster.writes().filter((write) => /pods/.test(write)))]).toEqual([
      'delete pods default/db-1',
      'create pods default/db-1',
    ])
    const imageOf = (name: string): string | undefined =>
      cluster.get(pods, `default/${name}`)?.spec?.containers[0]?.image
    expect([imageOf('db-0'), imageOf('db-1')]).toEqual(['a', 'b'])
    const status = cluster.get(statefulSets, 'default/db')!.status!
    expect(status).toMatchObject({ currentReplicas: 1, updatedReplicas: 1, currentRevision: before.currentRevision })
    expect(status.updateRevision).not.toBe(before.updateRevision)
  })

  it('takes an old template back as the newest revision', async () => {
    const cluster = await rolledOut()
    change(cluster, {}, 'b')
    await cluster.run()
    change(cluster, {}, 'a')
    await cluster.run()
    const revisions = cluster.context.informers.for(controllerRevisions).list('default')
    expect(revisions.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual([2, 3])
  })

  it('OnDelete waits for somebody to delete the pod', async () => {
    const cluster = await rolledOut({ updateStrategy: { type: 'OnDelete' } })
    change(cluster, { updateStrategy: { type: 'OnDelete' } }, 'b')
    await cluster.run()
    expect(cluster.get(pods, 'default/db-1')?.spec?.containers[0]?.image).toBe('a')
    cluster.client.remove(pods, 'default', 'db-1')
    await cluster.run()
    expect(cluster.get(pods, 'default/db-1')?.spec?.containers[0]?.image).toBe('b')
  })

  it('scales down from the last, and gives its claim to the pod that goes', async () => {
    const cluster = await rolledOut(withClaims)
    change(cluster, { ...withClaims, replicas: 1 })
    await cluster.run()
    expect(names(cluster)).toEqual(['db-0'])
    expect((await cluster.events()).at(-1)).toBe(
      'Normal SuccessfulDelete db: Delete Pod db-1 in StatefulSet db successful',
    )
    const owners = cluster.get(persistentVolumeClaims, 'default/d-db-1')?.metadata.ownerReferences
    expect(owners).toMatchObject([{ kind: 'Pod', name: 'db-1', controller: true }])
  })

  it('counts as available, and goes on, only after minReadySeconds', async () => {
    const cluster = fixture(createStatefulSetController)
    cluster.put(statefulSets, set({ minReadySeconds: 10 }))
    await cluster.run()
    await ready(cluster, 'db-0')
    await cluster.run(9_999)
    expect(names(cluster)).toEqual(['db-0'])
    await cluster.run(1)
    expect(names(cluster)).toEqual(['db-0', 'db-1'])
  })
})
