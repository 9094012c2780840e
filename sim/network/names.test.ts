import { describe, expect, it } from 'vitest'
import { endpointSlices, networkPolicies, pods, services } from '../api/refs.ts'
import { fakeClock } from '../clock.ts'
import { createFakeClient } from '../client/fake-client.ts'
import { createInformers } from '../client/informer.ts'
import type { EndpointSlice, Service } from '../generated/types.ts'
import { seededRandom } from '../random.ts'
import type { RecordType } from './dns-zone.ts'
import { clusterResolver } from './names.ts'
import { createNetwork } from './network.ts'

async function cluster() {
  const clock = fakeClock()
  const client = createFakeClient(clock)
  const informers = createInformers(client, (error) => {
    throw error
  })
  const { names } = createNetwork({ clock, informers, random: seededRandom(1) })
  client.put(services, service('web', { clusterIP: '10.43.0.50', clusterIPs: ['10.43.0.50'], ports: [http] }))
  client.put(services, service('db', { clusterIP: 'None', ports: [http] }))
  client.put(services, service('empty', { clusterIP: 'None', ports: [http] }))
  client.put(services, service('here', { type: 'ExternalName', externalName: 'web.default.svc.cluster.local' }))
  client.put(services, service('away', { type: 'ExternalName', externalName: 'db.mi-empresa.com' }))
  client.put(endpointSlices, slice('db'))
  await informers.start()
  const ask = (name: string, type: RecordType = 'A'): string => {
    const reply = names.query(name, type)
    if (typeof reply === 'string') return reply
    const records = reply.records.map(({ name: owner, type: kind, data }) => `${owner} ${kind} ${data}`)
    return records.length > 0 ? records.toSorted().join('; ') : reply.code
  }
  const resolve = (name: string, namespace = 'default') =>
    names.resolve(name, clusterResolver(namespace))?.addresses.toSorted()
  return { client, names, ask, resolve }
}

const http = { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }

function service(name: string, spec: Service['spec'], namespace = 'default'): Service {
  return { metadata: { name, namespace }, spec: { ...spec } }
}

function slice(name: string): EndpointSlice {
  return {
    metadata: { name: `${name}-1`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [
      { addresses: ['10.42.0.2'], hostname: 'db-0', conditions: { ready: true } },
      { addresses: ['10.42.0.3'], hostname: 'db-1', conditions: { ready: false } },
      { addresses: ['10.42.0.4'], conditions: { ready: true } },
    ],
  }
}

const domain = 'default.svc.cluster.local'

describe('the search list', () => {
  it('of a namespace is tried before the name as it is', async () => {
    const { resolve } = await cluster()
    const spellings = ['web', 'WEB', 'web.default', 'web.default.svc', `web.${domain}`, `web.${domain}.`]
    expect(spellings.map((name) => resolve(name))).toEqual(spellings.map(() => ['10.43.0.50']))
    expect(resolve('web', 'other')).toBeUndefined()
    expect(resolve('web.default', 'other')).toEqual(['10.43.0.50'])
    expect(resolve('web.')).toBeUndefined()
  })
})

describe('the zone', () => {
  it.each([
    ['an address', `web.${domain}`, 'A', `web.${domain} A 10.43.0.50`],
    ['a name without records of that type', `web.${domain}`, 'AAAA', 'NOERROR'],
    ['a name that is not there', `nadie.${domain}`, 'A', 'NXDOMAIN'],
    ['a headless Service: its ready pods', `db.${domain}`, 'A', `db.${domain} A 10.42.0.2; db.${domain} A 10.42.0.4`],
    ['a headless Service without pods', `empty.${domain}`, 'A', 'NXDOMAIN'],
    ['a pod by its host name', `db-0.db.${domain}`, 'A', `db-0.db.${domain} A 10.42.0.2`],
    ['a pod that is not ready', `db-1.db.${domain}`, 'A', 'NXDOMAIN'],
    ['a pod without a host name', `10-42-0-4.db.${domain}`, 'A', `10-42-0-4.db.${domain} A 10.42.0.4`],
    [
      'a pod by its address',
      '10-42-0-9.default.pod.cluster.local',
      'A',
      '10-42-0-9.default.pod.cluster.local A 10.42.0.9',
    ],
    ['a port', `_http._tcp.web.${domain}`, 'SRV', `_http._tcp.web.${domain} SRV 0 100 80 web.${domain}`],
    [
      'a port of a headless Service, as the pods serve it',
      `_http._tcp.db.${domain}`,
      'SRV',
      `_http._tcp.db.${domain} SRV 0 50 8080 10-42-0-4.db.${domain}; _http._tcp.db.${domain} SRV 0 50 8080 db-0.db.${domain}`,
    ],
    ['a port that is not there', `_sql._tcp.web.${domain}`, 'SRV', 'NXDOMAIN'],
    ['an alias within', `here.${domain}`, 'A', `here.${domain} CNAME web.${domain}; web.${domain} A 10.43.0.50`],
    ['an alias of what nobody here knows', `away.${domain}`, 'A', `away.${domain} CNAME db.mi-empresa.com`],
    ['an address of a Service', '50.0.43.10.in-addr.arpa', 'PTR', `50.0.43.10.in-addr.arpa PTR web.${domain}`],
    [
      'an address of a pod with a host name',
      '2.0.42.10.in-addr.arpa',
      'PTR',
      `2.0.42.10.in-addr.arpa PTR db-0.db.${domain}`,
    ],
    [
      'an address of an endpoint without a name of its own',
      '4.0.42.10.in-addr.arpa',
      'PTR',
      `4.0.42.10.in-addr.arpa PTR 10-42-0-4.db.${domain}`,
    ],
    ['an address that nobody has', '99.0.42.10.in-addr.arpa', 'PTR', 'NXDOMAIN'],
    ['a namespace', domain, 'A', 'NOERROR'],
    ['what is no name of the cluster', 'db.mi-empresa.com', 'A', 'NXDOMAIN'],
  ] as const)('answers for %s', async (_what, name, type, expected) => {
    expect((await cluster()).ask(name, type)).toBe(expected)
  })
})

describe('a DNS that cannot be asked', () => {
  it('refuses without ready pods, and is silent behind a policy', async () => {
    const { client, names, ask } = await cluster()
    client.put(services, service('kube-dns', { clusterIP: '10.43.0.10', ports: [] }, 'kube-system'))
    await Promise.resolve()
    expect(ask(`web.${domain}`)).toBe('refused')
    const dns = slice('kube-dns')
    client.put(endpointSlices, { ...dns, metadata: { ...dns.metadata, namespace: 'kube-system' } })
    const status = { podIPs: [{ ip: '10.42.0.9' }] }
    client.put(pods, { metadata: { name: 'a', namespace: 'default' }, spec: { containers: [] }, status })
    const shut = { podSelector: {}, policyTypes: ['Egress'] }
    client.put(networkPolicies, { metadata: { name: 'shut', namespace: 'default' }, spec: shut })
    await Promise.resolve()
    const from = { address: '10.42.0.9', nodeName: 'node-1' }
    expect([names.query(`web.${domain}`, 'A', from), names.resolve('web', clusterResolver('default'), from)]).toEqual([
      'silent',
      undefined,
    ])
    const egress = [{ ports: [{ protocol: 'UDP', port: 53 }] }]
    client.put(networkPolicies, { metadata: { name: 'dns', namespace: 'default' }, spec: { ...shut, egress } })
    await Promise.resolve()
    expect(names.resolve('web', clusterResolver('default'), from)?.addresses).toEqual(['10.43.0.50'])
  })
})
