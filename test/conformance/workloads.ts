// Deployments and ReplicaSets: who makes and removes the pods.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

function deployment(replicas: number, message = 'uno', extra = ''): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  ${extra}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - name: c
        image: busybox:1.36
        command: [sh, -c, 'echo ${message}; sleep 3600']
`
}

async function available(world: World, replicas: number): Promise<void> {
  await world.until(`${replicas} available`, async () => {
    const { metadata, status } = await world.get('Deployment', 'web')
    const counts = [status['replicas'], status['updatedReplicas'], status['availableReplicas']] as number[]
    const seen = (status['observedGeneration'] as number) === metadata!.generation
    return seen && counts.every((count) => (count ?? 0) === replicas)
  })
}

export const workloadScenarios: Scenario[] = [
  {
    name: 'a Deployment makes a ReplicaSet, which makes the pods; conditions and events say so',
    async run(world) {
      await world.create(deployment(2))
      await available(world, 2)
      const { status } = await world.get('Deployment', 'web')
      const conditions = (status['conditions'] as Record<string, string>[]).map(
        ({ type, status: state, reason, message }) => world.mask(`${type}=${state} ${reason}: ${message}`),
      )
      expect(conditions.toSorted()).toEqual([
        'Available=True MinimumReplicasAvailable: Deployment has minimum availability.',
        'Progressing=True NewReplicaSetAvailable: ReplicaSet "web-<hash>" has successfully progressed.',
      ])
      expect(await world.events('Deployment', 'web')).toEqual([
        'Normal ScalingReplicaSet (deployment-controller): Scaled up replica set web-<hash> from 0 to 2',
      ])
      const [set] = await world.list('ReplicaSet')
      expect(set!.metadata!.ownerReferences).toMatchObject([
        { kind: 'Deployment', name: 'web', controller: true, blockOwnerDeletion: true },
      ])
      expect(set!.metadata!.annotations).toEqual({
        'deployment.kubernetes.io/desired-replicas': '2',
        'deployment.kubernetes.io/max-replicas': '3',
        'deployment.kubernetes.io/revision': '1',
      })
      expect(await world.events('ReplicaSet', set!.metadata!.name!)).toEqual([
        'Normal SuccessfulCreate (replicaset-controller): Created pod: web-<hash>-<x>',
      ])
      const [pod] = await world.list('Pod')
      expect(pod!.metadata!.ownerReferences).toMatchObject([{ kind: 'ReplicaSet', name: set!.metadata!.name }])
    },
  },
  {
    name: 'a new template rolls: one more, one less, in that order',
    async run(world) {
      await world.create(deployment(3, 'uno', 'strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}'))
      await available(world, 3)
      await world.patch('Deployment', 'web', {
        spec: { template: { metadata: { annotations: { version: 'dos' } } } },
      })
      await available(world, 3)
      const steps = (await world.events('Deployment', 'web')).map((line) => line.replace(/^.*: Scaled /, ''))
      expect(steps).toEqual([
        'up replica set web-<hash> from 0 to 3',
        'up replica set web-<hash> from 0 to 1',
        'down replica set web-<hash> from 3 to 2',
        'up replica set web-<hash> from 1 to 2',
        'down replica set web-<hash> from 2 to 1',
        'up replica set web-<hash> from 2 to 3',
        'down replica set web-<hash> from 1 to 0',
      ])
      const sets = await world.list('ReplicaSet')
      expect(sets.map(({ spec }) => spec['replicas'] as number).toSorted((a, b) => a - b)).toEqual([0, 3])
    },
  },
  {
    name: 'scaling down and up, and a pod that is deleted comes back under another name',
    async run(world) {
      await world.create(deployment(1))
      await available(world, 1)
      await world.patch('Deployment', 'web', { spec: { replicas: 4 } })
      await available(world, 4)
      const [first] = await world.list('Pod')
      await world.remove('Pod', first!.metadata!.name!)
      await world.until('another one', async () => {
        const pods = await world.list('Pod')
        return pods.length === 4 && pods.every(({ metadata }) => metadata!.uid !== first!.metadata!.uid)
      })
      await world.patch('Deployment', 'web', { spec: { replicas: 0 } })
      await world.until('none left', async () => (await world.list('Pod')).length === 0)
    },
  },
  {
    name: 'deleting it: in the background all goes, orphaning leaves the ReplicaSet and its pods',
    async run(world) {
      await world.create(deployment(2))
      await available(world, 2)
      await world.remove('Deployment', 'web', { propagation: 'Orphan' })
      await world.until('gone', async () => (await world.list('Deployment')).length === 0)
      const [set] = await world.list('ReplicaSet')
      expect(set!.metadata!.ownerReferences).toBeUndefined()
      expect(await world.list('Pod')).toHaveLength(2)
      await world.create(deployment(2))
      await available(world, 2)
      const adopted = await world.list('ReplicaSet')
      expect(adopted.map(({ metadata }) => metadata!.uid)).toEqual([set!.metadata!.uid])
      await world.remove('Deployment', 'web', { propagation: 'Background' })
      await world.until('all gone', async () => {
        const left = [...(await world.list('ReplicaSet')), ...(await world.list('Pod'))]
        return left.length === 0
      })
    },
  },
  {
    name: 'deleting it in the foreground: it stays until its pods are gone',
    async run(world) {
      await world.create(deployment(2))
      await available(world, 2)
      await world.remove('Deployment', 'web', { propagation: 'Foreground' })
      await world.until('all gone, the Deployment last', async () => {
        const left = await world.list('Deployment')
        if (left.length > 0) {
          expect(left[0]!.metadata!.finalizers).toEqual(['foregroundDeletion'])
          return false
        }
        expect(await world.list('Pod')).toEqual([])
        expect(await world.list('ReplicaSet')).toEqual([])
        return true
      })
    },
  },
  {
    name: 'a ReplicationController keeps its pods, and leaves them behind when it is deleted without a word about them',
    async run(world) {
      await world.create(`
