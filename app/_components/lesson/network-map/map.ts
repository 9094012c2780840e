// The notes' map of a company's network and of the cluster inside it, as data: machines, rules, pods and one request's way.

/** What a hop passes by: its id is what the drawing lights. */
export interface Part {
  id: string
  /** `10.10.2.104`; none for what has no address of its own. */
  address?: string
  name: string
  details?: string[]
}

export interface NodeOfMap {
  id: string
  name: string
  address: string
  parts: Part[]
}

interface Hop {
  /** Ids of the parts that it passes by. */
  at: string[]
  text: string
}

const names = ['mariadb-service ← 10.10.3.100', 'wordpress-service ← 10.10.3.101', 'nginx-ingress ← 10.10.3.102']
const configured = '/etc/wordpress/wp-config.php ← DATABASE_HOST=mariadb-service:3307'
const proxy = (address: string): Part => ({ id: address, address, name: 'Kube-Proxy' })

/** The company's network, above the cluster. */
export const company: Part[] = [
  {
    id: 'balanceador',
    address: '192.168.1.50',
    name: 'Balanceador',
    details: ['192.168.1.50:80 → :30080 en .101, .102, .103, .201, .202, .203 y .204'],
  },
  { id: 'dns', address: '192.168.1.51', name: 'DNS corporativo', details: ['app1 → 192.168.1.50'] },
  { id: 'menchu', address: '192.168.27.182', name: 'MenchuPC', details: ['pide la página de app1'] },
]

/** The rules that Kube-Proxy writes, the same on every node but for its own address. */
export function rulesOf({ address }: NodeOfMap): Part[] {
  const node = address.split('.').at(-1)!
  return [
    { id: `mariadb-${node}`, name: '10.10.3.100:3307 → 10.10.2.102:3306' },
    { id: `wordpress-${node}`, name: '10.10.3.101:80 → 10.10.2.101:80 | 10.10.2.103:80' },
    { id: `puerto-${node}`, name: `${address}:30080 → 10.10.3.102:80` },
    { id: `ingress-${node}`, name: '10.10.3.102:80 → 10.10.2.104:80' },
  ]
}

export const nodesOfMap: NodeOfMap[] = [
  {
    id: 'maestro1',
    name: 'NodoMaestro1',
    address: '192.168.1.101',
    parts: [
      { id: 'coredns', address: '10.10.1.1', name: 'CoreDNS', details: names },
      { id: '10.10.1.2', address: '10.10.1.2', name: 'ApiServer' },
      { id: '10.10.1.3', address: '10.10.1.3', name: 'Scheduler' },
      { id: '10.10.1.4', address: '10.10.1.4', name: 'Etcd' },
      proxy('10.10.1.5'),
    ],
  },
  {
    id: 'maestro2',
    name: 'NodoMaestro2',
    address: '192.168.1.102',
    parts: [
      { id: '10.10.1.6', address: '10.10.1.6', name: 'ApiServer' },
      { id: '10.10.1.7', address: '10.10.1.7', name: 'Etcd' },
      { id: '10.10.1.8', address: '10.10.1.8', name: 'Controller Manager' },
      proxy('10.10.1.9'),
    ],
  },
  {
    id: 'maestro3',
    name: 'NodoMaestro3',
    address: '192.168.1.103',
    parts: [
      { id: '10.10.1.10', address: '10.10.1.10', name: 'Scheduler' },
      { id: 'coredns3', address: '10.10.1.11', name: 'CoreDNS', details: names },
      { id: '10.10.1.12', address: '10.10.1.12', name: 'Controller Manager' },
      proxy('10.10.1.13'),
      { id: '10.10.1.14', address: '10.10.1.14', name: 'Etcd' },
    ],
  },
  {
    id: 'nodo1',
    name: 'Nodo1',
    address: '192.168.1.201',
    parts: [
      { id: 'wordpress', address: '10.10.2.103', name: 'Pod WordPress', details: ['Apache en el :80', configured] },
      proxy('10.10.1.18'),
    ],
  },
  {
    id: 'nodo2',
    name: 'Nodo2',
    address: '192.168.1.202',
    parts: [
      proxy('10.10.1.15'),
      { id: 'wordpress2', address: '10.10.2.101', name: 'Pod WordPress', details: ['Apache en el :80', configured] },
    ],
  },
  {
    id: 'nodo3',
    name: 'Nodo3',
    address: '192.168.1.203',
    parts: [
      {
        id: 'ingress',
        address: '10.10.2.104',
        name: 'Pod IngressController',
        details: ['nginx en el :80', 'nginx.conf: app1.com → wordpress-service:80'],
      },
      proxy('10.10.1.16'),
    ],
  },
  {
    id: 'nodo4',
    name: 'Nodo4',
    address: '192.168.1.204',
    parts: [
      { id: 'mariadb', address: '10.10.2.102', name: 'Pod MariaDB', details: ['MariaDB en el :3306'] },
      proxy('10.10.1.17'),
    ],
  },
]

/** The request of the notes, from MenchuPC to the database. */
export const hops: Hop[] = [
  { at: ['menchu', 'dns'], text: 'MenchuPC (192.168.27.182) pregunta al DNS corporativo por app1: 192.168.1.50.' },
  { at: ['menchu', 'balanceador'], text: 'Abre una conexión con el balanceador: 192.168.1.50:80.' },
  {
    at: ['balanceador', 'maestro2'],
    text: 'El balanceador elige uno de los 7 nodos, por ejemplo NodoMaestro2: 192.168.1.102:30080.',
  },
  {
    at: ['puerto-102', 'ingress-102'],
    text: 'El Netfilter de ese nodo cambia el destino: 30080 es de nginx-ingress (10.10.3.102:80), y detrás está el pod 10.10.2.104:80.',
  },
  {
    at: ['ingress'],
    text: 'En Nodo3, nginx mira a qué nombre va la petición: las de app1 van a wordpress-service:80.',
  },
  { at: ['ingress', 'coredns'], text: 'Ese nombre se lo da CoreDNS: wordpress-service es 10.10.3.101.' },
  {
    at: ['wordpress-203'],
    text: 'El Netfilter de Nodo3 cambia 10.10.3.101:80 por uno de los dos pods, al azar: 10.10.2.103:80.',
  },
  { at: ['wordpress'], text: 'En Nodo1 contesta Apache, y WordPress necesita su base de datos: mariadb-service:3307.' },
  {
    at: ['coredns', 'mariadb-201'],
    text: 'CoreDNS: mariadb-service es 10.10.3.100. El Netfilter de Nodo1 cambia 10.10.3.100:3307 por 10.10.2.102:3306.',
  },
  { at: ['mariadb'], text: 'En Nodo4 contesta MariaDB, en el 3306. La página vuelve por el mismo camino.' },
]
