// The cluster's network: who can reach whom, from a pod, from a node and from outside. No packet leaves the process.
import { nodes, services } from '../api/refs.ts'
import { sleep } from '../clock.ts'
import type { Context } from '../client/context.ts'
import type { Service, ServicePort } from '../generated/types.ts'
import { inCidr } from './addresses.ts'
import { ConnectError, connectionPair, type Address, type Connection } from './connection.ts'
import { requestOver, type HttpRequest } from './http-message.ts'
import { accept, createListeners, type Listener, type TlsIdentity } from './listeners.ts'
import { createNames, type Names } from './names.ts'
import { createPolicies } from './policies.ts'
import { createServiceEndpoints, type Origin } from './service-endpoints.ts'
import { greetInTls, mismatch } from './wire.ts'

export interface Network {
  readonly names: Names
  /** Brings an address up: what has no listener there refuses instead of staying silent. Returns what takes it down. */
  attach(address: string): () => void
  /** Opens a port; returns what closes it, or undefined when it is taken. `loopback`: only for the same address. */
  listen(address: string, port: number, listener: Listener, loopback?: boolean): (() => void) | undefined
  /** Sends what comes for a port of an address to another one (a node's hostPort); returns what ends that. */
  forward(from: Address, to: Address): () => void
  /** Ports open on an address, lowest first. */
  portsOf(address: string): number[]
  /**
   * Opens a connection to an address; rejects with ConnectError. A peer that stays silent gives ETIMEDOUT after 127 s
   * (Linux' retries), or as soon as `signal` aborts.
   */
  connect(from: Origin, address: string, port: number, signal?: AbortSignal): Promise<Connection>
  /** Sends an HTTP request to an address; rejects with ConnectError or HttpProtocolError. */
  http(
    from: Origin,
    address: string,
    port: number,
    request: Omit<HttpRequest, 'from'>,
    signal?: AbortSignal,
  ): Promise<Response>
  /** One of the ready endpoints of a Service's port, as a connection through it would choose. */
  endpointOf(service: Service, port: ServicePort): Address | undefined
  /**
   * Who a connection from outside the cluster comes to: at a balancer's address, or at a port of any node. Rejects with
   * ConnectError.
   */
  arrive(at: Entry, signal?: AbortSignal): Promise<Arrival>
}

/** A port that the cluster has for who comes from outside. */
export interface Entry {
  /** Undefined: the address of the balancer that has the port (the oldest, as each takes what is left), or else any node's. */
  address?: string
  port: number
}

/** A connection that can be opened: its listener is chosen. */
export interface Arrival {
  /** What it shows who comes in TLS; undefined: whatever comes is passed on as it is. */
  tls?: TlsIdentity
  /** @param decrypted what is written to it came in TLS, and has been decrypted with `tls` */
  open(decrypted?: boolean): Connection
}

type Found = { listener: Listener; to: Address }

const silentMs = 127_000
const unreachableMs = 3_060
/** Who asks from outside: the gateway of the nodes' own network. */
const outsideOrigin: Origin = { address: '172.18.0.1' }
const ephemeralPorts = { first: 32_768, count: 28_232 }

