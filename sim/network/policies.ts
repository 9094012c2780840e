// Whom NetworkPolicies let a pod talk to, judged on addresses after a Service has been resolved, as the node's filter does.
// k8s: staging/src/k8s.io/api/networking/v1/types.go; https://kubernetes.io/docs/concepts/services-networking/network-policies
import { type Direction, isolates, lets } from '../../traffic/policy.ts'
import { namespaces, networkPolicies, pods } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { NetworkPolicy, Pod } from '../generated/types.ts'
import type { Address } from './connection.ts'
import type { Origin } from './service-endpoints.ts'

/** Which side's policies stand in the way: all that select the pod in that direction, and none lets this through. */
export interface Denial {
  direction: Direction
  pod: Pod
  policies: NetworkPolicy[]
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

  const labelsOf = (namespace = ''): Record<string, string> | undefined =>
    namespaceCache.get('', namespace)?.metadata.labels

  function judge(
    pod: Pod | undefined,
    direction: Direction,
    peer: string,
    to: Address,
    protocol: string,
  ): Denial | undefined {
    if (!pod) return undefined
    const policies = policyCache.list(pod.metadata.namespace).filter((policy) => isolates(policy, direction, pod))
    if (policies.length === 0) return undefined
    const attempt = { peer: { address: peer, pod: podAt(peer) }, to: { ...to, protocol, pod: podAt(to.address) } }
    const allowed = policies.some((policy) => lets(policy, direction, attempt, labelsOf))
    return allowed ? undefined : { direction, pod, policies }
  }

  return {
    denial(from, to, protocol = 'TCP') {
      if (from.address === to.address || policyCache.list().length === 0) return undefined
      const source = podAt(from.address)
      const target = podAt(to.address)
      const out = judge(source, 'Egress', to.address, to, protocol)
      if (out) return out
      // A pod's own node always gets through: its probes come from there.
      if (!source && from.nodeName !== undefined && from.nodeName === target?.spec?.nodeName) return undefined
      return judge(target, 'Ingress', from.address, to, protocol)
    },
  }
}

/** Addresses that are a pod's alone: not those of its node, nor those it no longer has. */
function ownAddresses({ spec, status }: Pod): string[] {
  if (spec?.hostNetwork || status?.phase === 'Succeeded' || status?.phase === 'Failed') return []
  return (status?.podIPs ?? []).flatMap(({ ip }) => ip ?? [])
}
