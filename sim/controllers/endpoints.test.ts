import { describe, expect, it } from 'vitest'
import { endpoints, endpointSlices, nodes, pods, services } from '../api/refs.ts'
import type { EndpointSlice, Pod, Service } from '../generated/types.ts'
import { createEndpointSliceController } from './endpoint-slice.ts'
import { createEndpointSliceMirroringController } from './endpoint-slice-mirroring.ts'
import { createEndpointsController } from './endpoints.ts'
import { fixture, type Fixture } from './fixture.ts'

function pod(name: string, ip: string, ready: boolean, containerPort = 8080): Pod {
  return {
    metadata: { namespace: 'default', name, labels: { app: 'web' } },
    spec: { nodeName: 'n1', containers: [{ name: 'c', ports: [{ name: 'http', containerPort }] }] },
    status: {
      phase: 'Running',
      podIP: ip,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2026-11-24T09:00:00Z' }],
    },
  }
}

function service(name: string, spec: Service['spec'] = {}): Service {
  const ports = [{ name: 'www', port: 80, protocol: 'TCP', targetPort: 'http' }]
  return {
    metadata: { namespace: 'default', name, labels: { team: 'x' } },
    spec: { selector: { app: 'web' }, clusterIP: '10.43.0.7', ports, ...spec },
  }
}

async function start(...objects: (Pod | Service)[]): Promise<Fixture> {
  const cluster = fixture(createEndpointSliceController, createEndpointsController)
  cluster.put(nodes, { metadata: { name: 'n1', labels: { 'topology.kubernetes.io/zone': 'za' } } })
  for (const object of objects) {
    if ('containers' in (object.spec ?? {})) cluster.put(pods, object as Pod)
    else cluster.put(services, object as Service)
  }
  await cluster.run()
  return cluster
}

const slicesOf = (cluster: Fixture): EndpointSlice[] => cluster.context.informers.for(endpointSlices).list('default')
const shown = (cluster: Fixture): string[] =>
  slicesOf(cluster).flatMap((slice) =>
    (slice.endpoints ?? []).map(({ addresses, conditions }) => {
      const { ready, serving, terminating } = conditions ?? {}
      return `${addresses[0]} ready=${ready} serving=${serving} terminating=${terminating}`
    }),
  )

