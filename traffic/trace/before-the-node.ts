// What happens before a packet meets the rules of a node: the name, and the balancer.
import { isAddress } from '../cidr.ts'
import { balancerAddresses, endpointsOf, isReady } from '../endpoints.ts'
import { lookUp } from '../names.ts'
import { takesHost } from '../ingress/route.ts'
import { type Ingress, type Node, type Service, serviceNameOf } from '../objects.ts'
import type { Hop, TraceRequest } from './trace.ts'
import { type Origin, type TraceWorld, nodeAt } from './world.ts'

/** The answer of the DNS that the origin asks; no hop where the request has an address. */
export function dnsHop(
  world: TraceWorld,
  origin: Origin,
  { to, choice = 0 }: TraceRequest,
): { hop?: Hop; address?: string } {
  if (isAddress(to)) return { address: to }
  if (!origin.pod) return corporate(world, origin, to)
  const title = 'CoreDNS'
  const says = (text: string, on: boolean): Hop => ({ at: 'dns', title, says: text, verdict: on ? 'on' : 'refused' })
  const dns = world.services.find(
    ({ metadata }) => metadata.name === 'kube-dns' && metadata.namespace === 'kube-system',
  )
  if (dns && readyCount(world, dns) === 0) {
    return {
      hop: {
        ...says('No hay ningún CoreDNS listo detrás de kube-dns: nadie contesta por los nombres.', false),
        verdict: 'silent',
      },
    }
  }
  const found = lookUp(to, origin.namespace, world)
  const name = found.asked.at(-1)!
  if (found.outside !== undefined) {
    return {
      hop: says(
        `${name} es el alias de ${found.outside}, que está fuera del cluster: desde aquí ya no se ve el camino.`,
        false,
      ),
    }
  }
  if (found.addresses.length === 0) {
    const asked = found.asked.join(', ')
    return {
      hop: says(
        `Nadie se llama ${to} (NXDOMAIN). Ha preguntado por ${asked}. Un Service de otro namespace se llama con él: ${to.split('.')[0]}.otro-namespace.`,
        false,
      ),
    }
  }
  const address = found.addresses[choice % found.addresses.length]!
  const all = found.addresses.join(', ')
  const headless =
    found.service?.spec.clusterIP === 'None' ? ' No tiene ClusterIP: el nombre da las direcciones de sus pods.' : ''
  return { hop: says(`${name} <- ${all}.${headless}`, true), address }
}

/** Names outside of the cluster: those of the Ingresses, which the corporate DNS gives the balancer's address. */
function corporate({ ingresses, services }: TraceWorld, { node }: Origin, to: string): { hop?: Hop; address?: string } {
  const name = to.toLowerCase()
  const ingress = ingresses.find(({ spec }) =>
    spec.rules?.some(({ host }) => host && takesHost(host.toLowerCase(), name)),
  )
  const address = ingress && addressOfIngress(ingress, services)
  const hop = { at: 'dns', title: 'el DNS corporativo' } as const
  if (address !== undefined) return { hop: { ...hop, says: `${to} -> ${address}`, verdict: 'on' }, address }
  const where = node ? 'Un nodo no pregunta a CoreDNS' : 'Fuera del cluster no se ven los nombres de sus Services'
  const says = ingress
    ? `${to} es del Ingress ${ingress.metadata.name}, que no tiene dirección todavía: no hay balanceador al que apuntar.`
    : `No conoce ${to}. ${where}: fuera solo hay los nombres que alguien dio de alta, como los de los Ingress.`
  return { hop: { ...hop, says, verdict: 'refused' } }
}

/** What the corporate DNS would say for the names of an Ingress: the address that its controller told, else a balancer's. */
export function addressOfIngress({ status }: Ingress, services: Service[]): string | undefined {
  return (
    status?.loadBalancer?.ingress?.find(({ ip }) => ip)?.ip ??
    services.flatMap((service) => balancerAddresses(service))[0]
  )
}

/** Which node a balancer hands a connection to. */
export function balancerHop(
  world: TraceWorld,
  service: Service,
  address: string,
  port: number,
): { hops: Hop[]; node?: Node } {
  const at = 'balancer'
  const title = `el balanceador ${address}`
  const local = service.spec.externalTrafficPolicy === 'Local'
  const withPods = new Set(
    slicesOf(world, service)
      .flatMap((slice) => slice.endpoints ?? [])
      .map(({ nodeName }) => nodeName),
  )
  const alive = world.nodes.filter(({ status }) =>
    (status?.conditions ?? []).every(({ type, status: is }) => type !== 'Ready' || is === 'True'),
  )
  const node = nodeAt(address, world) ?? alive.find(({ metadata }) => !local || withPods.has(metadata.name))
  if (!node) {
    return { hops: [{ at, title, says: 'No hay ningún nodo vivo al que mandar la conexión.', verdict: 'silent' }] }
  }
  const nodePort = service.spec.ports?.find((each) => each.port === port)?.nodePort
  const to =
    nodePort === undefined ? '' : `, donde el Service ${service.metadata.name} tiene además el puerto ${nodePort}`
  return { hops: [{ at, title, says: `${address}:${port} -> ${node.metadata.name}${to}.`, verdict: 'on' }], node }
}

function readyCount(world: TraceWorld, service: Service): number {
  const [port] = service.spec.ports ?? []
  return port ? endpointsOf(slicesOf(world, service), port).filter(isReady).length : 0
}

function slicesOf({ slices }: TraceWorld, { metadata }: Service): TraceWorld['slices'] {
  return slices.filter(
    (slice) => slice.metadata.namespace === metadata.namespace && serviceNameOf(slice) === metadata.name,
  )
}
