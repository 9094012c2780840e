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
  status?: { addresses?: { type: string; address: string }[]; conditions?: { type: string; status: string }[] }
}

/** The Service that a slice is of. */
export function serviceNameOf(slice: EndpointSlice): string | undefined {
  return slice.metadata.labels?.['kubernetes.io/service-name']
}

/** A node's own address; undefined where it has not told it yet. */
export function addressOf(node: Node): string | undefined {
  return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address
}
