// Where a Service sends a connection, from Services and EndpointSlices as kube-proxy reads them. k8s: pkg/proxy
import { endpointSlices, nodes, services } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { Endpoint, EndpointSlice, Service, ServicePort } from '../generated/types.ts'
import type { Address } from './connection.ts'

/** Who asks: a pod or the node itself by address, and on which node (unknown for what comes from outside). */
export interface Origin {
  address: string
  nodeName?: string
}

/** Where an address and port lead: to an endpoint, to nothing (`reject` answers, `drop` does not), or not to a Service at all. */
type Route = { to: Address } | 'reject' | 'drop' | undefined

export interface ServiceEndpoints {
  route(address: string, port: number, from: Origin): Route
  /** One endpoint of a Service's port; undefined when none can take a connection. */
  choose(service: Service, port: ServicePort, from: Origin): Address | undefined
  /** Endpoints of a Service that its DNS name gives: ready ones, or all when it publishes those that are not. */
  published(service: Service): Endpoint[]
  serviceOf(namespace: string, name: string): Service | undefined
  /** Is there any Service in the namespace? */
  hasServices(namespace: string): boolean
  /** Ports that one of a Service's endpoints serves. */
  portsOf(service: Service, endpoint: Endpoint): { name?: string; port: number; protocol?: string }[]
  /** What an address is called: the Service that has it, or the endpoints of Services that it is. */
  namesOf(address: string): { service: Service; endpoint?: Endpoint }[]
}

const serviceNameLabel = 'kubernetes.io/service-name'

