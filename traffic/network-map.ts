// The notes' diagram of the network as data, from API objects alone: what stands before the cluster, and each node with its rules and its pods.
import { balancerAddresses } from './endpoints.ts'
import { arrowText, arrowsOf } from './netfilter/arrows.ts'
import { type Node, addressOf } from './objects.ts'
import { addressOfIngress } from './trace/before-the-node.ts'
import type { TraceWorld } from './trace/world.ts'

/** What has a place in the diagram. Names and details are as a learner reads them. */
export interface MapPart {
  name: string
  address?: string
  details: string[]
}

export interface MapNode {
  name: string
  address?: string
  /** `cri-o`, `containerd`. */
  runtime?: string
  /** As the notes write them: `10.10.3.100:3307 -> 10.10.2.102:3306`, with the Service as detail. */
  rules: MapPart[]
  pods: MapPart[]
}

export interface NetworkMap {
  outside: MapPart[]
  nodes: MapNode[]
}

export function networkMapOf(world: TraceWorld): NetworkMap {
  return {
    outside: [...balancers(world), corporateDns(world), { name: 'MenchuPC', details: ['fuera del cluster'] }],
    nodes: world.nodes
      .map((node) => ({
        name: node.metadata.name,
        ...addressed(addressOf(node)),
        ...runtimeOf(node),
        rules: arrowsOf(world, node).map((arrow) => ({ name: arrowText(arrow), details: [arrow.service] })),
        pods: podsOn(world, node.metadata.name),
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'es', { numeric: true })),
  }
}

/** The same diagram in lines of text. */
export function networkMapText({ outside, nodes }: NetworkMap): string {
  const titled = ({ name, address }: { name: string; address?: string }): string =>
    address === undefined ? name : `${name} ${address}`
  return [
    ...outside.flatMap((part) => [titled(part), ...part.details.map((detail) => `    ${detail}`)]),
    ...nodes.flatMap((node) => [
      titled(node),
      '    Netfilter',
      ...node.rules.map(({ name, details }) => `        ${name}  (${details.join(', ')})`),
      '    Pods',
      ...node.pods.map((pod) => `        ${[titled(pod), ...pod.details].join(', ')}`),
    ]),
  ].join('\n')
}

function balancers({ services }: TraceWorld): MapPart[] {
  return services.flatMap((service): MapPart[] => {
    const { metadata, spec } = service
    if (spec.type !== 'LoadBalancer') return []
    const addresses = balancerAddresses(service)
    const details = addresses.flatMap((address) =>
      (spec.ports ?? []).map(
        ({ port, nodePort }) => `${address}:${port} -> ${nodePort ? `:${nodePort} de los nodos` : spec.clusterIP}`,
      ),
    )
    const name = `Balanceador de ${metadata.name}`
    return [{ name, ...addressed(addresses[0]), details: details.length > 0 ? details : ['sin dirección: <pending>'] }]
  })
}

function corporateDns({ ingresses, services }: TraceWorld): MapPart {
  const names = ingresses.flatMap((ingress) => {
    const address = addressOfIngress(ingress, services)
    if (address === undefined) return []
    return (ingress.spec.rules ?? []).flatMap(({ host }) => (host ? [`${host} -> ${address}`] : []))
  })
  return { name: 'DNS corporativo', details: names.length > 0 ? [...new Set(names)] : ['no conoce ningún nombre'] }
}

function podsOn({ pods }: TraceWorld, node: string): MapPart[] {
  return pods
    .filter(({ spec, status }) => spec.nodeName === node && status?.podIP && !ended.has(status.phase ?? ''))
    .map(({ metadata: { name, namespace = 'default' }, spec, status }) => ({
      name: namespace === 'default' ? name : `${namespace}/${name}`,
      ...addressed(status?.podIP),
      details: spec.containers.flatMap(({ ports }) => (ports ?? []).map(({ containerPort }) => `:${containerPort}`)),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'es', { numeric: true }))
}

const ended = new Set(['Succeeded', 'Failed'])

function runtimeOf({ status }: Node): { runtime?: string } {
  const [runtime] = status?.nodeInfo?.containerRuntimeVersion?.split('://') ?? []
  return runtime === undefined ? {} : { runtime }
}

function addressed(address: string | undefined): { address?: string } {
  return address === undefined ? {} : { address }
}
