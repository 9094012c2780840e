import { describe, expect, it } from 'vitest'
import { nodes, persistentVolumeClaims, persistentVolumes, pods, services } from '../api/refs.ts'
import type { Node, Service } from '../generated/types.ts'
import { fixture } from './fixture.ts'
import { createNodeIpamController } from './node-ipam.ts'
import { createServiceLbController } from './service-lb.ts'
import { createClaimProtection, createVolumeProtection } from './volume-protection.ts'

function node(name: string, ready = 'True'): Node {
  return {
    metadata: { name },
    status: {
      addresses: [{ type: 'InternalIP', address: `172.18.0.${name.slice(1)}` }],
      conditions: [{ type: 'Ready', status: ready }],
    },
  }
}

describe('node controllers', () => {
  it('give each node the first free range of pod addresses', async () => {
    const cluster = fixture(createNodeIpamController)
    for (const name of ['n1', 'n2']) cluster.put(nodes, node(name))
    await cluster.run()
    cluster.client.remove(nodes, '', 'n1')
    cluster.put(nodes, node('n3'))
    await cluster.run()
    expect(cluster.get(nodes, 'n2')?.spec).toEqual({ podCIDR: '10.42.1.0/24', podCIDRs: ['10.42.1.0/24'] })
    expect(cluster.get(nodes, 'n3')?.spec?.podCIDR).toBe('10.42.0.0/24')
  })
})

describe('service load balancer', () => {
  const balanced = (name: string, port: number, creationTimestamp: string): Service => ({
    metadata: { namespace: 'default', name, creationTimestamp },
    spec: { type: 'LoadBalancer', ports: [{ port }] },
  })

  it('gives a service the ready nodes, and the second on a port nothing until the first goes', async () => {
    const cluster = fixture(createServiceLbController)
    for (const each of [node('n1'), node('n2'), node('n3', 'False')]) cluster.put(nodes, each)
    cluster.put(services, balanced('first', 80, '2027-01-01T00:00:00Z'))
    cluster.put(services, balanced('second', 80, '2027-01-01T00:00:01Z'))
    await cluster.run()
    const ips = (name: string) =>
      cluster.get(services, `default/${name}`)?.status?.loadBalancer?.ingress?.map(({ ip }) => ip)
    expect([ips('first'), ips('second')]).toEqual([['172.18.0.1', '172.18.0.2'], undefined])
    const first = cluster.get(services, 'default/first')!
    cluster.put(services, { ...first, spec: { ...first.spec, type: 'ClusterIP' } })
    await cluster.run()
    expect(ips('first')).toBeUndefined()
    expect(ips('second')).toEqual(['172.18.0.1', '172.18.0.2'])
    expect(await cluster.events()).toContain(
      'Normal UpdatedLoadBalancer second: Updated LoadBalancer with new IPs: [] -> [172.18.0.1 172.18.0.2]',
    )
  })
})

describe('protection of volumes', () => {
  it('keeps a claim that a placed pod uses, and a bound volume, until nobody does', async () => {
    const cluster = fixture(createClaimProtection, createVolumeProtection)
    cluster.put(persistentVolumeClaims, { metadata: { namespace: 'default', name: 'data' } })
    cluster.put(persistentVolumes, { metadata: { name: 'pv' }, status: { phase: 'Bound' } })
    cluster.put(pods, {
      metadata: { namespace: 'default', name: 'user' },
      spec: { nodeName: 'n1', containers: [], volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] },
    })
    await cluster.run()
    expect(cluster.get(persistentVolumeClaims, 'default/data')?.metadata.finalizers).toEqual([
      'kubernetes.io/pvc-protection',
    ])
    await cluster.client.delete(persistentVolumeClaims, 'default', 'data')
    await cluster.client.delete(persistentVolumes, '', 'pv')
    await cluster.run()
    expect(cluster.get(persistentVolumeClaims, 'default/data')).toBeDefined()
    expect(cluster.get(persistentVolumes, 'pv')?.metadata.finalizers).toEqual(['kubernetes.io/pv-protection'])
    cluster.client.remove(pods, 'default', 'user')
    cluster.put(persistentVolumes, { ...cluster.get(persistentVolumes, 'pv')!, status: { phase: 'Released' } })
    await cluster.run()
    expect(cluster.get(persistentVolumeClaims, 'default/data')).toBeUndefined()
    expect(cluster.get(persistentVolumes, 'pv')).toBeUndefined()
  })
})
