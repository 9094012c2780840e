import { describe, expect, it } from 'vitest'
import { deployments, pods, replicaSets } from '../api/refs.ts'
import type { Deployment, DeploymentSpec, ReplicaSet } from '../generated/types.ts'
import { createDeploymentController } from './deployment.ts'
import { fixture, type Fixture } from './fixture.ts'
import { createReplicaSetController } from './replica-set.ts'

function deployment(replicas: number, image: string, spec: Partial<DeploymentSpec> = {}): Deployment {
  return {
    metadata: { namespace: 'default', name: 'web', generation: 1 },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image }] } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      ...spec,
    },
  }
}

/** As a user would: spec changed, generation one up. */
function change(cluster: Fixture, spec: Partial<DeploymentSpec>): void {
  const found = cluster.get(deployments, 'default/web')!
  const generation = found.metadata.generation! + 1
  cluster.put(deployments, {
    ...found,
    metadata: { ...found.metadata, generation },
    spec: { ...found.spec!, ...spec },
  })
}

const template = (image: string) => deployment(1, image).spec!.template
const sets = (cluster: Fixture): ReplicaSet[] => cluster.context.informers.for(replicaSets).list('default')
const sizes = (cluster: Fixture): string[] =>
  sets(cluster).map(({ spec }) => `${spec?.template?.spec?.containers[0]?.image}=${spec?.replicas}`)
