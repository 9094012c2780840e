// Gives services of type LoadBalancer the addresses of the nodes whose ports are free, as k3s does without a cloud.
// k3s: pkg/cloudprovider/servicelb.go
import { keyOf, splitKey } from '../api/object.ts'
import { nodes, pods, services } from '../api/refs.ts'
import type { Node, Pod, Service } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { semanticallyEqual } from './workload/semantic.ts'

const ownClass = 'io.cattle/svclb'

export const createServiceLbController: CreateController = (context) => {
  const { client, informers } = context
  const serviceCache = informers.for(services)
  const nodeCache = informers.for(nodes)
  const podCache = informers.for(pods)
  const recorder = context.recorderFor('service-lb-controller')
  /** One service's ports, or a node's, decide on another's. */
  const allKeys = (): string[] => serviceCache.list().filter(isOurs).map(keyOf)

  return {
    name: 'service-lb',
    workers: 1,
    watches: [
      watching(services, (service) => [keyOf(service), ...allKeys()]),
      watching(nodes, allKeys, { when: (node, old) => !semanticallyEqual(facts(node), facts(old)) }),
      watching(pods, (pod) => (hostPorts(pod).length > 0 ? allKeys() : [])),
    ],
    async sync(key) {
      const { namespace, name } = splitKey(key)
      const service = serviceCache.get(namespace, name)
      if (!service || service.metadata.deletionTimestamp) return
      const old = (service.status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip)
      // One that was ours gives its addresses back.
      if (!isOurs(service) && (service.spec?.type === 'LoadBalancer' || old.length === 0)) return
      const nodesFor = isOurs(service) ? nodeCache.list() : []
      const ips = nodesFor
        .filter((node) => isReady(node) && portsFree(service, node, serviceCache.list(), podCache.list()))
        .flatMap(addressOf)
        .toSorted()
      if (semanticallyEqual(ips, old)) return
      const loadBalancer = ips.length > 0 ? { ingress: ips.map((ip) => ({ ip, ipMode: 'VIP' })) } : {}
      await client.updateStatus(services, { ...service, status: { ...service.status, loadBalancer } })
      const message = `Updated LoadBalancer with new IPs: [${old.join(' ')}] -> [${ips.join(' ')}]`
      recorder.event(service, 'Normal', 'UpdatedLoadBalancer', message)
    },
  }
}

function isOurs({ spec }: Service): boolean {
  return spec?.type === 'LoadBalancer' && (spec.loadBalancerClass ?? ownClass) === ownClass
}

function isReady({ status }: Node): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false
}

function facts(node: Node): unknown {
  return [isReady(node), addressOf(node)]
}

/** The node's external address before its internal one. */
function addressOf({ status }: Node): string[] {
  const of = (wanted: string): string[] =>
    (status?.addresses ?? []).filter(({ type }) => type === wanted).map(({ address }) => address)
  const external = of('ExternalIP')
  return external.length > 0 ? external : of('InternalIP')
}

/** Ports as `TCP/80`. */
function portsOf({ spec }: Service): string[] {
  return (spec?.ports ?? []).map(({ protocol = 'TCP', port }) => `${protocol}/${port}`)
}

function hostPorts({ spec }: Pod): string[] {
  return (spec?.containers ?? []).flatMap(({ ports }) =>
    (ports ?? []).filter(({ hostPort }) => hostPort).map(({ protocol = 'TCP', hostPort }) => `${protocol}/${hostPort}`),
  )
}

/** Nobody older has the port: no other service of ours, no pod on the node. */
function portsFree(service: Service, node: Node, all: Service[], everyPod: Pod[]): boolean {
  const wanted = new Set(portsOf(service))
  const older = all.filter((other) => isOurs(other) && other !== service && isOlder(other, service))
  const onNode = everyPod.filter(({ spec }) => spec?.nodeName === node.metadata.name)
  const taken = [...older.flatMap(portsOf), ...onNode.flatMap(hostPorts)]
  return !taken.some((port) => wanted.has(port))
}

function isOlder(a: Service, b: Service): boolean {
  const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  return left === right ? keyOf(a) < keyOf(b) : left < right
}
