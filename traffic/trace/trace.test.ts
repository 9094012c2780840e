import { describe, expect, it } from 'vitest'
import { service, services, slice } from '../netfilter/fixture.ts'
import type { NetworkPolicy } from '../objects.ts'
import { diagram } from './fixture.ts'
import { type Trace, type TraceRequest, traceOf } from './trace.ts'
import type { TraceFrom, TraceWorld } from './world.ts'

const menchu: TraceFrom = { kind: 'outside' }
const wordpress: TraceFrom = { kind: 'pod', namespace: 'default', name: 'wordpress-b' }

function trace(from: TraceFrom, request: TraceRequest, change: Partial<TraceWorld> = {}): Trace {
  return traceOf({ ...diagram, ...change }, from, request)
}

function told({ hops, because }: Trace): string[] {
  return [...hops.map(({ title, says }) => `${title}: ${says}`), because]
}

describe('a packet that arrives', () => {
  it("MenchuPC's request crosses the whole diagram", () => {
    expect(told(trace(menchu, { to: 'app1.mi-cluster.com', port: 80 }))).toMatchInlineSnapshot(`
      [
        "el DNS corporativo: app1.mi-cluster.com -> 192.168.1.50",
        "el balanceador 192.168.1.50: 192.168.1.50:80 -> nodo1, donde el Service nginx-ingress tiene además el puerto 30080.",
        "NetFilter de nodo1: 192.168.1.50:80 -> 10.10.2.104:80. Sale con la dirección del nodo (192.168.1.201), para que la vuelta pase por aquí.",
        "el pod nginx: 10.10.2.104. Está en otro nodo, nodo4: el paquete cruza la VLAN de kubernetes.",
        "el Ingress controller nginx: La regla app1.mi-cluster.com / del Ingress ingress-wordpress lo pasa a wordpress-service:80, y el controlador abre otra conexión.",
        "CoreDNS: wordpress-service.default.svc.cluster.local <- 10.10.3.101.",
        "NetFilter de nodo4: 10.10.3.101:80 -> 10.10.2.101:80. Le ha tocado 1 de 2.",
        "el pod wordpress-a: 10.10.2.101. Está en otro nodo, nodo2: el paquete cruza la VLAN de kubernetes.",
        "el proceso de wordpress-a: 10.10.2.101:80, el contenedor c (wordpress:6).",
        "Llega: 10.10.2.101:80, el contenedor c (wordpress:6).",
      ]
    `)
  })

  it("the wordpress' to its database, through a name and a rule", () => {
    const made = trace(wordpress, { to: 'mariadb-service', port: 3307 })
    expect(told(made)).toMatchInlineSnapshot(`
      [
        "CoreDNS: mariadb-service.default.svc.cluster.local <- 10.10.3.100.",
        "NetFilter de nodo1: 10.10.3.100:3307 -> 10.10.2.102:3306.",
        "el pod mariadb: 10.10.2.102. Está en otro nodo, nodo4: el paquete cruza la VLAN de kubernetes.",
        "el proceso de mariadb: 10.10.2.102:3306, el contenedor c (mariadb:10.6).",
        "Llega: 10.10.2.102:3306, el contenedor c (mariadb:10.6).",
      ]
    `)
    expect(made.process).toEqual({ namespace: 'default', pod: 'mariadb', port: 3306 })
    expect(made.hops[1]!.steps!.map(({ chain, how }) => `${chain} ${how}`)).toEqual([
      'PREROUTING matches',
      'KUBE-SERVICES matches',
      'KUBE-SVC-7YIPSJ4OQERGS5HJ drawn',
      'KUBE-SEP-6KC7UTNZ77QV66GN matches',
      'POSTROUTING matches',
      'KUBE-POSTROUTING matches',
    ])
  })

  it('by a node port of any node, with the address of the node', () => {
    expect(told(trace(menchu, { to: '192.168.1.201', port: 30_080, host: 'app1.mi-cluster.com' })).slice(0, 3))
      .toMatchInlineSnapshot(`
      [
        "NetFilter de nodo1: 192.168.1.201:30080 -> 10.10.2.104:80. Sale con la dirección del nodo (192.168.1.201), para que la vuelta pase por aquí.",
        "el pod nginx: 10.10.2.104. Está en otro nodo, nodo4: el paquete cruza la VLAN de kubernetes.",
        "el Ingress controller nginx: La regla app1.mi-cluster.com / del Ingress ingress-wordpress lo pasa a wordpress-service:80, y el controlador abre otra conexión.",
      ]
    `)
  })

  it('each choice draws another endpoint', () => {
    const to = (choice: number): string | undefined =>
      trace(wordpress, { to: 'wordpress-service', port: 80, choice }).process?.pod
    expect([0, 1, 2].map(to)).toEqual(['wordpress-a', 'wordpress-b', 'wordpress-a'])
  })
})

