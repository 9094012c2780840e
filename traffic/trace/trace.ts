// The way of a packet through a cluster, hop by hop, from API objects alone: where it arrives, or where it dies and why.
import { balancerAddresses } from '../endpoints.ts'
import type { Node, Service } from '../objects.ts'
import { type Step, walkRules } from '../netfilter/walk.ts'
import { ruleBookOf } from '../netfilter/rule-book.ts'
import { addressOf, serviceNameOf } from '../objects.ts'
import { arrive } from './arrival.ts'
import { balancerHop, dnsHop } from './before-the-node.ts'
import { type Origin, type TraceFrom, type TraceWorld, isInside, nodeAt, originOf, podAt } from './world.ts'

export interface TraceRequest {
  /** A name or an IPv4 address. */
  to: string
  port: number
  /** Default TCP. */
  protocol?: 'TCP' | 'UDP'
  /** Of HTTP: the Host header, default `to`; and the path, default `/`. */
  host?: string
  path?: string
  /** Which of the endpoints is drawn: 0 the first, counted round. */
  choice?: number
}

export interface Hop {
  at: 'dns' | 'balancer' | 'rules' | 'policy' | 'pod' | 'ingress' | 'process'
  /** Spanish: who acts. */
  title: string
  /** Spanish: what it does with the packet. */
  says: string
  /** `refused`: an answer comes at once; `silent`: none ever comes. */
  verdict: 'on' | 'refused' | 'silent' | 'answered'
  /** Rules that the packet met here. */
  steps?: Step[]
  /** The node whose rules they are. */
  node?: string
}

export interface Trace {
  from: string
  to: string
  hops: Hop[]
  arrived: boolean
  /** Spanish: the whole of it in a sentence. */
  because: string
  /** The process that it arrived at. */
  process?: { namespace: string; pod: string; port: number }
}

/** Ingress controllers that pass on to themselves end here. */
const relaysMax = 3

/** A request that was asked for in a way that cannot be followed. The message is Spanish. */
export class TraceError extends Error {}

/** Throws TraceError where there is nothing to start from. */
export function traceOf(world: TraceWorld, from: TraceFrom, request: TraceRequest, relays = 0): Trace {
  const origin = originOf(from, world)
  if (!origin) {
    throw new TraceError(
      from.kind === 'pod'
        ? `No hay un pod ${from.name} en ${from.namespace} con dirección desde el que salir.`
        : `No hay un nodo ${from.kind === 'node' ? from.name : ''} con dirección desde el que salir.`,
    )
  }
  const hops: Hop[] = []
  const done = (arrived: boolean, process?: Trace['process']): Trace => {
    const last = hops.at(-1)!
    return {
      from: origin.title,
      to: `${request.to}:${request.port}`,
      hops,
      arrived,
      because: arrived ? `Llega: ${last.says}` : `Muere en ${last.title}: ${last.says}`,
      ...(process ? { process } : {}),
    }
  }
  const dns = dnsHop(world, origin, request)
  if (dns.hop) hops.push(dns.hop)
  if (dns.address === undefined) return done(false)

  const entry = entryOf(world, origin, dns.address, request)
  hops.push(...entry.hops)
  if (!entry.node) return done(false)

  const walk = rulesHop(world, origin, { address: dns.address, node: entry.node }, request)
  hops.push(walk.hop)
  if (walk.hop.verdict !== 'on') return done(false)
  const arrival = arrive(
    world,
    { ...origin, node: entry.node },
    walk.to,
    request,
    walk.masquerade ? entry.node : undefined,
  )
  hops.push(...arrival.hops)
  if (arrival.relay && relays < relaysMax) {
    const next = traceOf(world, arrival.relay.from, { ...request, ...arrival.relay.request }, relays + 1)
    hops.push(...next.hops)
    return done(next.arrived, next.process)
  }
  return done(arrival.process !== undefined, arrival.process)
}