const conditions = (cluster: Fixture): string[] =>
  (cluster.get(deployments, 'default/web')?.status?.conditions ?? []).map(
    ({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`,
  )

/** Every pod that is not ready becomes so. */
async function allReady(cluster: Fixture): Promise<void> {
  for (const pod of cluster.context.informers.for(pods).list()) {
    const lastTransitionTime = '2027-01-01T00:00:00Z'
    const ready = [{ type: 'Ready', status: 'True', lastTransitionTime }]
    if (!pod.status) cluster.put(pods, { ...pod, status: { phase: 'Running', conditions: ready } })
  }
  await cluster.run()
}

function start(first: Deployment): Fixture {
  const cluster = fixture(createDeploymentController, createReplicaSetController)
  cluster.put(deployments, first)
  return cluster
}

describe('Deployment controller', () => {
  it('makes a ReplicaSet with hash, revision and sizes, and reports progress until it is complete', async () => {
    const cluster = start(deployment(3, 'nginx:1'))
    await cluster.run()
    const [set] = sets(cluster)
    const hash = set!.metadata.labels!['pod-template-hash']!
    expect(set?.metadata.name).toBe(`web-${hash}`)
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{6,10}$/)
    expect(set?.spec?.selector).toEqual({ matchLabels: { app: 'web', 'pod-template-hash': hash } })
    expect(set?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
      'deployment.kubernetes.io/revision': '1',
    })
    expect(conditions(cluster)).toEqual([
      'Available=False MinimumReplicasUnavailable: Deployment does not have minimum availability.',
      `Progressing=True ReplicaSetUpdated: ReplicaSet "web-${hash}" is progressing.`,
    ])
    await allReady(cluster)
    expect(conditions(cluster)).toEqual([
      'Available=True MinimumReplicasAvailable: Deployment has minimum availability.',
      `Progressing=True NewReplicaSetAvailable: ReplicaSet "web-${hash}" has successfully progressed.`,
    ])
    expect(cluster.get(deployments, 'default/web')?.status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    })
    expect((await cluster.events()).filter((event) => event.includes('ScalingReplicaSet'))).toEqual([
      `Normal ScalingReplicaSet web: Scaled up replica set web-${hash} from 0 to 3`,
    ])
    expect(cluster.errors).toEqual([])
  })

  it('rolls a new template out within surge and availability', async () => {
    const cluster = start(deployment(4, 'nginx:1'))
    await cluster.run()
    await allReady(cluster)
    change(cluster, { template: template('nginx:2') })
    await cluster.run()
    expect(sizes(cluster)).toEqual(['nginx:1=3', 'nginx:2=2'])
    await allReady(cluster)
    expect(sizes(cluster)).toEqual(['nginx:1=1', 'nginx:2=4'])
    await allReady(cluster)
    expect(sizes(cluster)).toEqual(['nginx:1=0', 'nginx:2=4'])
    const [old, current] = sets(cluster).map(({ metadata }) => metadata.name!)
    expect((await cluster.events()).filter((event) => event.includes('ScalingReplicaSet'))).toEqual([
      `Normal ScalingReplicaSet web: Scaled up replica set ${old} from 0 to 4`,
      `Normal ScalingReplicaSet web: Scaled up replica set ${current} from 0 to 1`,
      `Normal ScalingReplicaSet web: Scaled down replica set ${old} from 4 to 3`,
      `Normal ScalingReplicaSet web: Scaled up replica set ${current} from 1 to 2`,
      `Normal ScalingReplicaSet web: Scaled down replica set ${old} from 3 to 1`,
      `Normal ScalingReplicaSet web: Scaled up replica set ${current} from 2 to 4`,
      `Normal ScalingReplicaSet web: Scaled down replica set ${old} from 1 to 0`,
    ])
    expect(cluster.get(deployments, 'default/web')?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '2',
    })
  })

  it('goes back to an old ReplicaSet when the template does, with a new revision and the old in its history', async () => {
    const cluster = start(deployment(1, 'nginx:1'))
    await cluster.run()
    await allReady(cluster)
    for (const image of ['nginx:2', 'nginx:1']) {
      change(cluster, { template: template(image) })
      await cluster.run()
      await allReady(cluster)
      await allReady(cluster)
    }
    expect(sizes(cluster)).toEqual(['nginx:1=1', 'nginx:2=0'])
    expect(sets(cluster)[0]?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    })
  })

  it('recreates: nothing new before the last old pod is gone', async () => {
    const cluster = start(deployment(2, 'nginx:1', { strategy: { type: 'Recreate' } }))
    await cluster.run()
    await allReady(cluster)
    const [held] = cluster.context.informers.for(pods).list()
    cluster.put(pods, { ...held!, metadata: { ...held!.metadata, finalizers: ['test/held'] } })
    change(cluster, { template: template('nginx:2') })
    await cluster.run()
    expect(sizes(cluster)).toEqual(['nginx:1=0'])
    cluster.client.remove(pods, 'default', held!.metadata.name!)
    await cluster.run()
    expect(sizes(cluster)).toEqual(['nginx:1=0', 'nginx:2=2'])
  })

  it('shares a change of size in the middle of a rollout in proportion', async () => {
    const cluster = start(
      deployment(10, 'nginx:1', {
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } },
      }),
    )
    await cluster.run()
    await allReady(cluster)
    change(cluster, { template: template('nginx:2') })
    await cluster.run()
    expect(sizes(cluster)).toEqual(['nginx:1=8', 'nginx:2=5'])
    change(cluster, { replicas: 15 })
    await cluster.run()
    expect(sizes(cluster)).toEqual(['nginx:1=11', 'nginx:2=7'])
  })

  it('keeps still while paused, and resumes', async () => {
    const cluster = start(deployment(1, 'nginx:1'))
    await cluster.run()
    await allReady(cluster)
    change(cluster, { paused: true, template: template('nginx:2') })
    await cluster.run()
    expect(sizes(cluster)).toEqual(['nginx:1=1'])
    expect(conditions(cluster)[1]).toBe('Progressing=Unknown DeploymentPaused: Deployment is paused')
    change(cluster, { paused: false })
    await cluster.run()
    expect(sizes(cluster)).toEqual(['nginx:1=1', 'nginx:2=1'])
  })

  it('gives up after the progress deadline', async () => {
    const cluster = start(deployment(1, 'nginx:1', { progressDeadlineSeconds: 10 }))
    await cluster.run(9_000)
    expect(conditions(cluster)[1]).toContain('ReplicaSetUpdated')
    await cluster.run(3_000)
    const [set] = sets(cluster)
    expect(conditions(cluster)[1]).toBe(
      `Progressing=False ProgressDeadlineExceeded: ReplicaSet "${set?.metadata.name}" has timed out progressing.`,
    )
  })

  it('forgets old ReplicaSets beyond the history limit', async () => {
    const cluster = start(deployment(1, 'nginx:1', { revisionHistoryLimit: 1 }))
    await cluster.run()
    for (const set of sets(cluster)) expect(set.spec?.replicas).toBe(1)
    for (const image of ['nginx:2', 'nginx:3']) {
      await allReady(cluster)
      change(cluster, { template: template(image) })
      await cluster.run()
      await allReady(cluster)
    }
    await cluster.run()
    expect(sizes(cluster)).toEqual(['nginx:2=0', 'nginx:3=1'])
  })

  it('resolves a collision of names with another hash', async () => {
    const cluster = start(deployment(1, 'nginx:1'))
    await cluster.run()
    const [set] = sets(cluster)
    const stranger = fixture(createDeploymentController)
    const other = { ...set!, metadata: { namespace: 'default', name: set!.metadata.name!, labels: { app: 'no' } } }
    stranger.put(replicaSets, { ...other, spec: { ...set!.spec!, template: template('nginx:9') } })
    stranger.put(deployments, deployment(1, 'nginx:1'))
    await stranger.run(10)
    expect(stranger.get(deployments, 'default/web')?.status?.collisionCount).toBe(1)
    expect(sets(stranger)).toHaveLength(2)
  })
})