describe('a packet that dies says where and why', () => {
  const because = (...given: Parameters<typeof trace>): string => trace(...given).because

  it('at the name', () => {
    expect(because(wordpress, { to: 'mariadb', port: 3307 })).toMatchInlineSnapshot(
      `"Muere en CoreDNS: Nadie se llama mariadb (NXDOMAIN). Ha preguntado por mariadb.default.svc.cluster.local, mariadb.svc.cluster.local, mariadb.cluster.local, mariadb. Un Service de otro namespace se llama con él: mariadb.otro-namespace."`,
    )
    expect(because(menchu, { to: 'mariadb-service', port: 3307 })).toMatchInlineSnapshot(
      `"Muere en el DNS corporativo: No conoce mariadb-service. Fuera del cluster no se ven los nombres de sus Services: fuera solo hay los nombres que alguien dio de alta, como los de los Ingress."`,
    )
  })

  it('at the edge of the company', () => {
    expect(because(menchu, { to: '10.10.3.100', port: 3307 })).toMatchInlineSnapshot(
      `"Muere en la red de la empresa: 10.10.3.100 es de la red virtual del cluster: desde la red de la empresa no hay camino hasta ella. Para eso están NodePort y LoadBalancer."`,
    )
    expect(because(menchu, { to: '9.9.9.9', port: 80 })).toMatchInlineSnapshot(
      `"Muere en la red de la empresa: Nadie en este cluster tiene la dirección 9.9.9.9."`,
    )
  })

  it('at the rules: another port, and nobody ready', () => {
    expect(because(wordpress, { to: 'mariadb-service', port: 3306 })).toMatchInlineSnapshot(
      `"Muere en NetFilter de nodo1: El Service mariadb-service no tiene el puerto 3306: escucha en 3307. Ninguna regla reescribe el paquete, y a 10.10.3.100 no contesta nadie."`,
    )
    const none = [slice('mariadb-service', [{ port: 3306 }], ['!10.10.2.102@nodo4'])]
    expect(because(wordpress, { to: 'mariadb-service', port: 3307 }, { slices: none })).toMatchInlineSnapshot(
      `"Muere en NetFilter de nodo1: El Service mariadb-service no tiene endpoints: la regla REJECT contesta «conexión rechazada»."`,
    )
  })

  it('at a node without an endpoint, with traffic policy Local', () => {
    const local = service('nginx-ingress', { ...services[2]!.spec, externalTrafficPolicy: 'Local' }, '192.168.1.50')
    const change = { services: [...services.slice(0, 2), local] }
    expect(because(menchu, { to: '192.168.1.201', port: 30_080 }, change)).toMatchInlineSnapshot(
      `"Muere en NetFilter de nodo1: El Service nginx-ingress no tiene endpoints en este nodo y su política es Local, o no deja pasar desde ahí: la regla DROP lo tira sin contestar."`,
    )
    expect(trace(menchu, { to: 'app1.mi-cluster.com', port: 80 }, change).hops[1]!.says).toContain('nodo4')
  })

  it('at a NetworkPolicy', () => {
    const policy: NetworkPolicy = {
      metadata: { name: 'solo-wordpress', namespace: 'default' },
      spec: {
        podSelector: { matchLabels: { app: 'mariadb' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'wordpress' } } }], ports: [{ port: 3306 }] }],
      },
    }
    const change = { policies: [policy] }
    expect(trace(wordpress, { to: 'mariadb-service', port: 3307 }, change).arrived).toBe(true)
    const nginx: TraceFrom = { kind: 'pod', namespace: 'default', name: 'nginx' }
    expect(because(nginx, { to: 'mariadb-service', port: 3307 }, change)).toMatchInlineSnapshot(
      `"Muere en NetworkPolicy solo-wordpress: Aísla la entrada de mariadb, y ninguna de sus reglas deja entrar desde el pod nginx al puerto 3306: el paquete se tira sin contestar."`,
    )
    const closed: NetworkPolicy = {
      metadata: { name: 'nada-sale', namespace: 'default' },
      spec: { podSelector: { matchLabels: { app: 'wordpress' } }, policyTypes: ['Egress'] },
    }
    expect(because(wordpress, { to: 'mariadb-service', port: 3307 }, { policies: [closed] })).toMatchInlineSnapshot(
      `"Muere en NetworkPolicy nada-sale: Aísla la salida de wordpress-b, y ninguna de sus reglas deja ir a mariadb:3306: el paquete se tira sin contestar."`,
    )
  })

  it('at the Ingress controller: no rule, and a rule to a Service that is not there', () => {
    expect(because(menchu, { to: '192.168.1.50', port: 80, host: 'otra.com' })).toMatchInlineSnapshot(
      `"Muere en el Ingress controller nginx: Ningún Ingress tiene una regla para otra.com/: contesta 404."`,
    )
    const change = { services: services.filter(({ metadata }) => metadata.name !== 'wordpress-service') }
    expect(because(menchu, { to: 'app1.mi-cluster.com', port: 80 }, change)).toMatchInlineSnapshot(
      `"Muere en el Ingress controller nginx: La regla app1.mi-cluster.com / del Ingress ingress-wordpress: apunta al Service wordpress-service, que no existe en su namespace: contesta 503."`,
    )
  })

  it('at a pod whose container is down', () => {
    const [mariadb, ...others] = diagram.pods
    const down = { ...mariadb!, status: { ...mariadb!.status, containerStatuses: [{ name: 'c' }] } }
    expect(
      because(wordpress, { to: 'mariadb-service', port: 3307 }, { pods: [down, ...others] }),
    ).toMatchInlineSnapshot(
      `"Muere en el proceso de mariadb: En mariadb no hay ningún contenedor en marcha: nadie escucha en el puerto 3306."`,
    )
  })

  it('nowhere to start from', () => {
    expect(() => trace({ kind: 'pod', namespace: 'default', name: 'nadie' }, { to: 'a', port: 1 })).toThrow(
      'No hay un pod nadie en default con dirección desde el que salir.',
    )
  })
})