describe('endpoints', () => {
  it('are written as the real controllers write them, in slices and in the old form', async () => {
    const cluster = await start(pod('w1', '10.42.0.1', true), pod('w2', '10.42.0.2', false), service('web'))
    const reference = (name: string) => ({ kind: 'Pod', namespace: 'default', name, uid: `uid-pods-${name}` })
    expect(slicesOf(cluster)[0]).toMatchObject({
      addressType: 'IPv4',
      metadata: {
        generateName: 'web-',
        labels: {
          team: 'x',
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          'kubernetes.io/service-name': 'web',
        },
        annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-11-24T09:00:00Z' },
        ownerReferences: [
          { apiVersion: 'v1', kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true },
        ],
      },
      endpoints: [
        {
          addresses: ['10.42.0.1'],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName: 'n1',
          zone: 'za',
          targetRef: reference('w1'),
        },
        {
          addresses: ['10.42.0.2'],
          conditions: { ready: false, serving: false, terminating: false },
          nodeName: 'n1',
          zone: 'za',
          targetRef: reference('w2'),
        },
      ],
      ports: [{ name: 'www', port: 8080, protocol: 'TCP' }],
    })
    expect(cluster.get(endpoints, 'default/web')).toMatchObject({
      metadata: { labels: { team: 'x', 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' } },
      subsets: [
        {
          addresses: [{ ip: '10.42.0.1', nodeName: 'n1', targetRef: reference('w1') }],
          notReadyAddresses: [{ ip: '10.42.0.2', nodeName: 'n1', targetRef: reference('w2') }],
          ports: [{ name: 'www', port: 8080, protocol: 'TCP' }],
        },
      ],
    })
    expect(cluster.errors).toEqual([])
  })

  it('keep a pod that ends as serving but not ready, and drop it when it is gone', async () => {
    const cluster = await start(pod('w1', '10.42.0.1', true), pod('w2', '10.42.0.2', true), service('web'))
    const ending = cluster.get(pods, 'default/w1')!
    const metadata = { ...ending.metadata, deletionTimestamp: '2027-01-01T00:00:30Z', finalizers: ['test/held'] }
    cluster.put(pods, { ...ending, metadata })
    await cluster.run()
    expect(shown(cluster)).toEqual([
      '10.42.0.1 ready=false serving=true terminating=true',
      '10.42.0.2 ready=true serving=true terminating=false',
    ])
    expect(cluster.get(endpoints, 'default/web')?.subsets?.[0]?.addresses).toHaveLength(1)
    cluster.client.remove(pods, 'default', 'w1')
    cluster.client.remove(pods, 'default', 'w2')
    await cluster.run()
    expect(shown(cluster)).toEqual([])
    expect(slicesOf(cluster), 'an empty slice stays').toHaveLength(1)
  })

  it('keep a pod that finishes as not ready until something else changes: its phase alone asks nobody to look', async () => {
    const cluster = await start(pod('w1', '10.42.0.1', true), service('web'))
    const { phase: _running, ...unready } = pod('w1', '10.42.0.1', false).status!
    for (const phase of ['Running', 'Succeeded']) {
      cluster.put(pods, { ...cluster.get(pods, 'default/w1')!, status: { ...unready, phase } })
      await cluster.run()
      expect(shown(cluster)).toEqual(['10.42.0.1 ready=false serving=false terminating=false'])
    }
    cluster.put(services, service('web', { publishNotReadyAddresses: true }))
    await cluster.run()
    expect(shown(cluster)).toEqual([])
  })

  it('count every pod as ready when the service publishes those that are not', async () => {
    const cluster = await start(pod('w1', '10.42.0.1', false), service('web', { publishNotReadyAddresses: true }))
    expect(shown(cluster)).toEqual(['10.42.0.1 ready=true serving=false terminating=false'])
  })

  it('mark a headless service, and give pods with other ports a slice of their own', async () => {
    const cluster = await start(
      pod('w1', '10.42.0.1', true, 8080),
      pod('w2', '10.42.0.2', true, 9090),
      service('web', { clusterIP: 'None' }),
    )
    expect(slicesOf(cluster).map(({ ports }) => ports?.[0]?.port)).toEqual([8080, 9090])
    for (const { metadata } of slicesOf(cluster)) expect(metadata.labels?.['service.kubernetes.io/headless']).toBe('')
  })

  it('leave a service without selector, and one by external name, to their users', async () => {
    const { selector: _none, ...spec } = service('own').spec!
    const own = { ...service('own'), spec }
    const cluster = await start(pod('w1', '10.42.0.1', true), own, service('ext', { type: 'ExternalName' }))
    expect(cluster.writes()).toEqual([])
  })

  it('are copied into slices where somebody wrote them for a service without selector', async () => {
    const cluster = fixture(createEndpointSliceMirroringController)
    const { selector: _none, ...spec } = service('own').spec!
    cluster.put(services, { ...service('own'), spec })
    cluster.put(endpoints, {
      metadata: { namespace: 'default', name: 'own', labels: { team: 'x' }, annotations: { note: 'a' } },
      subsets: [
        {
          addresses: [{ ip: '192.168.1.20', hostname: 'bbdd' }],
          notReadyAddresses: [{ ip: '192.168.1.21' }],
          ports: [{ port: 3306, protocol: 'TCP' }],
        },
      ],
    })
    await cluster.run()
    const [slice] = slicesOf(cluster)
    expect(slice).toMatchObject({
      metadata: {
        labels: {
          team: 'x',
          'kubernetes.io/service-name': 'own',
          'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
        },
        annotations: { note: 'a' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Endpoints', name: 'own', controller: true }],
      },
      addressType: 'IPv4',
      endpoints: [
        { addresses: ['192.168.1.20'], conditions: { ready: true }, hostname: 'bbdd' },
        { addresses: ['192.168.1.21'], conditions: { ready: false } },
      ],
      ports: [{ name: '', port: 3306, protocol: 'TCP' }],
    })
    cluster.client.remove(endpoints, 'default', 'own')
    await cluster.run()
    expect(slicesOf(cluster)).toEqual([])
  })

  it('go with the service in their old form', async () => {
    const cluster = await start(service('web'))
    expect(cluster.get(endpoints, 'default/web')).toBeDefined()
    cluster.client.remove(services, 'default', 'web')
    await cluster.run()
    expect(cluster.get(endpoints, 'default/web')).toBeUndefined()
  })
})
