// What admission adds to volumes, claims and Ingresses, and which claims may grow.
import { expect, test } from 'vitest'
import type { FieldError } from '../../api/field-errors.ts'
import { persistentVolumeClaims } from '../../api/refs.ts'
import { forbidden } from '../../api/status.ts'
import type { IngressClass, PersistentVolumeClaim, StorageClass } from '../../generated/types.ts'
import { ingressStrategy } from '../ingresses.ts'
import { persistentVolumeClaimStrategy } from '../persistentvolumeclaims.ts'
import { persistentVolumeStrategy } from '../persistentvolumes.ts'
import type { ClusterView } from '../resource.ts'

const isDefault = { 'storageclass.kubernetes.io/is-default-class': 'true' }

function viewWith(...classes: (StorageClass | IngressClass)[]): ClusterView {
  return {
    now: '2027-01-01T00:00:00Z',
    nowMs: Date.UTC(2027, 0, 1),
    random: () => 0,
    list: () => classes as never,
    get: (_ref, _namespace, name) => classes.find(({ metadata }) => metadata.name === name) as never,
  }
}

function storageClass(name: string, more: Partial<StorageClass> = {}, created = '2026-01-01T00:00:00Z'): StorageClass {
  const { metadata, ...rest } = more
  return { provisioner: 'x/y', ...rest, metadata: { name, creationTimestamp: created, ...metadata } }
}

function admitted(claim: PersistentVolumeClaim, view: ClusterView): PersistentVolumeClaim {
  persistentVolumeClaimStrategy.admit!(claim, view)
  return claim
}

test('volumes and claims are protected while in use', () => {
  const volume = { metadata: { name: 'v', finalizers: ['a.b/c'] } }
  persistentVolumeStrategy.admit!(volume, viewWith())
  expect(volume.metadata.finalizers).toEqual(['a.b/c', 'kubernetes.io/pv-protection'])
  expect(admitted({ metadata: { name: 'c' } }, viewWith()).metadata.finalizers).toEqual([
    'kubernetes.io/pvc-protection',
  ])
})

test('a claim without a class gets the newest of the default ones', () => {
  const view = viewWith(
    storageClass('plain'),
    storageClass('old', { metadata: { annotations: isDefault } }),
    storageClass('new-b', { metadata: { annotations: isDefault } }, '2026-06-01T00:00:00Z'),
    storageClass('new-a', { metadata: { annotations: isDefault } }, '2026-06-01T00:00:00Z'),
  )
  expect(admitted({ metadata: { name: 'c' }, spec: {} }, view).spec!.storageClassName).toBe('new-a')
})

test.each([
  ['names one', { metadata: { name: 'c' }, spec: { storageClassName: 'own' } }, 'own'],
  ['wants none', { metadata: { name: 'c' }, spec: { storageClassName: '' } }, ''],
  [
    'names one in the old way',
    { metadata: { name: 'c', annotations: { 'volume.beta.kubernetes.io/storage-class': 'own' } }, spec: {} },
    undefined,
  ],
])('a claim that %s keeps it', (_what, claim: PersistentVolumeClaim, expected) => {
  const view = viewWith(storageClass('standard', { metadata: { annotations: isDefault } }))
  expect(admitted(claim, view).spec!.storageClassName).toBe(expected)
})

test('an Ingress without a class gets the default one', () => {
  const annotations = { 'ingressclass.kubernetes.io/is-default-class': 'true' }
  const view = viewWith({ metadata: { name: 'traefik', annotations }, spec: { controller: 'a/b' } })
  const ingress = { metadata: { name: 'web' }, spec: {} as { ingressClassName?: string } }
  ingressStrategy.admit!(ingress, view)
  expect(ingress.spec.ingressClassName).toBe('traefik')
})

function claimOf(storage: string, storageClassName: string, phase: string): PersistentVolumeClaim {
  return {
    metadata: { name: 'datos' },
    spec: { storageClassName, volumeName: 'v', resources: { requests: { storage } } },
    status: { phase, capacity: { storage: '1Gi' } },
  }
}

test.each([
  ['a class that lets it', true, 'Bound', undefined],
  [
    'a class that does not',
    false,
    'Bound',
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  ],
])('a bound claim grows with %s', (_what, allowVolumeExpansion, phase, refusal) => {
  const view = viewWith(storageClass('lento', { allowVolumeExpansion }))
  const update = (): unknown =>
    persistentVolumeClaimStrategy.validateUpdate!(claimOf('2Gi', 'lento', phase), claimOf('1Gi', 'lento', phase), view)
  if (refusal === undefined) expect(update()).toEqual([])
  else expect(update).toThrow(forbidden(persistentVolumeClaims, 'datos', refusal))
})

test('a claim that shrinks below what it has is refused, one that waits cannot change at all', () => {
  const view = viewWith(storageClass('lento', { allowVolumeExpansion: true }))
  const validate = (claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] =>
    persistentVolumeClaimStrategy.validateUpdate!(claim, old, view)
  expect(validate(claimOf('1Gi', 'lento', 'Bound'), claimOf('2Gi', 'lento', 'Bound'))).toEqual([
    {
      type: 'Forbidden',
      field: 'spec.resources.requests.storage',
      detail: 'field can not be less than status.capacity',
    },
  ])
  const [error] = validate(claimOf('2Gi', 'lento', 'Pending'), claimOf('1Gi', 'lento', 'Pending'))
  expect(error!.detail).toBe(
    `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims
@@ -4,7 +4,7 @@
  "Resources": {
   "Limits": null,
   "Requests": {
-   "storage": "1Gi"
+   "storage": "2Gi"
   }
  },
  "VolumeName": "v",
`,
  )
})
