// StatefulSets: pods with a name of their own, made and removed in order, each with its volume.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

function statefulSet(replicas: number, extra = '', podExtra = ''): string {
  return `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: ${replicas}
  selector: {matchLabels: {app: db}}
  ${extra}
  template:
    metadata: {labels: {app: db}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - name: c
        image: busybox:1.36
        command: [sleep, '3600']
        ${podExtra}
`
}

async function ready(world: World, replicas: number): Promise<void> {
  await world.until(`${replicas} ready`, async () => {
    const { metadata, status } = await world.get('StatefulSet', 'db')
    const counts = [status['replicas'], status['readyReplicas'], status['updatedReplicas']] as number[]
    const seen = (status['observedGeneration'] as number) === metadata!.generation
    return seen && counts.every((count) => (count ?? 0) === replicas)
  })
}

export const statefulSetScenarios: Scenario[] = [
  {
    name: 'pods are made in order, each with its name, its labels and its own claim',
    async run(world) {
      const claims = `volumeClaimTemplates:
  - metadata: {name: datos}
    spec: {accessModes: [ReadWriteOnce], storageClassName: local-path, resources: {requests: {storage: 8Mi}}}`
      await world.create(statefulSet(2, claims, 'volumeMounts: [{name: datos, mountPath: /datos}]'))
      await ready(world, 2)
      expect(await world.events('StatefulSet', 'db')).toEqual([
        'Normal SuccessfulCreate (statefulset-controller): Create Claim datos-db-0 Pod db-0 in StatefulSet db success',
        'Normal SuccessfulCreate (statefulset-controller): Create Pod db-0 in StatefulSet db successful',
        'Normal SuccessfulCreate (statefulset-controller): Create Claim datos-db-1 Pod db-1 in StatefulSet db success',
        'Normal SuccessfulCreate (statefulset-controller): Create Pod db-1 in StatefulSet db successful',
      ])
      const { metadata, spec } = await world.get('Pod', 'db-1')
      expect(metadata!.labels).toMatchObject({
        'apps.kubernetes.io/pod-index': '1',
        'statefulset.kubernetes.io/pod-name': 'db-1',
      })
      expect(spec).toMatchObject({ hostname: 'db-1', subdomain: 'db' })
      const { status } = await world.get('PersistentVolumeClaim', 'datos-db-1')
      expect(status['phase']).toBe('Bound')
      await world.remove('StatefulSet', 'db')
      await world.until('the pods gone', async () => (await world.list('Pod')).length === 0)
      expect(await world.list('PersistentVolumeClaim')).toHaveLength(2)
    },
  },
  {
    name: 'a new template rolls from the last pod down, and stops at the partition',
    async run(world) {
      await world.create(statefulSet(3))
      await ready(world, 3)
      const before = await world.list('Pod')
      await world.patch('StatefulSet', 'db', {
        spec: {
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
          template: { metadata: { annotations: { version: 'dos' } } },
        },
      })
      await world.until('two of three renewed', async () => {
        const { status } = await world.get('StatefulSet', 'db')
        return status['updatedReplicas'] === 2 && status['readyReplicas'] === 3
      })
      const after = await world.list('Pod')
      const kept = after.filter(({ metadata }) => before.some((old) => old.metadata!.uid === metadata!.uid))
      expect(kept.map(({ metadata }) => metadata!.name)).toEqual(['db-0'])
      const events = await world.events('StatefulSet', 'db')
      expect(events.filter((line) => line.includes('Delete'))).toEqual([
        'Normal SuccessfulDelete (statefulset-controller): Delete Pod db-2 in StatefulSet db successful',
        'Normal SuccessfulDelete (statefulset-controller): Delete Pod db-1 in StatefulSet db successful',
      ])
      expect(await world.list('ControllerRevision')).toHaveLength(2)
    },
  },
]
