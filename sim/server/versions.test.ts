// The same objects in two versions: what was asked of a real server, and what it answered.
import { beforeEach, describe, expect, it } from 'vitest'
import { namespaces } from '../api/refs.ts'
import type { KubeObject } from '../api/object.ts'
import { fakeClock } from '../clock.ts'
import { seededRandom } from '../random.ts'
import { resources } from '../resources/index.ts'
import { otherVersions } from '../resources/versions/index.ts'
import { createStore } from '../store/store.ts'
import type { WatchEvent } from './api.ts'
import { createApi } from './api-server.ts'
import { createRegistry, parseResourcePath } from './request-target.ts'

const registry = createRegistry([...resources, ...otherVersions])
const hpas = (version: string): string => `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`
const events = '/apis/events.k8s.io/v1/namespaces/default/events'
const coreEvents = '/api/v1/namespaces/default/events'
const at = (path: string) => parseResourcePath(registry, path)!.target
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }

let api: ReturnType<typeof createApi>

beforeEach(() => {
  const store = createStore<KubeObject>({ historyMax: 100, onListenerError: () => undefined })
  api = createApi({ store, clock: fakeClock(), random: seededRandom(1) })
  const strategy = resources.find(({ ref }) => ref.plural === namespaces.plural)!
  api.create({ strategy, namespace: '', name: '', subresource: '' }, { metadata: { name: 'default' } }, {})
})

const make = (path: string, name: string, rest: object): KubeObject =>
  api.create(at(path), { metadata: { name }, ...rest }, { fieldManager: 'kubectl-create' })

describe('an autoscaler of autoscaling/v1', () => {
  it('is the one of v2 with a metric for its number, and 80 % where it says none', () => {
    const made = make(hpas('v1'), 'uno', {
      spec: { scaleTargetRef, maxReplicas: 4, targetCPUUtilizationPercentage: 50 },
    })
    expect(made).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 4, targetCPUUtilizationPercentage: 50 },
      status: { currentReplicas: 0, desiredReplicas: 0 },
    })
    const cpu = (averageUtilization: number) => [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } },
    ]
    expect(api.get(at(`${hpas('v2')}/uno`))).toMatchObject({ apiVersion: 'autoscaling/v2', spec: { metrics: cpu(50) } })
    make(hpas('v1'), 'nada', { spec: { scaleTargetRef, maxReplicas: 4 } })
    expect(api.get(at(`${hpas('v2')}/nada`))).toMatchObject({ spec: { minReplicas: 1, metrics: cpu(80) } })
    expect(api.get(at(`${hpas('v1')}/nada`))).toMatchObject({ spec: { targetCPUUtilizationPercentage: 80 } })
    const [entry] = api.get(at(`${hpas('v2')}/nada`)).metadata.managedFields!
    expect(entry).toMatchObject({ apiVersion: 'autoscaling/v1', fieldsV1: { 'f:spec': { 'f:minReplicas': {} } } })
  })

  it('keeps in annotations what it has no field for, and gives it back', () => {
    const metrics = [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
      { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '100Mi' } } },
      { type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '10' } } },
      {
        type: 'Object',
        object: {
          metric: { name: 'q', selector: { matchLabels: { a: 'b' } } },
          describedObject: { kind: 'Service', name: 's', apiVersion: 'v1' },
          target: { type: 'Value', value: '3' },
        },
      },
      { type: 'External', external: { metric: { name: 'e' }, target: { type: 'AverageValue', averageValue: '7' } } },
      {
        type: 'ContainerResource',
        containerResource: { container: 'c', name: 'cpu', target: { type: 'Utilization', averageUtilization: 33 } },
      },
    ]
    const policies = [{ type: 'Pods', value: 1, periodSeconds: 15 }]
    const behavior = { scaleDown: { stabilizationWindowSeconds: 10, policies } }
    make(hpas('v2'), 'full', { spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 5, metrics, behavior } })
    const shown = api.get(at(`${hpas('v1')}/full`))
    expect(shown.metadata.annotations).toEqual({
      'autoscaling.alpha.kubernetes.io/behavior':
        '{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15},{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null},"ScaleDown":{"StabilizationWindowSeconds":10,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":1,"PeriodSeconds":15}],"Tolerance":null}}',
      'autoscaling.alpha.kubernetes.io/metrics':
        '[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"100Mi"}},{"type":"Pods","pods":{"metricName":"rps","targetAverageValue":"10"}},{"type":"Object","object":{"target":{"kind":"Service","name":"s","apiVersion":"v1"},"metricName":"q","targetValue":"3","selector":{"matchLabels":{"a":"b"}}}},{"type":"External","external":{"metricName":"e","targetAverageValue":"7"}},{"type":"ContainerResource","containerResource":{"name":"cpu","targetAverageUtilization":33,"container":"c"}}]',
    })
    expect(shown).toMatchObject({ spec: { minReplicas: 2, maxReplicas: 5, targetCPUUtilizationPercentage: 60 } })
    const changed = { ...shown, spec: { scaleTargetRef, maxReplicas: 6, targetCPUUtilizationPercentage: 70 } }
    api.update(at(`${hpas('v1')}/full`), changed as KubeObject, {})
    const stored = api.get(at(`${hpas('v2')}/full`)) as { spec?: { metrics?: unknown[] } } & KubeObject
    expect(stored.metadata.annotations).toBeUndefined()
    expect(stored).toMatchObject({ spec: { maxReplicas: 6, behavior } })
    expect(stored.spec?.metrics).toHaveLength(metrics.length)
    expect(stored.spec?.metrics).toEqual(expect.arrayContaining(metrics.slice(1)))
  })

  it('is patched, applied, watched and refused in its own fields', () => {
    make(hpas('v1'), 'uno', { spec: { scaleTargetRef, maxReplicas: 4, targetCPUUtilizationPercentage: 50 } })
    const seen: WatchEvent[] = []
    const end = api.watch(at(hpas('v1')), { resourceVersion: '0' }, (event) => seen.push(event))
    api.patch(at(`${hpas('v1')}/uno`), 'merge', { spec: { targetCPUUtilizationPercentage: 70 } }, {})
    const applied = {
      apiVersion: 'autoscaling/v1',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'uno' },
      spec: { maxReplicas: 9 },
    }
    api.patch(at(`${hpas('v1')}/uno`), 'apply', applied, { fieldManager: 'yo', force: true })
    end()
    expect(seen.map(({ object }) => (object as { spec?: object }).spec)).toMatchObject([
      { targetCPUUtilizationPercentage: 50, maxReplicas: 4 },
      { targetCPUUtilizationPercentage: 70, maxReplicas: 4 },
      { targetCPUUtilizationPercentage: 70, maxReplicas: 9 },
    ])
    const wrong = { spec: { scaleTargetRef, maxReplicas: 0, targetCPUUtilizationPercentage: -3 } }
    expect(() => make(hpas('v1'), 'mal', wrong)).toThrow(
      'HorizontalPodAutoscaler.autoscaling "mal" is invalid: [spec.maxReplicas: Invalid value: 0: must be greater than 0, spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`, spec.metrics[0].resource.target.averageUtilization: Invalid value: -3: must be greater than 0]',
    )
  })
})

