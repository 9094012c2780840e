// Volumes: what binds to what, and what a claim is told while it waits.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

interface Volume {
  name: string
  size?: string
  mode?: string
  storageClass?: string
}

function volume({ name, size = '20Gi', mode = 'ReadWriteOnce', storageClass = '$NS-rapidito' }: Volume): string {
  return `
apiVersion: v1
kind: PersistentVolume
metadata: {name: $NS-${name}}
spec:
  capacity: {storage: ${size}}
  storageClassName: ${storageClass}
  accessModes: [${mode}]
  nfs: {server: mi-nfs-server.mi-dominio.local, path: /ruta/del/volumen}
---`
}

function claim({ name, size = '10Gi', mode = 'ReadWriteOnce', storageClass = '$NS-rapidito' }: Volume): string {
  return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec:
  resources: {requests: {storage: ${size}}}
  storageClassName: ${storageClass}
  accessModes: [${mode}]
---`
}

function pod(name: string, claimName: string, script: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  restartPolicy: Never
  terminationGracePeriodSeconds: 0
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, '${script}']
    volumeMounts: [{name: datos, mountPath: /datos}]
  volumes: [{name: datos, persistentVolumeClaim: {claimName: ${claimName}}}]
---`
}

async function bound(world: World, name: string): Promise<string> {
  const found = await world.until(`${name} Bound`, async () => {
    const { spec, status } = await world.get('PersistentVolumeClaim', name)
    return status['phase'] === 'Bound' && (spec['volumeName'] as string)
  })
  return world.mask(found)
}

async function phase(world: World, kind: string, name: string): Promise<string> {
  return (await world.get(kind, name)).status['phase'] as string
}