apiVersion: v1
kind: ReplicationController
metadata: {name: viejo}
spec:
  replicas: 2
  template:
    metadata: {labels: {app: viejo}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - {name: c, image: 'busybox:1.36', command: [sleep, '3600']}
`)
      await world.until('two ready', async () => {
        const { status } = await world.get('ReplicationController', 'viejo')
        return status['readyReplicas'] === 2
      })
      expect(await world.events('ReplicationController', 'viejo')).toEqual([
        expect.stringMatching(/^Normal SuccessfulCreate \(replication-controller\): Created pod: viejo-/),
        expect.stringMatching(/^Normal SuccessfulCreate \(replication-controller\): Created pod: viejo-/),
      ])
      await world.remove('ReplicationController', 'viejo')
      await world.until('gone', async () => (await world.list('ReplicationController')).length === 0)
      const pods = await world.list('Pod')
      expect(pods.map(({ metadata }) => metadata!.ownerReferences)).toEqual([undefined, undefined])
    },
  },
  {
    name: 'a pod of a PriorityClass has its number, and one of a class that is not there is refused',
    async run(world) {
      await world.create(`
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: $NS-alta}
value: 1000
preemptionPolicy: Never
`)
      const pod = (priorityClassName: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {priorityClassName: ${priorityClassName}, containers: [{name: c, image: 'busybox:1.36'}]}
`
      await world.create(pod('$NS-alta'))
      expect((await world.get('Pod', 'p')).spec).toMatchObject({ priority: 1000, preemptionPolicy: 'Never' })
      await expect(world.create(pod('$NS-nadie').replace('name: p}', 'name: otro}'))).rejects.toThrow(
        `is forbidden: no PriorityClass with name ${world.namespace}-nadie was found`,
      )
      expect((await world.get('PriorityClass', 'system-node-critical')) as object).toMatchObject({ value: 2000001000 })
      await world.remove('PriorityClass', `${world.namespace}-alta`)
    },
  },
  {
    name: 'a PodDisruptionBudget says how many pods may go',
    async run(world) {
      await world.create(`
${deployment(3)}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
`)
      await available(world, 3)
      await world.until('one may go', async () => {
        const { status } = await world.get('PodDisruptionBudget', 'web')
        return status['disruptionsAllowed'] === 1
      })
      const { status } = await world.get('PodDisruptionBudget', 'web')
      expect(status).toMatchObject({ currentHealthy: 3, desiredHealthy: 2, expectedPods: 3 })
      expect(status['conditions']).toMatchObject([
        { type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' },
      ])
    },
  },
]
