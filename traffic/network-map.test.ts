import { expect, it } from 'vitest'
import { service } from './netfilter/fixture.ts'
import { networkMapOf, networkMapText } from './network-map.ts'
import { diagram } from './trace/fixture.ts'

it("is the notes' diagram for the notes' objects, and the same in text", () => {
  const nodeInfo = { containerRuntimeVersion: 'cri-o://1.35.0' }
  const nodes = diagram.nodes.map((node) => ({ ...node, status: { ...node.status, nodeInfo } }))
  const map = networkMapOf({ ...diagram, nodes })
  expect(map.nodes.map(({ name, address, runtime }) => [name, address, runtime])).toEqual([
    ['nodo1', '192.168.1.201', 'cri-o'],
    ['nodo2', '192.168.1.202', 'cri-o'],
    ['nodo4', '192.168.1.204', 'cri-o'],
  ])
  expect(networkMapText({ ...map, nodes: map.nodes.slice(2) })).toBe(`Balanceador de nginx-ingress 192.168.1.50
    192.168.1.50:80 -> :30080 de los nodos
DNS corporativo
    app1.mi-cluster.com -> 192.168.1.50
MenchuPC
    fuera del cluster
nodo4 192.168.1.204
    Netfilter
        10.10.3.100:3307 -> 10.10.2.102:3306  (default/mariadb-service)
        10.10.3.101:80 -> 10.10.2.101:80 | 10.10.2.103:80  (default/wordpress-service)
        10.10.3.102:80 -> 10.10.2.104:80  (default/nginx-ingress)
        192.168.1.204:30080 -> 10.10.3.102:80  (default/nginx-ingress)
        192.168.1.50:80 -> 10.10.3.102:80  (default/nginx-ingress)
    Pods
        mariadb 10.10.2.102, :3306
        nginx 10.10.2.104, :80`)
})

it('says so where nobody has given an address, and leaves out pods that have ended', () => {
  const spec = { type: 'LoadBalancer', clusterIP: '10.10.3.102', ports: [{ port: 80, nodePort: 30_080 }] }
  const [pod] = diagram.pods
  const { outside, nodes } = networkMapOf({
    ...diagram,
    services: [service('nginx-ingress', spec)],
    ingresses: [],
    pods: [{ ...pod!, status: { ...pod!.status, phase: 'Succeeded' } }],
  })
  expect(outside.slice(0, 2)).toEqual([
    { name: 'Balanceador de nginx-ingress', details: ['sin dirección: <pending>'] },
    { name: 'DNS corporativo', details: ['no conoce ningún nombre'] },
  ])
  expect(nodes.flatMap(({ pods }) => pods)).toEqual([])
})
