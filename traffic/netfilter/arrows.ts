// A node's rules as the notes write them: `10.10.3.100:3307 -> 10.10.2.102:3306`.
import { balancerAddresses, endpointsOf, usableOf } from '../endpoints.ts'
import { type EndpointSlice, type Node, type Service, addressOf, serviceNameOf } from '../objects.ts'
import { isProxied } from './service-rules.ts'

/** One line of the notes' NetFilter. */
export interface Arrow {
  /** `default/wordpress-service` */
  service: string
  from: string
  /** What comes next: endpoints, or the ClusterIP for a node port or a balancer's address. Empty: refused. */
  to: string[]
}

/** @param node whose address stands before the node ports. */
export function arrowsOf({ services, slices }: { services: Service[]; slices: EndpointSlice[] }, node: Node): Arrow[] {
  const address = addressOf(node) ?? node.metadata.name
  return services.filter(isProxied).flatMap((service) => {
    const { name, namespace } = service.metadata
    const own = slices.filter((slice) => slice.metadata.namespace === namespace && serviceNameOf(slice) === name)
    return (service.spec.ports ?? []).flatMap((port): Arrow[] => {
      const inside = `${service.spec.clusterIP}:${port.port}`
      const { cluster, local } = usableOf(endpointsOf(own, port), service, { name: node.metadata.name })
      const reached = service.spec.internalTrafficPolicy === 'Local' ? local : cluster
      const arrow = (from: string, to: string[]): Arrow => ({ service: `${namespace}/${name}`, from, to })
      return [
        arrow(
          inside,
          reached.map((each) => `${each.address}:${each.port}`),
        ),
        ...(port.nodePort ? [arrow(`${address}:${port.nodePort}`, [inside])] : []),
        ...balancerAddresses(service).map((given) => arrow(`${given}:${port.port}`, [inside])),
      ]
    })
  })
}

/** The line itself. */
export function arrowText({ from, to }: Arrow): string {
  return `${from} -> ${to.length > 0 ? to.join(' | ') : '✗'}`
}