/** The node at which the packet meets netfilter. */
function entryOf(
  world: TraceWorld,
  origin: Origin,
  address: string,
  { port }: TraceRequest,
): { hops: Hop[]; node?: Node } {
  if (origin.node) return { hops: [], node: origin.node }
  const balanced = world.services.find(
    (service) => balancerAddresses(service).includes(address) && service.spec.ports?.some((each) => each.port === port),
  )
  if (balanced) return balancerHop(world, balanced, address, port)
  const node = nodeAt(address, world)
  if (node) return { hops: [], node }
  const says = isInside(address, world)
    ? `${address} es de la red virtual del cluster: desde la red de la empresa no hay camino hasta ella. Para eso están NodePort y LoadBalancer.`
    : `Nadie en este cluster tiene la dirección ${address}.`
  return { hops: [{ at: 'balancer', title: 'la red de la empresa', says, verdict: 'silent' }] }
}

function rulesHop(
  world: TraceWorld,
  origin: Origin,
  { address, node }: { address: string; node: Node },
  { port, protocol = 'TCP', choice = 0 }: TraceRequest,
): { hop: Hop; to: { address: string; port: number }; masquerade: boolean } {
  const { name } = node.metadata
  const own = addressOf(node)
  const book = ruleBookOf(about(world, address, port), name)
  const packet = { source: origin.address, destination: address, port, protocol: protocol.toLowerCase() }
  const walk = walkRules(book, packet, own === undefined ? [] : [own], choice)
  const hop = { at: 'rules', title: `NetFilter de ${name}`, node: name, steps: walk.steps } as const
  const to = walk.to
  if (walk.end !== undefined) {
    const service = world.services.find((each) => reaches(each, address, port))?.metadata.name
    return {
      hop: {
        ...hop,
        verdict: walk.end === 'reject' ? 'refused' : 'silent',
        says:
          walk.end === 'reject'
            ? `El Service ${service} no tiene endpoints: la regla REJECT contesta «conexión rechazada».`
            : `El Service ${service} no tiene endpoints en este nodo y su política es Local, o no deja pasar desde ahí: la regla DROP lo tira sin contestar.`,
      },
      to,
      masquerade: false,
    }
  }
  if (!walk.rewritten) {
    const missing = portMissing(world, address, port)
    if (missing) return { hop: { ...hop, verdict: 'silent', says: missing }, to, masquerade: false }
    return {
      hop: { ...hop, verdict: 'on', says: `Ninguna regla toca ${address}:${port}: sigue igual.` },
      to,
      masquerade: false,
    }
  }
  const drawn = walk.drawnOf > 1 ? ` Le ha tocado 1 de ${walk.drawnOf}.` : ''
  const masquerade = walk.masquerade
    ? ` Sale con la dirección del nodo (${own}), para que la vuelta pase por aquí.`
    : ''
  const says = `${address}:${port} -> ${to.address}:${to.port}.${drawn}${masquerade}`
  return { hop: { ...hop, verdict: 'on', says }, to, masquerade: walk.masquerade }
}

/** Only what an address and port can meet: rules of other Services never match. */
function about(world: TraceWorld, address: string, port: number): TraceWorld {
  const services = world.services.filter((service) => reaches(service, address, port))
  const wanted = new Set(services.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))
  const slices = world.slices.filter((slice) => wanted.has(`${slice.metadata.namespace}/${serviceNameOf(slice)}`))
  return { ...world, services, slices }
}

function reaches(service: Service, address: string, port: number): boolean {
  const { clusterIP, externalIPs = [], ports = [] } = service.spec
  const own = clusterIP === address || externalIPs.includes(address) || balancerAddresses(service).includes(address)
  return ports.some((each) => (own && each.port === port) || each.nodePort === port)
}

function portMissing(world: TraceWorld, address: string, port: number): string | undefined {
  if (podAt(address, world) || nodeAt(address, world)) return undefined
  const service = world.services.find(
    (each) => each.spec.clusterIP === address || balancerAddresses(each).includes(address),
  )
  if (!service) return isInside(address, world) ? undefined : `Nadie en este cluster tiene la dirección ${address}.`
  const ports = (service.spec.ports ?? []).map((each) => each.port).join(', ')
  return `El Service ${service.metadata.name} no tiene el puerto ${port}: escucha en ${ports}. Ninguna regla reescribe el paquete, y a ${address} no contesta nadie.`
}
