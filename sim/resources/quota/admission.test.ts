// What counts against which quota: scopes, classes of storage, node ports, updates; and the sentences of what does not fit.
import { describe, expect, it } from 'vitest'
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import { configMaps, deployments, persistentVolumeClaims, pods, resourceQuotas, services } from '../../api/refs.ts'
import type { ClusterView } from '../resource.ts'
import { chargesOf } from './admission.ts'

function view(quotas: object[]): ClusterView {
  const all = quotas.map((quota) => ({ metadata: { name: 'q', namespace: 'a' }, ...quota }))
  return {
    now: '2026-11-24T00:00:00Z',
    nowMs: Date.UTC(2026, 10, 24),
    get: () => undefined,
    list: (ref) => (ref.plural === resourceQuotas.plural ? (all as never[]) : []),
    random: () => 0,
  }
}

const hard = (amounts: Record<string, string>, spec = {}): object => ({
  spec: { hard: amounts, ...spec },
  status: { hard: amounts, used: Object.fromEntries(Object.keys(amounts).map((name) => [name, '0'])) },
})

/** What would be used, or why not. */
function charged(quota: object, ref: ResourceRef, object: object, old?: object): unknown {
  const named = (each: object): KubeObject => ({ ...each, metadata: { name: 'x', namespace: 'a' } })
  try {
    const charges = chargesOf(view([quota]), ref, named(object), old && named(old))
    return charges[0]?.used ?? 'nothing'
  } catch (error) {
    return (error as Error).message
  }
}

const pod = (resources: object, spec = {}): object => ({ spec: { containers: [{ name: 'c', resources }], ...spec } })
const asks = { requests: { cpu: '100m' }, limits: { cpu: '200m' } }

describe('pods', () => {
  it('count what they ask for, sidecars and the largest init container included', () => {
    const init = [
      { name: 'i', resources: { requests: { cpu: '1' } } },
      { name: 's', restartPolicy: 'Always', resources: { requests: { cpu: '50m' } } },
    ]
    const quota = hard({ 'requests.cpu': '2', pods: '5', 'count/pods': '5' })
    expect(charged(quota, pods, pod(asks, { initContainers: init }))).toEqual({
      'requests.cpu': '1',
      pods: '1',
      'count/pods': '1',
    })
  })

  it.each([
    ['BestEffort', pod({}), { pods: '1' }],
    ['BestEffort', pod(asks), 'nothing'],
    ['NotBestEffort', pod(asks), { pods: '1' }],
    ['Terminating', pod({}, { activeDeadlineSeconds: 60 }), { pods: '1' }],
    ['NotTerminating', pod({}, { activeDeadlineSeconds: 60 }), 'nothing'],
    ['PriorityClass', pod({}, { priorityClassName: 'alta' }), { pods: '1' }],
  ])('in the scope %s', (scope, object, expected) => {
    expect(charged(hard({ pods: '5' }, { scopes: [scope] }), pods, object)).toEqual(expected)
  })

  it('of a priority class that is named', () => {
    const expression = { scopeName: 'PriorityClass', operator: 'In', values: ['alta'] }
    const quota = hard({ pods: '0' }, { scopeSelector: { matchExpressions: [expression] } })
    expect(charged(quota, pods, pod({}, { priorityClassName: 'baja' }))).toBe('nothing')
    expect(charged(quota, pods, pod({}, { priorityClassName: 'alta' }))).toBe(
      'pods "x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0',
    )
  })

  it('must say what a quota counts, and wait for one that has not been counted', () => {
    expect(charged(hard({ 'requests.cpu': '1', 'limits.memory': '1Gi' }), pods, pod({}))).toBe(
      'pods "x" is forbidden: failed quota: q: must specify limits.memory for: c; requests.cpu for: c',
    )
    const uncounted = { spec: { hard: { pods: '1' } }, status: { hard: { pods: '1' } } }
    expect(charged(uncounted, pods, pod({}))).toBe(
      'pods "x" is forbidden: status unknown for quota: q, resources: pods',
    )
  })
})

it('claims count by their class, and grow', () => {
  const claim = (storage: string): object => ({
    spec: { storageClassName: 'oro', resources: { requests: { storage } } },
  })
  const name = 'oro.storageclass.storage.k8s.io/requests.storage'
  const quota = hard({ [name]: '10Gi', persistentvolumeclaims: '3' })
  expect(charged(quota, persistentVolumeClaims, claim('4Gi'))).toEqual({ [name]: '4Gi', persistentvolumeclaims: '1' })
  expect(charged(quota, persistentVolumeClaims, claim('6Gi'), claim('4Gi'))).toEqual({
    [name]: '2Gi',
    persistentvolumeclaims: '0',
  })
  expect(charged(quota, persistentVolumeClaims, claim('12Gi'))).toContain(`requested: ${name}=12Gi`)
})

it('services count their node ports; anything counts by name', () => {
  const quota = hard({ 'services.nodeports': '1', 'count/deployments.apps': '0', configmaps: '1' })
  const service = { spec: { type: 'NodePort', ports: [{ port: 80 }, { port: 81 }] } }
  expect(charged(quota, services, service)).toContain('requested: services.nodeports=2')
  expect(charged(quota, deployments, {})).toContain('requested: count/deployments.apps=1')
  expect(charged(quota, configMaps, {})).toMatchObject({ configmaps: '1' })
  expect(charged(quota, configMaps, {}, {})).toBe('nothing')
})