export function createNetwork(context: Pick<Context, 'informers' | 'clock' | 'random'>): Network {
  const listeners = createListeners()
  const endpoints = createServiceEndpoints(context)
  const policies = createPolicies(context)
  const nodeCache = context.informers.for(nodes)
  const up = new Map<string, number>()
  const forwards = new Map<string, Address>()
  let clients = 0

  // Found in one step, as netfilter rewrites the destination once.
  async function reach(from: Origin, address: string, port: number, signal?: AbortSignal): Promise<Found> {
    const target = address.startsWith('127.') ? from.address : address
    const route = endpoints.route(target, port, from)
    if (route === 'reject') throw new ConnectError('ECONNREFUSED')
    if (route === 'drop') return silence(signal)
    const chosen = route?.to ?? { address: target, port }
    const to = forwards.get(`${chosen.address}:${chosen.port}`) ?? chosen
    if (policies.denial(from, to)) return silence(signal)
    const listener = listeners.find(to.address, to.port, from.address)
    if (listener) return { listener, to }
    if (up.has(to.address) || nodeCache.byIndex('address', to.address).length > 0)
      throw new ConnectError('ECONNREFUSED')
    const inPodRange = nodeCache.list().some((node) => node.spec?.podCIDR && inCidr(to.address, node.spec.podCIDR))
    if (!inPodRange) return silence(signal)
    await sleep(context.clock, unreachableMs, signal)
    throw new ConnectError(signal?.aborted ? 'ETIMEDOUT' : 'EHOSTUNREACH')
  }

  async function silence(signal?: AbortSignal): Promise<never> {
    await sleep(context.clock, silentMs, signal)
    throw new ConnectError('ETIMEDOUT')
  }

  function open(from: Origin, dialled: Address, { listener, to }: Found, decrypted = false): Connection {
    const local = { address: from.address, port: ephemeralPorts.first + (clients++ % ephemeralPorts.count) }
    const pair = connectionPair(local, dialled)
    accept(listener, { ...pair.server, local: to }, decrypted)
    return pair.client
  }

  const http: Network['http'] = async (from, address, port, request, signal) => {
    const found = await reach(from, address, port, signal)
    const wire = request.wire ?? 'http'
    if ('serve' in found.listener) {
      const spoken = found.listener.wire ?? 'http'
      if (wire !== spoken) return mismatch(wire, spoken)
      return found.listener.serve({ ...request, from: from.address }, signal ?? new AbortController().signal)
    }
    const connection = open(from, { address, port }, found)
    signal?.addEventListener('abort', () => connection.close(), { once: true })
    if (wire === 'http') return requestOver(connection, request)
    return wire === 'https' ? greetInTls(connection) : mismatch(wire, 'http')
  }

  return {
    names: createNames(endpoints, policies, context),
    attach(address) {
      up.set(address, (up.get(address) ?? 0) + 1)
      return () => {
        const count = up.get(address)! - 1
        if (count === 0) up.delete(address)
        else up.set(address, count)
      }
    },
    listen: (address, port, listener, loopback) => listeners.open(address, port, listener, loopback),
    forward(from, to) {
      const key = `${from.address}:${from.port}`
      forwards.set(key, to)
      return () => void (forwards.get(key) === to && forwards.delete(key))
    },
    portsOf: (address) => listeners.portsOf(address),
    async connect(from, address, port, signal) {
      return open(from, { address, port }, await reach(from, address, port, signal))
    },
    http,
    endpointOf: (service, port) => endpoints.choose(service, port, outsideOrigin),
    async arrive({ port, address = entryAddress(context, port) }, signal) {
      if (!address) throw new ConnectError('EHOSTUNREACH')
      const found = await reach(outsideOrigin, address, port, signal)
      const { listener } = found
      return {
        ...('tls' in listener && listener.tls ? { tls: listener.tls } : {}),
        open: (decrypted) => open(outsideOrigin, { address, port }, found, decrypted),
      }
    },
  }
}

/** The address that a LoadBalancer Service was given for a port, else the first node's. */
function entryAddress({ informers }: Pick<Context, 'informers'>, port: number): string | undefined {
  const balancers = informers
    .for(services)
    .list()
    .filter((service) => service.spec?.ports?.some((entry) => entry.port === port))
    .toSorted((a, b) => since(a) - since(b))
  const given = balancers
    .flatMap((service) => service.status?.loadBalancer?.ingress ?? [])
    .find((entry) => entry.ip)?.ip
  const internal = informers
    .for(nodes)
    .list()
    .flatMap((node) => node.status?.addresses ?? [])
    .find((entry) => entry.type === 'InternalIP')?.address
  return given ?? internal
}

function since({ metadata }: Service): number {
  return Date.parse(metadata?.creationTimestamp ?? '') || 0
}

/** A web request as a server of the cluster sees it. */
export function fromWeb(request: Request): Omit<HttpRequest, 'from'> {
  const url = new URL(request.url)
  const headers = new Headers(request.headers)
  if (!headers.has('host')) headers.set('host', url.host)
  return {
    method: request.method,
    target: `${url.pathname}${url.search}`,
    headers,
    body: request.body as HttpRequest['body'],
  }
}