describe('an event of events.k8s.io/v1', () => {
  const complete = {
    regarding: { kind: 'Pod', name: 'p', namespace: 'default' },
    note: 'hola',
    reason: 'R',
    type: 'Normal',
    eventTime: '2026-11-24T10:00:00.000000Z',
    reportingController: 'a/b',
    reportingInstance: 'i',
    action: 'A',
  }

  it('is the event of the core group under other names', () => {
    make(events, 'e1', complete)
    expect(api.get(at(`${coreEvents}/e1`))).toMatchObject({
      apiVersion: 'v1',
      involvedObject: complete.regarding,
      message: 'hola',
      reportingComponent: 'a/b',
    })
    expect(api.get(at(`${events}/e1`))).toMatchObject({ apiVersion: 'events.k8s.io/v1', ...complete })
    const named = (fieldSelector: string) =>
      api.list(at(events), { fieldSelector }).items.map(({ metadata }) => metadata.name)
    expect(named('regarding.kind=Pod,reason!=X')).toEqual(['e1'])
    expect(named('regarding.kind=Node')).toEqual([])
    expect(() => named('involvedObject.kind=Pod')).toThrow('field label not supported: involvedObject.kind')
    expect(() => api.get(at(`${events}/e2`))).toThrow('events.events.k8s.io "e2" not found')
  })

  it('must be complete, and only its series may change', () => {
    const { eventTime: _none, ...partial } = { ...complete, type: 'Otro', deprecatedCount: 3 }
    expect(() => make(events, 'e1', partial)).toThrow(
      'Event "e1" is invalid: [eventTime: Required value, type: Invalid value: "": has invalid value: Otro, count: Invalid value: "": needs to be unset]',
    )
    make(events, 'e1', complete)
    const change = (body: object) => api.patch(at(`${events}/e1`), 'merge', body, {}).object
    expect(() => change({ note: 'otra' })).toThrow('message: Invalid value: "otra": field is immutable')
    const series = { count: 2, lastObservedTime: '2026-11-24T10:01:00.000000Z' }
    expect(change({ series })).toMatchObject({ series })
  })
})
