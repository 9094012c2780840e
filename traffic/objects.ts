// The fields of API objects that decide where a packet goes, as they come over the wire.

export interface Meta {
  name: string
  namespace?: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
  creationTimestamp?: string
}

export interface ServicePort {
  name?: string
  port: number
  protocol?: string
  targetPort?: number | string
  nodePort?: number
}

export interface Service {
  metadata: Meta
  spec: {
    type?: string
    clusterIP?: string
    externalIPs?: string[]
    externalName?: string
    selector?: Record<string, string>
    ports?: ServicePort[]
    sessionAffinity?: string
    sessionAffinityConfig?: { clientIP?: { timeoutSeconds?: number } }
    internalTrafficPolicy?: string
    externalTrafficPolicy?: string
    healthCheckNodePort?: number
    loadBalancerSourceRanges?: string[]
    publishNotReadyAddresses?: boolean
  }
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string; ipMode?: string }[] } }
}

export interface Endpoint {
  addresses: string[]
  conditions?: { ready?: boolean | null; serving?: boolean | null; terminating?: boolean | null }
  hostname?: string
  nodeName?: string
  targetRef?: { kind?: string; name?: string; namespace?: string }
  hints?: { forNodes?: { name: string }[] | null; forZones?: { name: string }[] | null }
}

export interface EndpointSlice {
  metadata: Meta
  addressType?: string
  /** null, not an empty list, when there are none. */
  endpoints?: Endpoint[] | null
  ports?: { name?: string; port?: number; protocol?: string }[] | null
}

export interface Node {
  metadata: Meta
  spec?: { podCIDR?: string }
  status?: {
    addresses?: { type: string; address: string }[]
    conditions?: { type: string; status: string }[]
    nodeInfo?: { containerRuntimeVersion?: string }
  }
}

/** The Service that a slice is of. */
export function serviceNameOf(slice: EndpointSlice): string | undefined {
  return slice.metadata.labels?.['kubernetes.io/service-name']
}

/** A node's own address; undefined where it has not told it yet. */
export function addressOf(node: Node): string | undefined {
  return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address
}

export interface Pod {
  metadata: Meta
  spec: {
    nodeName?: string
    hostNetwork?: boolean
    containers: {
      name: string
      image?: string
      ports?: { name?: string; containerPort: number; protocol?: string }[]
    }[]
  }
  status?: {
    phase?: string
    podIP?: string
    conditions?: { type: string; status: string }[]
    containerStatuses?: { name: string; state?: { running?: object } }[]
  }
}

export interface Selector {
  matchLabels?: Record<string, string>
  matchExpressions?: { key: string; operator: string; values?: string[] }[]
}

export interface PolicyRule {
  ports?: { port?: number | string; endPort?: number; protocol?: string }[]
  /** `from` of ingress, `to` of egress. */
  from?: PolicyPeer[]
  to?: PolicyPeer[]
}

export interface PolicyPeer {
  podSelector?: Selector
  namespaceSelector?: Selector
  ipBlock?: { cidr: string; except?: string[] }
}

export interface NetworkPolicy {
  metadata: Meta
  spec: { podSelector?: Selector; policyTypes?: string[]; ingress?: PolicyRule[]; egress?: PolicyRule[] }
}

export interface IngressBackend {
  service?: { name: string; port?: { name?: string; number?: number } }
}

export interface IngressPath {
  path?: string
  pathType?: string
  backend: IngressBackend
}

export interface Ingress {
  metadata: Meta
  spec: {
    ingressClassName?: string
    defaultBackend?: IngressBackend
    rules?: { host?: string; http?: { paths: IngressPath[] } }[]
    tls?: { hosts?: string[]; secretName?: string }[]
  }
  status?: { loadBalancer?: { ingress?: { ip?: string }[] } }
}

export interface IngressClass {
  metadata: Meta
  spec?: { controller?: string }
}
