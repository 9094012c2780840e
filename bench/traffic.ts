// How long a trace, all rules of a node and a changed endpoint take in a large cluster: 5,000 Services, 20,000 endpoints.
import type { EndpointSlice, Node, Pod, Service } from '../traffic/objects.ts'
import { ruleBookOf } from '../traffic/netfilter/rule-book.ts'
import { traceOf } from '../traffic/trace/trace.ts'
import type { TraceWorld } from '../traffic/trace/world.ts'

const servicesCount = 5000
const endpointsPerService = 4
const nodesCount = 100
const rounds = 50

/** Prints a line for each: the middle one and the slowest of the rounds. */
export function trafficBench(): void {
  const world = largeWorld()
  const from = { kind: 'pod', namespace: 'default', name: world.pods[0]!.metadata.name } as const
  const book = ruleBookOf(world, 'nodo-0')
  const lines: Record<string, (round: number) => unknown> = {
    'a trace': (round) => traceOf(world, from, { to: `servicio-${(round * 97) % servicesCount}`, port: 80 }),
    'an endpoint change': (round) => {
      const at = (round * 89) % servicesCount
      book.put(world.services[at]!, [withOneLess(world.slices[at]!, round)])
    },
  }
  for (const [what, act] of Object.entries(lines)) print(what, timesOf(rounds, act))
  print(
    'all rules of a node, from nothing',
    timesOf(5, () => ruleBookOf(world, 'nodo-0').rules().length),
  )
  print(
    'iptables-save of its nat table',
    timesOf(5, () => book.save('nat')),
  )
}

function print(what: string, times: number[]): void {
  const sorted = times.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]!
  const size = `${servicesCount} services, ${servicesCount * endpointsPerService} endpoints`
  console.log(`${what}, ${size}: ${middle.toFixed(2)} ms (slowest of ${times.length}: ${sorted.at(-1)!.toFixed(2)})`)
}

function timesOf(count: number, act: (round: number) => unknown): number[] {
  return Array.from({ length: count }, (_, round) => {
    const begun = performance.now()
    act(round)
    return performance.now() - begun
  })
}

function largeWorld(): TraceWorld {
  const nodes = Array.from({ length: nodesCount }, (_, at): Node => ({
    metadata: { name: `nodo-${at}` },
    spec: { podCIDR: `10.42.${at}.0/24` },
    status: { addresses: [{ type: 'InternalIP', address: `192.168.1.${at + 1}` }] },
  }))
  const made = Array.from({ length: servicesCount }, (_, at) => serviceWith(at))
  return {
    nodes,
    services: made.map(({ service }) => service),
    slices: made.map(({ slice }) => slice),
    pods: made.flatMap(({ pods }) => pods),
    namespaces: [{ metadata: { name: 'default' } }],
    policies: [],
    ingresses: [],
    classes: [],
  }
}

function serviceWith(at: number): { service: Service; slice: EndpointSlice; pods: Pod[] } {
  const name = `servicio-${at}`
  const pods = Array.from({ length: endpointsPerService }, (_, which): Pod => {
    const number = at * endpointsPerService + which
    const podIP = `10.42.${number % nodesCount}.${Math.floor(number / nodesCount) + 2}`
    return {
      metadata: { name: `${name}-${which}`, namespace: 'default', labels: { app: name } },
      spec: { nodeName: `nodo-${number % nodesCount}`, containers: [{ name: 'c', ports: [{ containerPort: 8080 }] }] },
      status: { phase: 'Running', podIP, containerStatuses: [{ name: 'c', state: { running: {} } }] },
    }
  })
  return {
    service: {
      metadata: { name, namespace: 'default' },
      spec: { clusterIP: `10.43.${Math.floor(at / 250)}.${(at % 250) + 1}`, ports: [{ port: 80, targetPort: 8080 }] },
    },
    slice: {
      metadata: { name: `${name}-x`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: '', port: 8080, protocol: 'TCP' }],
      endpoints: pods.map(({ spec, status }) => ({ addresses: [status!.podIP!], nodeName: spec.nodeName! })),
    },
    pods,
  }
}

function withOneLess(slice: EndpointSlice, round: number): EndpointSlice {
  return { ...slice, endpoints: (slice.endpoints ?? []).filter((_, at) => at !== round % endpointsPerService) }
}
