import { describe, expect, it } from 'vitest'
import { endpointSlices, nodes, services } from '../api/refs.ts'
import { fakeClock } from '../clock.ts'
import { createFakeClient } from '../client/fake-client.ts'
import { createInformers } from '../client/informer.ts'
import type { EndpointSlice, Service } from '../generated/types.ts'
import { seededRandom } from '../random.ts'
import { ConnectError } from './connection.ts'
import { requestOver } from './http-message.ts'
import { createNetwork } from './network.ts'
import { readAll } from './pipe.ts'

async function network() {
  const clock = fakeClock()
  const client = createFakeClient(clock)
  const informers = createInformers(client, (error) => {
    throw error
  })
  const net = createNetwork({ clock, informers, random: seededRandom(1) })
  client.put(nodes, {
    metadata: { name: 'node-1' },
    spec: { podCIDR: '10.42.0.0/24' },
    status: { addresses: [{ type: 'InternalIP', address: '172.18.0.2' }] },
  })
  await informers.start()
  return { clock, client, net }
}

const from = { address: '10.42.0.9', nodeName: 'node-1' }

function service(name: string, spec: Service['spec']): Service {
  return { metadata: { name, namespace: 'default' }, spec: { clusterIP: '10.43.0.50', ...spec } }
}

function slice(name: string, endpoints: EndpointSlice['endpoints'], port = 8080): EndpointSlice {
  return {
    metadata: { name: `${name}-1`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: '', port, protocol: 'TCP' }],
    endpoints,
  }
}

function serve(net: Awaited<ReturnType<typeof network>>['net'], address: string, text: string): void {
  net.attach(address)
  net.listen(address, 8080, { serve: async (request) => new Response(`${text} ${request.headers.get('host') ?? ''}`) })
}

const get = { method: 'GET', target: '/', headers: new Headers({ host: 'web' }), body: null }
const codeOf = (error: unknown): string => (error instanceof ConnectError ? error.code : String(error))

describe('services', () => {
  it('choose among ready endpoints by chance, and keep the Host header', async () => {
    const { client, net } = await network()
    client.put(services, service('web', { ports: [{ port: 80, protocol: 'TCP' }] }))
    client.put(
      endpointSlices,
      slice('web', [
        { addresses: ['10.42.0.2'], conditions: { ready: true } },
        { addresses: ['10.42.0.3'], conditions: { ready: true } },
        { addresses: ['10.42.0.4'], conditions: { ready: false } },
      ]),
    )
    for (const last of [2, 3, 4]) serve(net, `10.42.0.${last}`, `pod${last}`)
    const answers = new Set<string>()
    for (let count = 0; count < 20; count++) answers.add(await (await net.http(from, '10.43.0.50', 80, get)).text())
    expect([...answers].toSorted()).toEqual(['pod2 web', 'pod3 web'])
  })

  it('refuse without endpoints, and stay silent at a port that they do not have', async () => {
    const { clock, client, net } = await network()
    client.put(services, service('web', { ports: [{ port: 80, protocol: 'TCP' }] }))
    expect(await net.connect(from, '10.43.0.50', 80).catch(codeOf)).toBe('ECONNREFUSED')
    const silent = net.connect(from, '10.43.0.50', 81).catch(codeOf)
    await clock.advance(130_000)
    expect(await silent).toBe('ETIMEDOUT')
  })

  it('answer on a node port and on the load balancer address, from outside too', async () => {
    const { client, net } = await network()
    client.put(services, {
      ...service('web', { type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080, protocol: 'TCP' }] }),
      status: { loadBalancer: { ingress: [{ ip: '172.18.0.2' }] } },
    })
    client.put(endpointSlices, slice('web', [{ addresses: ['10.42.0.2'], conditions: { ready: true } }]))
    serve(net, '10.42.0.2', 'pod2')
    expect(await (await net.http(from, '172.18.0.2', 30080, get)).text()).toBe('pod2 web')
    const arrival = await net.arrive({ port: 80 })
    expect(arrival.tls).toBeUndefined()
    const request = { ...get, headers: new Headers({ host: 'app1.mi-cluster.com' }) }
    expect(await (await requestOver(arrival.open(), request)).text()).toBe('pod2 app1.mi-cluster.com')
    expect(await net.arrive({ port: 81 }).catch(codeOf)).toBe('ECONNREFUSED')
  })

  it('keep the way in to a port for the balancer that had it first', async () => {
    const { client, net } = await network()
    for (const [name, ip, creationTimestamp] of [
      ['mine', '172.18.0.3', '2026-03-02T10:00:01Z'],
      ['traefik', '172.18.0.2', '2026-03-02T10:00:00Z'],
    ] as const) {
      const made = service(name, { type: 'LoadBalancer', ports: [{ port: 80, protocol: 'TCP' }] })
      client.put(services, {
        ...made,
        metadata: { ...made.metadata, creationTimestamp },
        spec: { ...made.spec, clusterIP: `10.43.0.5${ip.at(-1)}`, clusterIPs: [`10.43.0.5${ip.at(-1)}`] },
        status: { loadBalancer: { ingress: [{ ip }] } },
      })
      client.put(endpointSlices, slice(name, [{ addresses: [`10.42.0.${ip.at(-1)}`], conditions: { ready: true } }]))
      serve(net, `10.42.0.${ip.at(-1)}`, name)
    }
    const answer = await requestOver((await net.arrive({ port: 80 })).open(), get)
    expect(await answer.text()).toBe('traefik web')
  })
})

describe('addresses', () => {
  it('of pods refuse where nobody listens, and have no route when there is no pod', async () => {
    const { clock, net } = await network()
    net.attach('10.42.0.2')
    expect(await net.connect(from, '10.42.0.2', 1).catch(codeOf)).toBe('ECONNREFUSED')
    const gone = net.connect(from, '10.42.0.77', 1).catch(codeOf)
    await clock.advance(4000)
    expect(await gone).toBe('EHOSTUNREACH')
  })

  it('speak HTTP to whoever sends bytes', async () => {
    const { net } = await network()
    serve(net, '10.42.0.2', 'pod2')
    const connection = await net.connect(from, '10.42.0.2', 8080)
    await connection.output.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(await readAll(connection.input)).toBe(
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=UTF-8\r\nConnection: close\r\n\r\npod2 a',
    )
  })
})
