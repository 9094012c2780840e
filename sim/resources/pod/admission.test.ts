import { expect, test } from 'vitest'
import type { KubeObject } from '../../api/object.ts'
import type { Pod, PodSpec, ServiceAccount } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'
import { addDefaultTolerations } from './default-tolerations.ts'
import { admitPriority } from './priority.ts'
import { qosClass } from '../../api/qos.ts'
import { admitServiceAccount } from './service-account.ts'

function viewWith(...objects: KubeObject[]): ClusterView {
  return {
    now: '2027-01-01T00:00:00Z',
    nowMs: 0,
    random: () => 0,
    get: (ref, _namespace, name) =>
      objects.find((object) => object.kind === ref.kind && object.metadata.name === name) as never,
    list: (ref) => objects.filter((object) => object.kind === ref.kind) as never,
  }
}

function pod(spec: Partial<PodSpec>): Pod & { spec: PodSpec } {
  return { metadata: { name: 'web', namespace: 'shop' }, spec: { containers: [{ name: 'c' }], ...spec } }
}

const account: ServiceAccount = { kind: 'ServiceAccount', metadata: { name: 'default' } }
const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount'

test('a pod runs as the default account and finds its token', () => {
  const subject = pod({})
  admitServiceAccount(subject, viewWith({ ...account, imagePullSecrets: [{ name: 'registry' }] } as ServiceAccount))
  expect(subject.spec).toMatchObject({
    serviceAccountName: 'default',
    serviceAccount: 'default',
    imagePullSecrets: [{ name: 'registry' }],
    volumes: [{ name: 'kube-api-access-bbbbb' }],
    containers: [{ volumeMounts: [{ name: 'kube-api-access-bbbbb', readOnly: true, mountPath: tokenPath }] }],
  })
})

test('neither account nor pod may want the token', () => {
  const subject = pod({})
  admitServiceAccount(subject, viewWith({ ...account, automountServiceAccountToken: false } as ServiceAccount))
  expect(subject.spec.volumes).toBeUndefined()
})

test('an account that is not there', () => {
  expect(() => admitServiceAccount(pod({ serviceAccountName: 'shop' }), viewWith())).toThrow(
    'pods "web" is forbidden: error looking up service account shop/shop: serviceaccount "shop" not found',
  )
})

test('priority comes from the class', () => {
  const subject = pod({ priorityClassName: 'system-node-critical' })
  admitPriority(subject, viewWith())
  expect(subject.spec).toMatchObject({ priority: 2_000_001_000, preemptionPolicy: 'PreemptLowerPriority' })
})

test.each([
  [{ priorityClassName: 'gold' }, 'pods "web" is forbidden: no PriorityClass with name gold was found'],
  [
    { priority: 5 },
    'pods "web" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
  ],
])('%j', (spec, message) => {
  expect(() => admitPriority(pod(spec), viewWith())).toThrow(message)
})

test('the default tolerations join those that a pod has', () => {
  const spec: PodSpec = { containers: [], tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists' }] }
  addDefaultTolerations(spec)
  expect(spec.tolerations).toEqual([
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists' },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
  ])
})

test.each<[string, PodSpec]>([
  ['BestEffort', { containers: [{ name: 'c', resources: {} }] }],
  ['Burstable', { containers: [{ name: 'c', resources: { requests: { cpu: '1' } } }] }],
  [
    'Guaranteed',
    {
      containers: [
        { name: 'c', resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1000m', memory: '1024Mi' } } },
      ],
    },
  ],
  [
    'Burstable',
    {
      containers: [
        { name: 'c', resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } } },
        { name: 'd', resources: {} },
      ],
    },
  ],
])('quality of service %s', (expected, spec) => {
  expect(qosClass(spec)).toBe(expected)
})
