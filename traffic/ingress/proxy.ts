// What a reverse proxy needs to know of the cluster's Ingresses, whatever its language.
import { endpointsOf, isReady } from '../endpoints.ts'
import { type EndpointSlice, type Ingress, type IngressBackend, type Service, serviceNameOf } from '../objects.ts'
import { type IngressRoute, routesOf } from './route.ts'

export interface ProxyWorld {
  ingresses: Ingress[]
  services: Service[]
  slices: EndpointSlice[]
}

export interface ProxyOptions {
  /** Port to listen on; 80. */
  listen?: number
  /** Folder with a `NAMESPACE-SECRET.pem` (certificate and key) for each Secret; without, no TLS is written. */
  certificates?: string
}

/** Where requests are passed on to. */
export interface Backend {
  /** `default-wordpress-service-80` */
  name: string
  service: string
  /** `10.10.3.101:80`; none: there is no such Service or port, 503. */
  servers: string[]
}

export interface ProxyRoute extends IngressRoute {
  backendName: string
}

/** Rules in the order in which they are asked, and the backends that they name. */
export function proxyOf({ ingresses, services, slices }: ProxyWorld): { routes: ProxyRoute[]; backends: Backend[] } {
  const backends = new Map<string, Backend>()
  const routes = routesOf(ingresses).map((route): ProxyRoute => {
    const made = backendOf(route.ingress, route.backend, services, slices)
    backends.set(made.name, made)
    return { ...route, backendName: made.name }
  })
  return { routes, backends: [...backends.values()] }
}

/** Text that stands for itself in a regular expression. */
export function quoted(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|"]/g, String.raw`\$&`)
}

function backendOf(
  { metadata }: Ingress,
  { service: wanted }: IngressBackend,
  services: Service[],
  slices: EndpointSlice[],
): Backend {
  const { namespace = 'default' } = metadata
  const service = wanted?.name ?? 'sin-servicio'
  const { name, number } = wanted?.port ?? {}
  const found = services.find((each) => each.metadata.name === service && each.metadata.namespace === namespace)
  const port = found?.spec.ports?.find((each) => (name === undefined ? each.port === number : each.name === name))
  const own = slices.filter((each) => each.metadata.namespace === namespace && serviceNameOf(each) === service)
  const servers =
    found === undefined || port === undefined
      ? []
      : found.spec.clusterIP && found.spec.clusterIP !== 'None'
        ? [`${found.spec.clusterIP}:${port.port}`]
        : endpointsOf(own, port)
            .filter(isReady)
            .map((each) => `${each.address}:${each.port}`)
  return { name: `${namespace}-${service}-${name ?? number ?? 0}`, service, servers }
}
