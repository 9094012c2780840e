// Which address of the learner's own machine leads to which port that the cluster opens to the outside.
import type { ClusterApi } from './cluster-api.ts'

export interface LocalPort {
  /** `namespace/name`. */
  service: string
  /** As the cluster has it: `30080` on any node, or a balancer's `192.168.1.50:80`. */
  entry: string
  /** What a browser or a curl of this machine is given: `127.0.0.1:41234`; undefined where nothing leads there. */
  local: string | undefined
}

/** What `GET /timonel/v1/ports` of the embedded engine tells. */
interface Told {
  ports: { namespace: string; service: string; address?: string; port: number; local?: number }[]
}

interface Service {
  metadata: { namespace: string; name: string }
  spec: { ports?: { port: number; nodePort?: number; protocol?: string }[] }
  status?: { loadBalancer?: { ingress?: { ip?: string }[] } }
}

/**
 * The embedded engine has a port of loopback for each, of a number that the system chose: the same 30080 in two labs would
 * lead a learner to the wrong one. Elsewhere nodes have addresses of their own, which answer wherever they can be reached.
 */
export async function localPorts(api: ClusterApi): Promise<LocalPort[]> {
  const { status, body } = await api.call('GET', '/timonel/v1/ports')
  if (status === 200) {
    return (body as Told).ports.map(({ namespace, service, address, port, local }) => ({
      service: `${namespace}/${service}`,
      entry: address === undefined ? String(port) : `${address}:${port}`,
      local: local === undefined ? undefined : `127.0.0.1:${local}`,
    }))
  }
  const [services, nodes] = await Promise.all([api.call('GET', '/api/v1/services'), api.call('GET', '/api/v1/nodes')])
  const node = (nodes.body as { items: { status: { addresses: { type: string; address: string }[] } }[] }).items
    .flatMap((one) => one.status.addresses)
    .find(({ type }) => type === 'InternalIP')?.address
  return (services.body as { items: Service[] }).items.flatMap((service) => entriesOf(service, node))
}

function entriesOf({ metadata, spec, status }: Service, node: string | undefined): LocalPort[] {
  const service = `${metadata.namespace}/${metadata.name}`
  const ports = (spec.ports ?? []).filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP')
  const addresses = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? [])
  return [
    ...ports.flatMap(({ nodePort }) =>
      nodePort ? [{ service, entry: String(nodePort), local: node && `${node}:${nodePort}` }] : [],
    ),
    ...addresses.flatMap((address) =>
      ports.map(({ port }) => ({ service, entry: `${address}:${port}`, local: `${address}:${port}` })),
    ),
  ]
}
