import { describe, expect, it } from 'vitest'
import { namespaces, networkPolicies, nodes, pods } from '../api/refs.ts'
import { fakeClock } from '../clock.ts'
import { createFakeClient } from '../client/fake-client.ts'
import { createInformers } from '../client/informer.ts'
import type { NetworkPolicySpec, Pod } from '../generated/types.ts'
import { seededRandom } from '../random.ts'
import { ConnectError } from './connection.ts'
import { createNetwork } from './network.ts'
import { createPolicies } from './policies.ts'

const addresses = { web: '10.42.0.2', db: '10.42.0.3', other: '10.42.0.4' }
const outside = { address: '192.168.1.7' }

async function world(...specs: NetworkPolicySpec[]) {
  const clock = fakeClock()
  const client = createFakeClient(clock)
  const informers = createInformers(client, (error) => {
    throw error
  })
  const context = { clock, informers, random: seededRandom(1) }
  const policies = createPolicies(context)
  const net = createNetwork(context)
  client.put(nodes, { metadata: { name: 'node-1' }, spec: { podCIDR: '10.42.0.0/24' } })
  client.put(namespaces, { metadata: { name: 'shop', labels: { team: 'a' } } })
  client.put(namespaces, { metadata: { name: 'elsewhere', labels: { team: 'b' } } })
  client.put(pods, pod('web', 'shop'))
  client.put(pods, pod('db', 'shop'))
  client.put(pods, pod('other', 'elsewhere'))
  for (const [index, spec] of specs.entries()) {
    client.put(networkPolicies, { metadata: { name: `p${index}`, namespace: 'shop' }, spec })
  }
  await informers.start()
  const denied = (from: keyof typeof addresses, to: keyof typeof addresses, port = 3306): string | undefined =>
    policies.denial({ address: addresses[from], nodeName: 'node-1' }, { address: addresses[to], port })?.direction
  return { clock, net, policies, denied }
}

function pod(name: keyof typeof addresses, namespace: string): Pod {
  const ip = addresses[name]
  return {
    metadata: { name, namespace, labels: { app: name } },
    spec: { nodeName: 'node-1', containers: [{ name: 'c', ports: [{ name: 'sql', containerPort: 3306 }] }] },
    status: { phase: 'Running', podIP: ip, podIPs: [{ ip }] },
  }
}

const db = { matchLabels: { app: 'db' } }

describe('ingress', () => {
  it('is everybody’s until a policy selects the pod; then only whom a rule of any policy names', async () => {
    expect((await world()).denied('web', 'db')).toBeUndefined()
    const closed = { podSelector: db, policyTypes: ['Ingress'] }
    const shut = await world(closed)
    expect([shut.denied('web', 'db'), shut.denied('db', 'db'), shut.denied('db', 'web')]).toEqual([
      'Ingress',
      undefined,
      undefined,
    ])
    const open = await world(closed, {
      ...closed,
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }],
    })
    expect([open.denied('web', 'db'), open.denied('other', 'db')]).toEqual([undefined, 'Ingress'])
  })

  it.each([
    ['a pod of the same namespace only', { podSelector: {} }, [undefined, 'Ingress']],
    ['a namespace by its labels', { namespaceSelector: { matchLabels: { team: 'b' } } }, ['Ingress', undefined]],
    [
      'a pod of a namespace: both must hold',
      { namespaceSelector: { matchLabels: { team: 'b' } }, podSelector: { matchLabels: { app: 'web' } } },
      ['Ingress', 'Ingress'],
    ],
    ['a range', { ipBlock: { cidr: '10.42.0.0/16', except: ['10.42.0.4/32'] } }, [undefined, 'Ingress']],
  ])('lets in %s', async (_what, peer, expected) => {
    const { denied } = await world({ podSelector: db, policyTypes: ['Ingress'], ingress: [{ from: [peer] }] })
    expect([denied('web', 'db'), denied('other', 'db')]).toEqual(expected)
  })

  it.each([
    ['a number', { port: 3306 }, [undefined, 'Ingress']],
    ['the name of a container’s port', { port: 'sql' }, [undefined, 'Ingress']],
    ['a range', { port: 3300, endPort: 3400 }, [undefined, 'Ingress']],
    ['another protocol', { protocol: 'UDP', port: 3306 }, ['Ingress', 'Ingress']],
    ['any port of a protocol', { protocol: 'TCP' }, [undefined, undefined]],
  ])('lets in a port by %s', async (_what, port, expected) => {
    const { denied } = await world({ podSelector: db, policyTypes: ['Ingress'], ingress: [{ ports: [port] }] })
    expect([denied('web', 'db', 3306), denied('web', 'db', 80)]).toEqual(expected)
  })

  it('never shuts out the pod’s own node, and judges who comes from outside by address', async () => {
    const { policies } = await world({
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ ipBlock: { cidr: '192.168.2.0/24' } }] }],
    })
    const to = { address: addresses.web, port: 80 }
    expect(policies.denial({ address: '10.42.0.1', nodeName: 'node-1' }, to)).toBeUndefined()
    expect(policies.denial({ address: '172.18.0.3', nodeName: 'node-2' }, to)?.direction).toBe('Ingress')
    expect(policies.denial(outside, to)?.policies.map(({ metadata }) => metadata.name)).toEqual(['p0'])
    expect(policies.denial({ address: '192.168.2.9' }, to)).toBeUndefined()
  })
})

describe('egress', () => {
  it('is shut by a policy with that direction, whoever is called', async () => {
    const { denied, policies } = await world({
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: db }], ports: [{ port: 'sql' }] }],
    })
    expect([denied('web', 'db'), denied('web', 'db', 80), denied('web', 'other'), denied('other', 'web')]).toEqual([
      undefined,
      'Egress',
      'Egress',
      undefined,
    ])
    expect(policies.denial({ address: addresses.web }, { address: '1.1.1.1', port: 443 })?.direction).toBe('Egress')
  })
})

describe('a connection that is not let through', () => {
  it('finds silence until it gives up', async () => {
    const { clock, net } = await world({ podSelector: db, policyTypes: ['Ingress'] })
    net.attach(addresses.db)
    net.listen(addresses.db, 3306, { accept: (connection) => connection.close() })
    const attempt = net
      .connect({ address: addresses.web, nodeName: 'node-1' }, addresses.db, 3306)
      .catch((error: unknown) => (error instanceof ConnectError ? error.message : String(error)))
    await clock.advance(130_000)
    expect(await attempt).toBe('Connection timed out')
  })
})