export function createServiceEndpoints(context: Pick<Context, 'informers' | 'random' | 'clock'>): ServiceEndpoints {
  const serviceCache = context.informers.for(services)
  const sliceCache = context.informers.for(endpointSlices)
  const nodeCache = context.informers.for(nodes)
  const affinity = new Map<string, { to: Address; untilMs: number }>()
  serviceCache.index('address', (service) => addressesOf(service))
  serviceCache.index('balancer', balancersOf)
  serviceCache.index('nodePort', (service) => nodePortsOf(service))
  sliceCache.index('service', (slice) => {
    const name = slice.metadata.labels?.[serviceNameLabel]
    return name ? [`${slice.metadata.namespace}/${name}`] : []
  })
  sliceCache.index('endpoint', (slice) => (slice.endpoints ?? []).flatMap(({ addresses }) => addresses))
  nodeCache.index('address', (node) => (node.status?.addresses ?? []).map((entry) => entry.address))

  const slicesOf = (service: Service): EndpointSlice[] =>
    sliceCache.byIndex('service', `${service.metadata.namespace}/${service.metadata.name}`)

  function choose(service: Service, port: ServicePort, from: Origin, policy: string | undefined): Route {
    const key = `${service.metadata.uid}/${port.name ?? ''}/${from.address}`
    const remembered = affinity.get(key)
    const candidates = usable(slicesOf(service), port).filter(
      ({ endpoint }) => policy !== 'Local' || endpoint.nodeName === from.nodeName,
    )
    if (candidates.length === 0)
      return policy === 'Local' && usable(slicesOf(service), port).length > 0 ? 'drop' : 'reject'
    const sticky = candidates.find(({ to }) => to.address === remembered?.to.address && to.port === remembered.to.port)
    const useSticky =
      service.spec?.sessionAffinity === 'ClientIP' && sticky && remembered!.untilMs > context.clock.now()
    const chosen = useSticky ? sticky : candidates[Math.floor(context.random() * candidates.length)]!
    if (service.spec?.sessionAffinity === 'ClientIP') {
      const seconds = service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800
      affinity.set(key, { to: chosen.to, untilMs: context.clock.now() + seconds * 1000 })
    }
    return { to: chosen.to }
  }

  return {
    route(address, port, from) {
      const [service] = serviceCache.byIndex('address', address)
      const servicePort = service?.spec?.ports?.find((entry) => entry.port === port)
      if (service && servicePort) return choose(service, servicePort, from, service.spec?.internalTrafficPolicy)
      const [node] = nodeCache.byIndex('address', address)
      const balanced = serviceCache.byIndex('balancer', address)
      if (!node) {
        // A balancer's own address is known on every node. Which node an outside request came in by is not told here.
        const taker = balanced.find((one) => one.spec?.ports?.some((entry) => entry.port === port))
        const entry = taker?.spec?.ports?.find((one) => one.port === port)
        if (taker && entry) return choose(taker, entry, from, undefined)
        return service || balanced.length > 0 ? 'drop' : undefined
      }
      for (const candidate of [...serviceCache.byIndex('nodePort', `${port}`), ...balanced]) {
        const entry = candidate.spec?.ports?.find(
          (one) => one.nodePort === port || (one.port === port && candidate.spec?.type === 'LoadBalancer'),
        )
        const external = { ...from, nodeName: node.metadata.name! }
        if (entry) return choose(candidate, entry, external, candidate.spec?.externalTrafficPolicy)
      }
      return undefined
    },
    choose(service, port, from) {
      const route = choose(service, port, from, undefined)
      return typeof route === 'object' ? route.to : undefined
    },
    published(service) {
      const all = slicesOf(service).flatMap((slice) => slice.endpoints ?? [])
      return service.spec?.publishNotReadyAddresses
        ? all
        : all.filter((endpoint) => endpoint.conditions?.ready !== false)
    },
    serviceOf: (namespace, name) => serviceCache.get(namespace, name),
    hasServices: (namespace) => serviceCache.list(namespace).length > 0,
    portsOf(service, endpoint) {
      const own = slicesOf(service).find((slice) => slice.endpoints?.includes(endpoint))
      return (own?.ports ?? []).flatMap(({ port, ...rest }) => (port === undefined ? [] : [{ ...rest, port }]))
    },
    namesOf(address) {
      const [service] = serviceCache.byIndex('address', address)
      if (service) return [{ service }]
      return sliceCache.byIndex('endpoint', address).flatMap((slice) => {
        const { namespace = '', labels } = slice.metadata
        const behind = serviceCache.get(namespace, labels?.[serviceNameLabel] ?? '')
        const named = (slice.endpoints ?? []).filter((entry) => entry.addresses.includes(address))
        return behind ? named.map((endpoint) => ({ service: behind, endpoint })) : []
      })
    },
  }
}

/** Addresses that a balancer gave it. */
function balancersOf({ status }: Service): string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? [])
}

/** Ready endpoints for a port; when there is none, those that still serve while they end. */
function usable(slices: EndpointSlice[], port: ServicePort): { endpoint: Endpoint; to: Address }[] {
  const all = slices.flatMap((slice) => {
    const entry = slice.ports?.find(
      (candidate) => (candidate.name ?? '') === (port.name ?? '') && candidate.protocol === (port.protocol ?? 'TCP'),
    )
    if (entry?.port === undefined) return []
    return (slice.endpoints ?? []).map((endpoint) => ({
      endpoint,
      to: { address: endpoint.addresses[0]!, port: entry.port! },
    }))
  })
  const ready = all.filter(({ endpoint }) => endpoint.conditions?.ready !== false)
  if (ready.length > 0) return ready
  return all.filter(({ endpoint }) => endpoint.conditions?.serving !== false && endpoint.conditions?.terminating)
}

function addressesOf(service: Service): string[] {
  const { clusterIPs, clusterIP, externalIPs } = service.spec ?? {}
  const own = (clusterIPs ?? (clusterIP ? [clusterIP] : [])).filter((address) => address !== 'None')
  return [...own, ...(externalIPs ?? [])]
}

function nodePortsOf(service: Service): string[] {
  return (service.spec?.ports ?? []).flatMap((port) => (port.nodePort ? [`${port.nodePort}`] : []))
}
