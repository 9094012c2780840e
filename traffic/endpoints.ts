// Which endpoints of a Service's port a node may send to. k8s: pkg/proxy/topology.go, pkg/proxy/endpointslicecache.go
import type { Endpoint, EndpointSlice, Service, ServicePort } from './objects.ts'

/** An endpoint of one port. */
export interface PortEndpoint {
  address: string
  port: number
  endpoint: Endpoint
}

export interface Usable {
  /** For traffic policy Cluster; empty where the Service never uses it. */
  cluster: PortEndpoint[]
  /** For traffic policy Local: those of this node. */
  local: PortEndpoint[]
  /** Some endpoint can be used somewhere in the cluster. */
  somewhere: boolean
}

/** All endpoints of a port, ready or not, as kube-proxy orders them: by their text. @param slices of this Service */
export function endpointsOf(slices: EndpointSlice[], { name = '', protocol = 'TCP' }: ServicePort): PortEndpoint[] {
  const found = new Map<string, PortEndpoint>()
  for (const { addressType = 'IPv4', ports, endpoints } of slices) {
    if (addressType !== 'IPv4') continue
    for (const { name: portName = '', port, protocol: spoken = 'TCP' } of ports ?? []) {
      if (portName !== name || spoken !== protocol || port === undefined) continue
      for (const endpoint of endpoints ?? []) {
        const address = endpoint.addresses[0]!
        found.set(`${address}:${port}`, { address, port, endpoint })
      }
    }
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}

/** @param node where the rules are, with its zone where it has one. */
export function usableOf(all: PortEndpoint[], service: Service, node: { name: string; zone?: string }): Usable {
  const cluster = usesCluster(service) ? forCluster(all, node) : []
  if (!usesLocal(service)) return { cluster, local: [], somewhere: cluster.length > 0 }
  const here = all.filter(({ endpoint }) => endpoint.nodeName === node.name)
  const ready = here.filter(isReady)
  return {
    cluster,
    local: ready.length > 0 ? ready : here.filter(isEnding),
    somewhere: all.some((each) => isReady(each) || isEnding(each)),
  }
}

/** Reached by another address than its ClusterIP. */
export function isExternal({ spec, status }: Service, port: ServicePort): boolean {
  return Boolean(port.nodePort) || balancerAddresses({ spec, status }).length > 0 || (spec.externalIPs ?? []).length > 0
}

/** Addresses that a balancer gave and that the node takes as its own. */
export function balancerAddresses({ status }: Pick<Service, 'spec' | 'status'>): string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, ipMode }) => (ip && ipMode !== 'Proxy' ? [ip] : []))
}

export function isReady({ endpoint }: PortEndpoint): boolean {
  return endpoint.conditions?.ready !== false
}

function isEnding({ endpoint: { conditions } }: PortEndpoint): boolean {
  return conditions?.serving !== false && conditions?.terminating === true
}

function usesCluster(service: Service): boolean {
  return service.spec.internalTrafficPolicy !== 'Local' || externalOf(service)
}

function usesLocal(service: Service): boolean {
  const { internalTrafficPolicy, externalTrafficPolicy } = service.spec
  return internalTrafficPolicy === 'Local' || (externalTrafficPolicy === 'Local' && externalOf(service))
}

function externalOf(service: Service): boolean {
  return (service.spec.ports ?? []).some((port) => isExternal(service, port))
}

function forCluster(all: PortEndpoint[], node: { name: string; zone?: string }): PortEndpoint[] {
  const ready = all.filter(isReady)
  if (ready.length === 0) return all.filter(isEnding)
  const hints = (kind: 'forNodes' | 'forZones', wanted: string | undefined): PortEndpoint[] => {
    if (!ready.every(({ endpoint }) => endpoint.hints?.[kind]?.length)) return []
    return ready.filter(({ endpoint }) => endpoint.hints![kind]!.some(({ name }) => name === wanted))
  }
  const sameNode = hints('forNodes', node.name)
  if (sameNode.length > 0) return sameNode
  const sameZone = hints('forZones', node.zone)
  return sameZone.length > 0 ? sameZone : ready
}
