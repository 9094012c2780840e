// Whom NetworkPolicies let a pod talk to. k8s: staging/src/k8s.io/api/networking/v1/types.go
import { selects } from '../diagnose/selector.ts'
import { inCidr } from './cidr.ts'
import type { Meta, NetworkPolicy, Pod, PolicyPeer, PolicyRule } from './objects.ts'

export interface PolicyWorld {
  policies: NetworkPolicy[]
  namespaces: { metadata: Meta }[]
}

/** One end of a connection; `pod` where the address is one's. */
export interface End {
  address: string
  pod?: Pod
  /** The node that the address is of, for what comes from a node itself. */
  node?: string
}

/** What the policies of one side say. */
export interface PolicyVerdict {
  direction: 'Egress' | 'Ingress'
  /** The pod that they isolate. */
  pod: string
  policies: string[]
  allowed: boolean
}

/**
 * Verdicts of both sides, in the order in which a packet meets them; empty when nobody isolates either.
 * @param seen who it seems to come from where it arrives: a node, when its address was masqueraded on another one.
 */
export function policyVerdicts(
  world: PolicyWorld,
  from: End,
  to: End & { port: number; protocol: string },
  seen: End = from,
): PolicyVerdict[] {
  if (from.address === to.address) return []
  const out = judge(world, 'Egress', from.pod, to, to)
  // A pod's own node always gets through: its probes come from there.
  const ownNode = seen.pod === undefined && seen.node !== undefined && seen.node === to.pod?.spec.nodeName
  const into = ownNode ? [] : judge(world, 'Ingress', to.pod, seen, to)
  return [...out, ...into]
}

function judge(
  world: PolicyWorld,
  direction: PolicyVerdict['direction'],
  pod: Pod | undefined,
  peer: End,
  to: End & { port: number; protocol: string },
): PolicyVerdict[] {
  if (!pod || pod.spec.hostNetwork) return []
  const isolating = world.policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.metadata.namespace &&
      (spec.policyTypes ?? ['Ingress']).includes(direction) &&
      selects(spec.podSelector ?? {}, pod.metadata.labels),
  )
  if (isolating.length === 0) return []
  const allowed = isolating.some((policy) =>
    (direction === 'Ingress' ? policy.spec.ingress : policy.spec.egress)?.some(
      (rule) => takesPort(rule, to) && takesPeer(world, policy, rule, peer),
    ),
  )
  return [{ direction, pod: pod.metadata.name, policies: isolating.map(({ metadata }) => metadata.name), allowed }]
}

/** A port's name is that of a container's port in the pod that is called. */
function takesPort(
  { ports = [] }: PolicyRule,
  { port: called, protocol, pod }: End & { port: number; protocol: string },
): boolean {
  if (ports.length === 0) return true
  return ports.some(({ port, endPort, protocol: wanted = 'TCP' }) => {
    if (wanted !== protocol) return false
    if (port === undefined) return true
    if (typeof port === 'number')
      return port === called || (endPort !== undefined && port <= called && called <= endPort)
    return pod?.spec.containers.some(({ ports: own = [] }) =>
      own.some((each) => each.name === port && each.containerPort === called),
    )
  })
}

function takesPeer(world: PolicyWorld, policy: NetworkPolicy, rule: PolicyRule, { address, pod }: End): boolean {
  const peers = rule.from ?? rule.to ?? []
  if (peers.length === 0) return true
  return peers.some(({ ipBlock, namespaceSelector, podSelector }: PolicyPeer) => {
    if (ipBlock) return inCidr(address, ipBlock.cidr) && !ipBlock.except?.some((cidr) => inCidr(address, cidr))
    if (!pod) return false
    const { namespace, labels } = pod.metadata
    if (namespaceSelector) {
      const its = world.namespaces.find(({ metadata }) => metadata.name === namespace)?.metadata.labels
      if (!selects(namespaceSelector, its)) return false
    } else if (namespace !== policy.metadata.namespace) return false
    return podSelector === undefined || selects(podSelector, labels)
  })
}
