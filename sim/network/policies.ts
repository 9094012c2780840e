// Whom NetworkPolicies let a pod talk to, judged on addresses after a Service has been resolved, as the node's filter does.
// k8s: staging/src/k8s.io/api/networking/v1/types.go; https://kubernetes.io/docs/concepts/services-networking/network-policies
import { cidrContains, parseCidr, parseIp } from '../api/ip-address.ts'
import { namespaces, networkPolicies, pods } from '../api/refs.ts'
import { selectorFromObject } from '../api/selector.ts'
import type { Context } from '../client/context.ts'
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, Pod } from '../generated/types.ts'
import type { Address } from './connection.ts'
import type { Origin } from './service-endpoints.ts'

/** Which side's policies stand in the way: all that select the pod in that direction, and none lets this through. */
export interface Denial {
  direction: 'Egress' | 'Ingress'
  pod: Pod
  policies: NetworkPolicy[]
}

type Rule = { ports?: NetworkPolicyPort[]; peers?: NetworkPolicyPeer[] }
/** What a rule is held against: the other end, and where the connection goes. */
interface Attempt {
  peer: string
  to: Address
  protocol: string
}

export interface Policies {
  /** Why a connection to an endpoint is not let through; undefined when it is. */
  denial(from: Origin, to: Address, protocol?: string): Denial | undefined
}

export function createPolicies({ informers }: Pick<Context, 'informers'>): Policies {
  const policyCache = informers.for(networkPolicies)
  const podCache = informers.for(pods)
  const namespaceCache = informers.for(namespaces)
  podCache.index('ownAddress', ownAddresses)

  const podAt = (address: string): Pod | undefined => podCache.byIndex('ownAddress', address)[0]

  /** Policies that isolate a pod in a direction. */
  function isolating(pod: Pod, direction: Denial['direction']): NetworkPolicy[] {
    return policyCache
      .list(pod.metadata.namespace)
      .filter(
        ({ spec }) =>
          spec?.policyTypes?.includes(direction) &&
          selectorFromObject(spec.podSelector ?? {}).matches(pod.metadata.labels),
      )
  }

  function peerMatches(peer: NetworkPolicyPeer, policy: NetworkPolicy, address: string): boolean {
    if (peer.ipBlock) return inBlock(address, peer.ipBlock.cidr, peer.ipBlock.except)
    const pod = podAt(address)
    if (!pod) return false
    const { namespace } = pod.metadata
    if (peer.namespaceSelector) {
      const labels = namespaceCache.get('', namespace!)?.metadata.labels
      if (!selectorFromObject(peer.namespaceSelector).matches(labels)) return false
    } else if (namespace !== policy.metadata.namespace) return false
    return !peer.podSelector || selectorFromObject(peer.podSelector).matches(pod.metadata.labels)
  }

  function lets(policy: NetworkPolicy, { ports = [], peers = [] }: Rule, { peer, to, protocol }: Attempt): boolean {
    const target = podAt(to.address)
    return (
      (ports.length === 0 || ports.some((port) => portMatches(port, to.port, protocol, target))) &&
      (peers.length === 0 || peers.some((entry) => peerMatches(entry, policy, peer)))
    )
  }

  function judge(pod: Pod | undefined, direction: Denial['direction'], attempt: Attempt): Denial | undefined {
    if (!pod) return undefined
    const policies = isolating(pod, direction)
    const allowed = policies.some((policy) => rulesOf(policy, direction).some((rule) => lets(policy, rule, attempt)))
    return policies.length === 0 || allowed ? undefined : { direction, pod, policies }
  }

  return {
    denial(from, to, protocol = 'TCP') {
      if (from.address === to.address || policyCache.list().length === 0) return undefined
      const source = podAt(from.address)
      const target = podAt(to.address)
      const out = judge(source, 'Egress', { peer: to.address, to, protocol })
      if (out) return out
      // A pod's own node always gets through: its probes come from there.
      if (!source && from.nodeName !== undefined && from.nodeName === target?.spec?.nodeName) return undefined
      return judge(target, 'Ingress', { peer: from.address, to, protocol })
    },
  }
}

function rulesOf({ spec }: NetworkPolicy, direction: Denial['direction']): Rule[] {
  if (direction === 'Ingress') return (spec?.ingress ?? []).map(({ ports, from }) => rule(ports, from))
  return (spec?.egress ?? []).map(({ ports, to }) => rule(ports, to))
}

function rule(ports: NetworkPolicyPort[] | undefined, peers: NetworkPolicyPeer[] | undefined): Rule {
  return { ...(ports ? { ports } : {}), ...(peers ? { peers } : {}) }
}

/** A port's name is that of a container's port in the pod that is called, in both directions. */
function portMatches(
  { port, endPort, protocol: wanted = 'TCP' }: NetworkPolicyPort,
  called: number,
  protocol: string,
  target: Pod | undefined,
): boolean {
  if (wanted !== protocol) return false
  if (port === undefined) return true
  if (typeof port === 'number') return endPort === undefined ? port === called : port <= called && called <= endPort
  return (target?.spec?.containers ?? []).some(({ ports = [] }) =>
    ports.some(
      (entry) => entry.name === port && entry.containerPort === called && (entry.protocol ?? 'TCP') === wanted,
    ),
  )
}

function inBlock(address: string, cidr: string, except: string[] = []): boolean {
  const parsed = parseIp(address)
  const within = (text: string): boolean => {
    const range = parseCidr(text)
    return parsed !== undefined && range !== undefined && cidrContains(range, parsed)
  }
  return within(cidr) && !except.some(within)
}

/** Addresses that are a pod's alone: not those of its node, nor those it no longer has. */
function ownAddresses({ spec, status }: Pod): string[] {
  if (spec?.hostNetwork || status?.phase === 'Succeeded' || status?.phase === 'Failed') return []
  return (status?.podIPs ?? []).flatMap(({ ip }) => ip ?? [])
}
