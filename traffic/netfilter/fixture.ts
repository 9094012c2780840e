// The notes' diagram as objects: three Services, their endpoints, and nodes.
import type { EndpointSlice, Node, Service } from '../objects.ts'

export const nodes: Node[] = [
  node('nodo1', '192.168.1.201', '10.10.0.0/24'),
  node('nodo2', '192.168.1.202', '10.10.1.0/24'),
  node('nodo4', '192.168.1.204', '10.10.2.0/24'),
]

function node(name: string, address: string, podCIDR: string): Node {
  return { metadata: { name }, spec: { podCIDR }, status: { addresses: [{ type: 'InternalIP', address }] } }
}

export function service(name: string, spec: Service['spec'], given?: string): Service {
  return {
    metadata: { name, namespace: 'default' },
    spec,
    status: { loadBalancer: given === undefined ? {} : { ingress: [{ ip: given, ipMode: 'VIP' }] } },
  }
}

/** @param at `address@node`, with a `!` in front of one that is not ready. */
export function slice(
  of: string,
  ports: { name?: string; port: number; protocol?: string }[],
  at: string[],
): EndpointSlice {
  return {
    metadata: { name: `${of}-x`, namespace: 'default', labels: { 'kubernetes.io/service-name': of } },
    addressType: 'IPv4',
    ports: ports.map(({ name = '', port, protocol = 'TCP' }) => ({ name, port, protocol })),
    endpoints: at.map((each) => {
      const [address, nodeName] = each.replace('!', '').split('@')
      return { addresses: [address!], conditions: { ready: !each.startsWith('!') }, nodeName: nodeName! }
    }),
  }
}

export const services: Service[] = [
  service('mariadb-service', {
    type: 'ClusterIP',
    clusterIP: '10.10.3.100',
    ports: [{ port: 3307, targetPort: 3306 }],
  }),
  service('wordpress-service', { type: 'ClusterIP', clusterIP: '10.10.3.101', ports: [{ port: 80 }] }),
  service(
    'nginx-ingress',
    { type: 'LoadBalancer', clusterIP: '10.10.3.102', ports: [{ port: 80, nodePort: 30_080 }] },
    '192.168.1.50',
  ),
]

export const slices: EndpointSlice[] = [
  slice('mariadb-service', [{ port: 3306 }], ['10.10.2.102@nodo4']),
  slice('wordpress-service', [{ port: 80 }], ['10.10.2.101@nodo2', '10.10.2.103@nodo1']),
  slice('nginx-ingress', [{ port: 80 }], ['10.10.2.104@nodo4']),
]
