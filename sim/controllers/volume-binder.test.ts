import { describe, expect, it } from 'vitest'
import { persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../api/refs.ts'
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeSpec, StorageClass } from '../generated/types.ts'
import { fixture } from './fixture.ts'
import { createVolumeBinder } from './volume-binder.ts'

function volume(name: string, storage: string, spec: PersistentVolumeSpec = {}): PersistentVolume {
  return {
    metadata: { name },
    spec: {
      capacity: { storage },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path: '/mnt/data' },
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'manual',
      volumeMode: 'Filesystem',
      ...spec,
    },
    status: { phase: 'Pending' },
  }
}

function claim(name: string, storage: string, spec: PersistentVolumeClaim['spec'] = {}): PersistentVolumeClaim {
  return {
    metadata: { namespace: 'default', name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
      storageClassName: 'manual',
      volumeMode: 'Filesystem',
      ...spec,
    },
    status: { phase: 'Pending' },
  }
}

function storageClass(name: string, volumeBindingMode = 'Immediate'): StorageClass {
  return { metadata: { name }, provisioner: 'rancher.io/local-path', reclaimPolicy: 'Delete', volumeBindingMode }
}

describe('volume binder', () => {
  it('binds both sides to the smallest volume that fits, and says so in annotations and status', async () => {
    const cluster = fixture(createVolumeBinder)
    cluster.put(persistentVolumes, volume('large', '30Gi'))
    cluster.put(persistentVolumes, volume('right', '20Gi'))
    cluster.put(persistentVolumes, volume('small', '5Gi'))
    await cluster.run(100)
    cluster.put(persistentVolumeClaims, claim('data', '10Gi'))
    await cluster.run(100)
    const bound = cluster.get(persistentVolumeClaims, 'default/data')
    expect(bound?.status).toEqual({ phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '20Gi' } })
    expect(bound?.spec?.volumeName).toBe('right')
    expect(bound?.metadata.annotations).toEqual({
      'pv.kubernetes.io/bind-completed': 'yes',
      'pv.kubernetes.io/bound-by-controller': 'yes',
    })
    const right = cluster.get(persistentVolumes, 'right')
    expect(right?.status?.phase).toBe('Bound')
    expect(right?.metadata.annotations).toEqual({ 'pv.kubernetes.io/bound-by-controller': 'yes' })
    expect(right?.spec?.claimRef).toMatchObject({
      kind: 'PersistentVolumeClaim',
      apiVersion: 'v1',
      namespace: 'default',
      name: 'data',
      uid: 'uid-persistentvolumeclaims-data',
    })
    expect(cluster.get(persistentVolumes, 'large')?.status?.phase).toBe('Available')
    expect(cluster.errors).toEqual([])
  })

  it.each([
    ['size', claim('data', '50Gi', { storageClassName: '' })],
    ['access mode', claim('data', '1Gi', { storageClassName: '', accessModes: ['ReadWriteMany'] })],
    ['class', claim('data', '1Gi', { storageClassName: '' })],
  ])('leaves a claim of the wrong %s pending, with its reason again every 15 s', async (_what, wanted) => {
    const cluster = fixture(createVolumeBinder)
    cluster.put(persistentVolumes, volume('pv', '20Gi'))
    cluster.put(persistentVolumeClaims, wanted)
    await cluster.run(30_000)
    expect(cluster.get(persistentVolumeClaims, 'default/data')?.status?.phase).toBe('Pending')
    expect(await cluster.events()).toEqual([
      'Normal FailedBinding data: no persistent volumes available for this claim and no storage class is set ×3',
    ])
  })

  it('sees a volume made after the claim at the next look, 15 s later at most', async () => {
    const cluster = fixture(createVolumeBinder)
    cluster.put(persistentVolumeClaims, claim('data', '1Gi', { storageClassName: '' }))
    await cluster.run(1000)
    cluster.put(persistentVolumes, volume('pv', '1Gi', { storageClassName: '' }))
    await cluster.run(13_999)
    expect(cluster.get(persistentVolumeClaims, 'default/data')?.status?.phase).toBe('Pending')
    await cluster.run(1)
    expect(cluster.get(persistentVolumes, 'pv')?.status?.phase).toBe('Bound')
    // The claim's own writes come a little later: who looks at it in between finds it unbound.
    await cluster.run(29)
    expect(cluster.get(persistentVolumeClaims, 'default/data')?.status?.phase).toBe('Pending')
    await cluster.run(1)
    expect(cluster.get(persistentVolumeClaims, 'default/data')?.status?.phase).toBe('Bound')
  })

  it('tells who is awaited: a class that is not there, a provisioner, the first consumer, a pod', async () => {
    const cluster = fixture(createVolumeBinder)
    cluster.put(storageClasses, storageClass('fast'))
    cluster.put(storageClasses, storageClass('later', 'WaitForFirstConsumer'))
    cluster.put(persistentVolumeClaims, claim('none', '1Gi', { storageClassName: 'nada' }))
    cluster.put(persistentVolumeClaims, claim('now', '1Gi', { storageClassName: 'fast' }))
    cluster.put(persistentVolumeClaims, claim('wait', '1Gi', { storageClassName: 'later' }))
    cluster.put(persistentVolumeClaims, claim('used', '1Gi', { storageClassName: 'later' }))
    cluster.put(pods, {
      metadata: { namespace: 'default', name: 'web' },
      spec: { containers: [], volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'used' } }] },
    })
    await cluster.run(100)
    expect((await cluster.events()).toSorted()).toEqual([
      "Normal ExternalProvisioning now: Waiting for a volume to be created either by the external provisioner 'rancher.io/local-path' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered. ×2",
      'Normal WaitForFirstConsumer wait: waiting for first consumer to be created before binding',
      'Normal WaitForPodScheduled used: waiting for pod web to be scheduled',
      'Warning ProvisioningFailed none: storageclass.storage.k8s.io "nada" not found',
    ])
    expect(cluster.get(persistentVolumeClaims, 'default/now')?.metadata.annotations).toEqual({
      'volume.beta.kubernetes.io/storage-provisioner': 'rancher.io/local-path',
      'volume.kubernetes.io/storage-provisioner': 'rancher.io/local-path',
    })
  })

  it('says why a volume asked for by name does not do', async () => {
    const cluster = fixture(createVolumeBinder)
    cluster.put(persistentVolumes, volume('pv', '5Gi'))
    cluster.put(persistentVolumeClaims, claim('large', '10Gi', { volumeName: 'pv' }))
    cluster.put(persistentVolumeClaims, claim('block', '1Gi', { volumeName: 'pv', volumeMode: 'Block' }))
    cluster.put(persistentVolumeClaims, claim('class', '1Gi', { volumeName: 'pv', storageClassName: 'x' }))
    cluster.put(persistentVolumeClaims, claim('modes', '1Gi', { volumeName: 'pv', accessModes: ['ReadOnlyMany'] }))
    await cluster.run(100)
    expect(await cluster.events()).toEqual([
      'Warning VolumeMismatch large: Cannot bind to requested volume "pv": requested PV is too small',
      'Warning VolumeMismatch block: Cannot bind to requested volume "pv": incompatible volumeMode',
      'Warning VolumeMismatch class: Cannot bind to requested volume "pv": storageClassName does not match',
      'Warning VolumeMismatch modes: Cannot bind to requested volume "pv": incompatible accessMode',
    ])
    cluster.put(persistentVolumeClaims, claim('good', '1Gi', { volumeName: 'pv' }))
    await cluster.run(100)
    expect(cluster.get(persistentVolumeClaims, 'default/good')?.status?.phase).toBe('Bound')
    cluster.put(persistentVolumeClaims, claim('late', '1Gi', { volumeName: 'pv' }))
    await cluster.run(100)
    expect((await cluster.events()).at(-1)).toBe(
      'Warning FailedBinding late: volume "pv" already bound to a different claim.',
    )
  })

  it('binds a volume that names its claim beforehand, without claiming to have chosen it', async () => {
    const cluster = fixture(createVolumeBinder)
    cluster.put(persistentVolumes, volume('other', '1Gi'))
    cluster.put(persistentVolumes, volume('mine', '9Gi', { claimRef: { namespace: 'default', name: 'data' } }))
    cluster.put(persistentVolumeClaims, claim('data', '1Gi'))
    await cluster.run(100)
    expect(cluster.get(persistentVolumeClaims, 'default/data')?.spec?.volumeName).toBe('mine')
    expect(cluster.get(persistentVolumes, 'mine')?.metadata.annotations ?? {}).toEqual({})
  })

  it.each([
    ['Retain', '/mnt/data', 'Released', []],
    [
      'Delete',
      '/mnt/data',
      'Failed',
      ['Warning VolumeFailedDelete pv: host_path deleter only supports /tmp/.+ but received provided /mnt/data'],
    ],
    ['Delete', '/tmp/data', undefined, []],
  ])('does what the policy %s says with %s once the claim is gone', async (policy, path, phase, told) => {
    const cluster = fixture(createVolumeBinder)
    cluster.put(persistentVolumes, volume('pv', '1Gi', { persistentVolumeReclaimPolicy: policy, hostPath: { path } }))
    await cluster.run(100)
    cluster.put(persistentVolumeClaims, claim('data', '1Gi'))
    await cluster.run(100)
    cluster.client.remove(persistentVolumeClaims, 'default', 'data')
    await cluster.run(100)
    expect(cluster.get(persistentVolumes, 'pv')?.status?.phase).toBe(phase)
    expect(await cluster.events()).toEqual(told)
  })

  it('calls a claim lost whose volume is gone', async () => {
    const cluster = fixture(createVolumeBinder)
    cluster.put(persistentVolumes, volume('pv', '1Gi'))
    await cluster.run(100)
    cluster.put(persistentVolumeClaims, claim('data', '1Gi'))
    await cluster.run(100)
    cluster.client.remove(persistentVolumes, '', 'pv')
    await cluster.run(100)
    expect(cluster.get(persistentVolumeClaims, 'default/data')?.status).toEqual({ phase: 'Lost' })
    expect(await cluster.events()).toEqual([
      'Warning ClaimLost data: Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    ])
  })

  it('gives a claim without a class the default one that comes later', async () => {
    const cluster = fixture(createVolumeBinder)
    const { storageClassName: _none, ...spec } = claim('data', '1Gi').spec!
    cluster.put(persistentVolumeClaims, { ...claim('data', '1Gi'), spec })
    await cluster.run(100)
    const fast = storageClass('fast')
    fast.metadata.annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' }
    cluster.put(storageClasses, fast)
    await cluster.run(15_000)
    expect(cluster.get(persistentVolumeClaims, 'default/data')?.spec?.storageClassName).toBe('fast')
  })
})
