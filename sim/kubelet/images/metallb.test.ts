import { describe, expect, it } from 'vitest'
import { services } from '../../api/refs.ts'
import { createFakeClient } from '../../client/fake-client.ts'
import { createInformers } from '../../client/informer.ts'
import { fakeClock } from '../../clock.ts'
import type { Service } from '../../generated/types.ts'
import { assignAddresses } from './metallb/assign.ts'
import { addressesOf, type AddressPool } from './metallb/pools.ts'

function pool(name: string, addresses: string[], more: AddressPool['spec'] = {}): AddressPool {
  return { metadata: { name, namespace: 'metallb-system' }, spec: { addresses, ...more } }
}

describe('a pool', () => {
  it.each([
    ['192.168.1.50-192.168.1.52', ['192.168.1.50', '192.168.1.51', '192.168.1.52']],
    ['10.0.0.8/31', ['10.0.0.8', '10.0.0.9']],
  ])('of %s', (range, expected) => {
    expect(addressesOf(pool('p', [range]))).toEqual(expected)
  })
  it('leaves out the first and last of a range of 256 where it is told to', () => {
    expect(addressesOf(pool('p', ['10.0.0.254-10.0.1.1'], { avoidBuggyIPs: true }))).toEqual(['10.0.0.254', '10.0.1.1'])
  })
  it.each([
    ['192.168.1.9-192.168.1.1', 'start IP 192.168.1.9 is after the end IP 192.168.1.1'],
    ['192.168.1.300-192.168.1.301', 'invalid IP range'],
    ['nada', 'invalid CIDR "nada"'],
  ])('refuses %s', (range, message) => {
    expect(() => addressesOf(pool('p', [range]))).toThrow(message)
  })
})

async function shop(...all: Service[]) {
  const client = createFakeClient(fakeClock())
  const informers = createInformers(client, (error) => {
    throw error
  })
  informers.for(services)
  for (const [index, one] of all.entries()) {
    client.put(services, {
      ...one,
      metadata: { ...one.metadata, namespace: 'default', creationTimestamp: `2026-11-24T10:00:0${index}Z` },
    })
  }
  await informers.start()
  const events: string[] = []
  const recorder = {
    event: (object: { metadata: { name?: string } }, type: string, reason: string, message: string) =>
      void events.push(`${object.metadata.name} ${type} ${reason}: ${message}`),
  }
  const assign = (pools: AddressPool[], loadBalancerClass?: string) =>
    assignAddresses({ context: { client, informers }, recorder, loadBalancerClass }, pools)
  const given = () =>
    Object.fromEntries(
      informers
        .for(services)
        .list()
        .map(({ metadata, status }) => [metadata.name, status?.loadBalancer?.ingress?.[0]?.ip]),
    )
  return { assign, given, events, client }
}

const balanced = (name: string, spec: Service['spec'] = {}, annotations = {}): Service => ({
  metadata: { name, annotations },
  spec: { type: 'LoadBalancer', ports: [{ port: 80, protocol: 'TCP' }], ...spec },
})

describe('the controller', () => {
  it('gives the free addresses in order, says who gets none, and stays with what it gave', async () => {
    const { assign, given, events } = await shop(balanced('a'), balanced('b'), { metadata: { name: 'c' }, spec: {} })
    await assign([pool('ips', ['192.168.1.50/32'])])
    await assign([pool('ips', ['192.168.1.50-192.168.1.51'])])
    expect(given()).toEqual({ a: '192.168.1.50', b: '192.168.1.51', c: undefined })
    expect(events).toEqual([
      'a Normal IPAllocated: Assigned IP ["192.168.1.50"]',
      'b Warning AllocationFailed: Failed to allocate IP for "default/b": no available IPs',
      'b Normal IPAllocated: Assigned IP ["192.168.1.51"]',
    ])
  })

  it('heeds a pool, an address and a class that are asked for', async () => {
    const { assign, given, events } = await shop(
      balanced('a', {}, { 'metallb.io/address-pool': 'two' }),
      balanced('b', { loadBalancerIP: '10.0.0.9' }),
      balanced('c', {}, { 'metallb.io/loadBalancerIPs': '9.9.9.9' }),
      balanced('d', { loadBalancerClass: 'io.cattle/svclb' }),
    )
    await assign([pool('one', ['10.0.0.0/28']), pool('two', ['10.1.0.0/31'], { autoAssign: false })])
    expect(given()).toEqual({ a: '10.1.0.0', b: '10.0.0.9', c: undefined, d: undefined })
    expect(events.at(-1)).toBe(
      'c Warning AllocationFailed: Failed to allocate IP for "default/c": ["9.9.9.9"] is not allowed in config',
    )
  })

  it('takes addresses back from what is no balancer any more, or where no pool has them', async () => {
    const { assign, given, client } = await shop(balanced('a'), balanced('b'))
    await assign([pool('ips', ['10.0.0.1-10.0.0.2'])])
    const a = (await client.get(services, 'default', 'a'))!
    client.put(services, { ...a, spec: { ...a.spec, type: 'ClusterIP' } })
    await assign([pool('ips', ['10.0.9.1/32'])])
    expect(given()).toEqual({ a: undefined, b: '10.0.9.1' })
  })
})
