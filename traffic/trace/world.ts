// What a trace is worked out from: lists of a cluster's objects, and where a packet can start.
import { inCidr, isAddress } from '../cidr.ts'
import {
  type Ingress,
  type IngressClass,
  type Meta,
  type NetworkPolicy,
  type Node,
  type Pod,
  addressOf,
} from '../objects.ts'
import type { RuleWorld } from '../netfilter/rule-book.ts'

export interface TraceWorld extends RuleWorld {
  pods: Pod[]
  namespaces: { metadata: Meta }[]
  policies: NetworkPolicy[]
  ingresses: Ingress[]
  classes: IngressClass[]
}

/** Where a packet starts. `outside`: a machine of the company's network, MenchuPC. */
export type TraceFrom =
  | { kind: 'pod'; namespace: string; name: string }
  | { kind: 'node'; name: string }
  | { kind: 'outside' }

export interface Origin {
  address: string
  /** Whose names are searched first. */
  namespace: string
  node?: Node
  pod?: Pod
  title: string
}

/** MenchuPC's address in the notes' diagram. */
const outsideAddress = '192.168.27.182'

/** Undefined where there is no such pod or node, or it has no address. */
export function originOf(from: TraceFrom, { pods, nodes }: TraceWorld): Origin | undefined {
  if (from.kind === 'outside') return { address: outsideAddress, namespace: 'default', title: 'MenchuPC' }
  if (from.kind === 'node') {
    const node = nodes.find(({ metadata }) => metadata.name === from.name)
    const address = node && addressOf(node)
    return address === undefined
      ? undefined
      : { address, namespace: 'default', node: node!, title: `el nodo ${from.name}` }
  }
  const pod = pods.find(({ metadata }) => metadata.name === from.name && metadata.namespace === from.namespace)
  const address = pod?.status?.podIP
  if (!pod || !address) return undefined
  const node = nodes.find(({ metadata }) => metadata.name === pod.spec.nodeName)
  return { address, namespace: from.namespace, pod, ...(node ? { node } : {}), title: `el pod ${from.name}` }
}

/** A pod by its own address. */
export function podAt(address: string, { pods }: TraceWorld): Pod | undefined {
  return pods.find(
    ({ spec, status }) =>
      status?.podIP === address && !spec.hostNetwork && status.phase !== 'Succeeded' && status.phase !== 'Failed',
  )
}

export function nodeAt(address: string, { nodes }: TraceWorld): Node | undefined {
  return nodes.find((node) => addressOf(node) === address)
}

/** Whether an address is of the cluster's virtual network: a pod's or a ClusterIP. */
export function isInside(address: string, world: TraceWorld): boolean {
  return (
    isAddress(address) &&
    (world.nodes.some(({ spec }) => spec?.podCIDR !== undefined && inCidr(address, spec.podCIDR)) ||
      world.services.some(({ spec }) => spec.clusterIP === address) ||
      podAt(address, world) !== undefined)
  )
}
