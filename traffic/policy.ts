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

export type Direction = 'Egress' | 'Ingress'

/** What the policies of one side say. */
export interface PolicyVerdict {
  direction: Direction
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
  direction: Direction,
  pod: Pod | undefined,
  peer: End,
  to: End & { port: number; protocol: string },
): PolicyVerdict[] {
  if (!pod || pod.spec.hostNetwork) return []
  const isolating = world.policies.filter(
    (policy) => policy.metadata.namespace === pod.metadata.namespace && isolates(policy, direction, pod),
  )
  if (isolating.length === 0) return []
  const labelsOf = (namespace?: string): Labels | undefined =>
    world.namespaces.find(({ metadata }) => metadata.name === namespace)?.metadata.labels
  const allowed = isolating.some((policy) => lets(policy, direction, { peer, to }, labelsOf))
  return [{ direction, pod: pod.metadata.name, policies: isolating.map(({ metadata }) => metadata.name), allowed }]
}

type Labels = Record<string, string>

/** What of these objects decides: also of the embedded cluster's own. */
interface Policy {
  metadata: { namespace?: string }
  spec?: NetworkPolicy['spec']
}
interface Labelled {
  metadata: { namespace?: string; labels?: Labels }
  spec?: { containers?: { ports?: { name?: string; containerPort: number; protocol?: string }[] }[] }
}

/** A connection as a policy sees it; the pods whose the addresses are, where they are any's. */
interface Attempt {
  peer: { address: string; pod?: Labelled | undefined }
  to: { port: number; protocol: string; pod?: Labelled | undefined }
}

/** Whether a policy of the pod's namespace says what may go in or out of it. */
export function isolates({ spec }: Policy, direction: Direction, { metadata }: Labelled): boolean {
  return (spec?.policyTypes ?? ['Ingress']).includes(direction) && selects(spec?.podSelector ?? {}, metadata.labels)
}

/** Whether any rule of a policy lets a connection through. @param labelsOf a namespace's */
export function lets(
  policy: Policy,
  direction: Direction,
  { peer, to }: Attempt,
  labelsOf: (namespace: string | undefined) => Labels | undefined,
): boolean {
  const rules = direction === 'Ingress' ? policy.spec?.ingress : policy.spec?.egress
  return rules?.some((rule) => takesPort(rule, to) && takesPeer(policy, rule, peer, labelsOf)) ?? false
}

/** A port's name is that of a container's port in the pod that is called, in both directions. */
function takesPort({ ports = [] }: PolicyRule, { port: called, protocol, pod }: Attempt['to']): boolean {
  if (ports.length === 0) return true
  return ports.some(({ port, endPort, protocol: wanted = 'TCP' }) => {
    if (wanted !== protocol) return false
    if (port === undefined) return true
    if (typeof port === 'number') return endPort === undefined ? port === called : port <= called && called <= endPort
    return pod?.spec?.containers?.some(({ ports: own = [] }) =>
      own.some((each) => each.name === port && each.containerPort === called && (each.protocol ?? 'TCP') === wanted),
    )
  })
}

function takesPeer(
  policy: Policy,
  rule: PolicyRule,
  { address, pod }: Attempt['peer'],
  labelsOf: (namespace: string | undefined) => Labels | undefined,
): boolean {
  const peers = rule.from ?? rule.to ?? []
  if (peers.length === 0) return true
  return peers.some(({ ipBlock, namespaceSelector, podSelector }: PolicyPeer) => {
    if (ipBlock) return inCidr(address, ipBlock.cidr) && !ipBlock.except?.some((cidr) => inCidr(address, cidr))
    if (!pod) return false
    const { namespace, labels } = pod.metadata
    if (namespaceSelector) {
      if (!selects(namespaceSelector, labelsOf(namespace))) return false
    } else if (namespace !== policy.metadata.namespace) return false
    return podSelector === undefined || selects(podSelector, labels)
  })
}
