// The notes' diagram whole: what `netfilter/fixture.ts` has, with its pods and its Ingress.
import { nodes, services, slices } from '../netfilter/fixture.ts'
import type { Ingress, Pod } from '../objects.ts'
import type { TraceWorld } from './world.ts'

function pod(
  name: string,
  at: string,
  node: string,
  image: string,
  port: number,
  labels: Record<string, string> = {},
): Pod {
  return {
    metadata: { name, namespace: 'default', labels },
    spec: { nodeName: node, containers: [{ name: 'c', image, ports: [{ containerPort: port }] }] },
    status: { phase: 'Running', podIP: at, containerStatuses: [{ name: 'c', state: { running: {} } }] },
  }
}

const ingress: Ingress = {
  metadata: { name: 'ingress-wordpress', namespace: 'default' },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host: 'app1.mi-cluster.com',
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: 'wordpress-service', port: { number: 80 } } },
            },
          ],
        },
      },
    ],
  },
  status: { loadBalancer: { ingress: [{ ip: '192.168.1.50' }] } },
}

export const diagram: TraceWorld = {
  nodes,
  services,
  slices,
  pods: [
    pod('mariadb', '10.10.2.102', 'nodo4', 'mariadb:10.6', 3306, { app: 'mariadb' }),
    pod('wordpress-a', '10.10.2.101', 'nodo2', 'wordpress:6', 80, { app: 'wordpress' }),
    pod('wordpress-b', '10.10.2.103', 'nodo1', 'wordpress:6', 80, { app: 'wordpress' }),
    pod('nginx', '10.10.2.104', 'nodo4', 'registry.k8s.io/ingress-nginx/controller:v1', 80),
  ],
  namespaces: [{ metadata: { name: 'default', labels: {} } }],
  policies: [],
  ingresses: [ingress],
  classes: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
}