export const storageScenarios: Scenario[] = [
  {
    name: 'a claim for 10Gi gets the volume of 20Gi, and both sides say so',
    async run(world) {
      await world.create(volume({ name: 'volumen1' }) + claim({ name: 'datos' }))
      expect(await bound(world, 'datos')).toBe('<ns>-volumen1')
      const found = await world.get('PersistentVolumeClaim', 'datos')
      expect(found.status).toEqual({ phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '20Gi' } })
      expect(found.metadata!.annotations).toEqual({
        'pv.kubernetes.io/bind-completed': 'yes',
        'pv.kubernetes.io/bound-by-controller': 'yes',
      })
      expect(found.metadata!.finalizers).toEqual(['kubernetes.io/pvc-protection'])
      const held = await world.get('PersistentVolume', `${world.namespace}-volumen1`)
      expect(held.spec['claimRef']).toMatchObject({
        kind: 'PersistentVolumeClaim',
        namespace: world.namespace,
        name: 'datos',
        uid: found.metadata!.uid,
      })
      expect(held.status['phase']).toBe('Bound')
      expect(held.metadata!.annotations).toEqual({ 'pv.kubernetes.io/bound-by-controller': 'yes' })
      expect(held.metadata!.finalizers).toEqual(['kubernetes.io/pv-protection'])
    },
  },
  {
    name: 'of 5, 20 and 50Gi a claim for 10Gi takes the 20, the next one the 50',
    async run(world) {
      const sizes = ['50Gi', '5Gi', '20Gi']
      await world.create(sizes.map((size) => volume({ name: size.toLowerCase(), size })).join(''))
      for (const size of sizes) {
        await world.until(
          `${size} Available`,
          async () =>
            (await phase(world, 'PersistentVolume', `${world.namespace}-${size.toLowerCase()}`)) === 'Available',
        )
      }
      await world.create(claim({ name: 'primera' }))
      expect(await bound(world, 'primera')).toBe('<ns>-20gi')
      await world.create(claim({ name: 'segunda' }))
      expect(await bound(world, 'segunda')).toBe('<ns>-50gi')
    },
  },
  {
    name: 'wrong mode, size or class: Pending, each with its event',
    async run(world) {
      await world.create(
        volume({ name: 'v', size: '50Gi' }) +
          claim({ name: 'modo', mode: 'ReadWriteMany' }) +
          claim({ name: 'grande', size: '100Gi' }) +
          claim({ name: 'clase', storageClass: '$NS-lento' }) +
          claim({ name: 'sin-clase', storageClass: "''" }),
      )
      const missing = (name: string): string =>
        `Warning ProvisioningFailed (persistentvolume-controller): storageclass.storage.k8s.io "<ns>-${name}" not found`
      const told: Record<string, string> = {
        modo: missing('rapidito'),
        grande: missing('rapidito'),
        clase: missing('lento'),
        'sin-clase':
          'Normal FailedBinding (persistentvolume-controller): no persistent volumes available for this claim and no storage class is set',
      }
      for (const [name, sentence] of Object.entries(told)) {
        const events = await world.until(`event of ${name}`, async () => {
          const found = await world.events('PersistentVolumeClaim', name)
          return found.length > 0 && found
        })
        expect(events).toEqual([sentence])
        expect(await phase(world, 'PersistentVolumeClaim', name)).toBe('Pending')
      }
      expect(await phase(world, 'PersistentVolume', `${world.namespace}-v`)).toBe('Available')
    },
  },
  {
    name: 'a claim that came first is bound when its volume comes',
    async run(world) {
      await world.create(claim({ name: 'datos' }))
      await world.until('Pending', async () => (await phase(world, 'PersistentVolumeClaim', 'datos')) === 'Pending')
      await world.create(volume({ name: 'volumen1' }))
      expect(await bound(world, 'datos')).toBe('<ns>-volumen1')
    },
  },
  {
    name: 'Retain: the volume of a deleted claim is Released and matches nobody until its claimRef goes',
    async run(world) {
      await world.create(volume({ name: 'v' }) + claim({ name: 'datos' }))
      await bound(world, 'datos')
      await world.remove('PersistentVolumeClaim', 'datos')
      const name = `${world.namespace}-v`
      await world.until('Released', async () => (await phase(world, 'PersistentVolume', name)) === 'Released')
      await world.create(claim({ name: 'otra' }))
      await world.until('its event', async () => (await world.events('PersistentVolumeClaim', 'otra')).length > 0)
      expect(await phase(world, 'PersistentVolumeClaim', 'otra')).toBe('Pending')
      await world.patch('PersistentVolume', name, { spec: { claimRef: null } })
      expect(await bound(world, 'otra')).toBe('<ns>-v')
    },
  },
  {
    name: 'a bound volume that is deleted waits for its claim to go',
    async run(world) {
      await world.create(volume({ name: 'v' }) + claim({ name: 'datos' }))
      await bound(world, 'datos')
      const name = `${world.namespace}-v`
      await world.remove('PersistentVolume', name)
      const found = await world.get('PersistentVolume', name)
      expect(found.metadata!.deletionTimestamp).toBeDefined()
      expect(found.status['phase']).toBe('Bound')
      await world.remove('PersistentVolumeClaim', 'datos')
      await world.until('gone', async () => {
        const all = await world.list('PersistentVolume')
        return !all.some(({ metadata }) => metadata!.name === name)
      })
    },
  },
  {
    name: 'WaitForFirstConsumer: waits for a pod, then the volume has the size asked for, and data outlive pods',
    async run(world) {
      await world.create(claim({ name: 'datos', size: '1Gi', storageClass: 'local-path' }))
      await world.until('its event', async () => (await world.events('PersistentVolumeClaim', 'datos')).length > 0)
      expect(await world.events('PersistentVolumeClaim', 'datos')).toEqual([
        'Normal WaitForFirstConsumer (persistentvolume-controller): waiting for first consumer to be created before binding',
      ])
      await world.create(pod('escribe', 'datos', 'echo hola > /datos/f'))
      await world.until('Succeeded', async () => (await phase(world, 'Pod', 'escribe')) === 'Succeeded')
      const { status, spec } = await world.get('PersistentVolumeClaim', 'datos')
      expect(status).toMatchObject({ phase: 'Bound', capacity: { storage: '1Gi' } })
      const provisioned = await world.get('PersistentVolume', spec['volumeName'] as string)
      expect(provisioned.spec).toMatchObject({
        persistentVolumeReclaimPolicy: 'Delete',
        storageClassName: 'local-path',
      })
      expect(provisioned.metadata!.annotations).toMatchObject({
        'pv.kubernetes.io/provisioned-by': 'rancher.io/local-path',
      })
      await world.create(pod('lee', 'datos', '[ "$(cat /datos/f)" = hola ]'))
      await world.until('Succeeded', async () => (await phase(world, 'Pod', 'lee')) === 'Succeeded')
    },
  },
  {
    name: 'a class whose provisioner nobody runs: ExternalProvisioning, and the claim waits',
    async run(world) {
      await world.create(
        `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: $NS-emc2}
provisioner: csi.emc2.example.com
---` + claim({ name: 'datos', storageClass: '$NS-emc2' }),
      )
      await world.until('its event', async () => (await world.events('PersistentVolumeClaim', 'datos')).length > 0)
      expect(await world.events('PersistentVolumeClaim', 'datos')).toEqual([
        "Normal ExternalProvisioning (persistentvolume-controller): Waiting for a volume to be created either by the external provisioner 'csi.emc2.example.com' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      ])
      const { metadata } = await world.get('PersistentVolumeClaim', 'datos')
      expect(metadata!.annotations).toEqual({
        'volume.beta.kubernetes.io/storage-provisioner': 'csi.emc2.example.com',
        'volume.kubernetes.io/storage-provisioner': 'csi.emc2.example.com',
      })
    },
  },
  {
    name: 'a pod whose claim is missing, and one whose claim waits, say so',
    async run(world) {
      await world.create(claim({ name: 'espera' }) + pod('a', 'no-existe', 'true') + pod('b', 'espera', 'true'))
      const expected: Record<string, string> = {
        a: '0/3 nodes are available: persistentvolumeclaim "no-existe" not found. not found',
        b: '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
      }
      for (const [name, sentence] of Object.entries(expected)) {
        await world.until(`event of ${name}`, async () => (await world.events('Pod', name)).length > 0)
        expect(await world.events('Pod', name)).toEqual([`Warning FailedScheduling (default-scheduler): ${sentence}`])
      }
    },
  },
]
