import { describe, expect, it } from 'vitest'
import type { EndpointSlice, Service } from '../objects.ts'
import { arrowText, arrowsOf } from './arrows.ts'
import { endpointChain, serviceChain } from './chain-name.ts'
import { nodes, service, services, slice, slices } from './fixture.ts'
import { keptProbability } from './rule.ts'
import { ruleBookOf } from './rule-book.ts'

/** Lines of both tables that a Service brings, on a node. */
function linesOf(one: Service, its: EndpointSlice[], node = 'nodo1'): string[] {
  const without = ruleBookOf({ nodes, services: [], slices: [] }, node)
  const book = ruleBookOf({ nodes, services: [one], slices: its }, node)
  return (['nat', 'filter'] as const).flatMap((table) => {
    const standing = without.save(table).split('\n')
    return book
      .save(table)
      .split('\n')
      .filter((line) => line.startsWith('-A') && !standing.includes(line))
  })
}

describe('names of chains', () => {
  it('are the ones that every cluster has for its API server and its DNS', () => {
    expect(serviceChain('KUBE-SVC', 'default/kubernetes:https', 'tcp')).toBe('KUBE-SVC-NPX46M4PTMTKRN6Y')
    expect(serviceChain('KUBE-SVC', 'kube-system/kube-dns:dns', 'udp')).toBe('KUBE-SVC-TCOU7JCQXEZGVUNU')
    expect(serviceChain('KUBE-SVC', 'kube-system/kube-dns:dns-tcp', 'tcp')).toBe('KUBE-SVC-ERIFXISQEP7F7OF4')
  })

  it('fit into the 28 characters of iptables', () => {
    expect(endpointChain('default/wordpress-service', 'tcp', '10.10.2.101:80')).toMatch(/^KUBE-SEP-[A-Z2-7]{16}$/)
  })
})

it('a probability is what the kernel keeps of ten decimals', () => {
  expect([2, 3, 4, 7].map(keptProbability)).toEqual([
    '0.50000000000',
    '0.33333333349',
    '0.25000000000',
    '0.14285714272',
  ])
})

describe('the rules of a Service', () => {
  it('ClusterIP with two endpoints: half each, rewritten in their own chains', () => {
    expect(linesOf(services[1]!, slices.slice(1, 2))).toMatchInlineSnapshot(`
      [
        "-A KUBE-SEP-3SYTJ4IJPN57VHXQ -s 10.10.2.101/32 -m comment --comment "default/wordpress-service" -j KUBE-MARK-MASQ",
        "-A KUBE-SEP-3SYTJ4IJPN57VHXQ -p tcp -m comment --comment "default/wordpress-service" -m tcp -j DNAT --to-destination 10.10.2.101:80",
        "-A KUBE-SEP-7Y2GUSXE37FFJWKE -s 10.10.2.103/32 -m comment --comment "default/wordpress-service" -j KUBE-MARK-MASQ",
        "-A KUBE-SEP-7Y2GUSXE37FFJWKE -p tcp -m comment --comment "default/wordpress-service" -m tcp -j DNAT --to-destination 10.10.2.103:80",
        "-A KUBE-SERVICES -d 10.10.3.101/32 -p tcp -m comment --comment "default/wordpress-service cluster IP" -m tcp --dport 80 -j KUBE-SVC-T5PZAXFTBASAR26M",
        "-A KUBE-SVC-T5PZAXFTBASAR26M ! -s 10.10.0.0/16 -d 10.10.3.101/32 -p tcp -m comment --comment "default/wordpress-service cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ",
        "-A KUBE-SVC-T5PZAXFTBASAR26M -m comment --comment "default/wordpress-service -> 10.10.2.101:80" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-3SYTJ4IJPN57VHXQ",
        "-A KUBE-SVC-T5PZAXFTBASAR26M -m comment --comment "default/wordpress-service -> 10.10.2.103:80" -j KUBE-SEP-7Y2GUSXE37FFJWKE",
      ]
    `)
  })

  it('NodePort and balancer: to the external chain, which marks for masquerade', () => {
    expect(linesOf(services[2]!, slices.slice(2))).toMatchInlineSnapshot(`
      [
        "-A KUBE-EXT-BAHGQQXYEFHXUG7O -m comment --comment "masquerade traffic for default/nginx-ingress external destinations" -j KUBE-MARK-MASQ",
        "-A KUBE-EXT-BAHGQQXYEFHXUG7O -j KUBE-SVC-BAHGQQXYEFHXUG7O",
        "-A KUBE-NODEPORTS -d 127.0.0.0/8 -p tcp -m comment --comment "default/nginx-ingress" -m tcp --dport 30080 -m nfacct --nfacct-name  localhost_nps_accepted_pkts -j KUBE-EXT-BAHGQQXYEFHXUG7O",
        "-A KUBE-NODEPORTS -p tcp -m comment --comment "default/nginx-ingress" -m tcp --dport 30080 -j KUBE-EXT-BAHGQQXYEFHXUG7O",
        "-A KUBE-SEP-P5RGB6R57G5XMSMN -s 10.10.2.104/32 -m comment --comment "default/nginx-ingress" -j KUBE-MARK-MASQ",
        "-A KUBE-SEP-P5RGB6R57G5XMSMN -p tcp -m comment --comment "default/nginx-ingress" -m tcp -j DNAT --to-destination 10.10.2.104:80",
        "-A KUBE-SERVICES -d 10.10.3.102/32 -p tcp -m comment --comment "default/nginx-ingress cluster IP" -m tcp --dport 80 -j KUBE-SVC-BAHGQQXYEFHXUG7O",
        "-A KUBE-SERVICES -d 192.168.1.50/32 -p tcp -m comment --comment "default/nginx-ingress loadbalancer IP" -m tcp --dport 80 -j KUBE-EXT-BAHGQQXYEFHXUG7O",
        "-A KUBE-SVC-BAHGQQXYEFHXUG7O ! -s 10.10.0.0/16 -d 10.10.3.102/32 -p tcp -m comment --comment "default/nginx-ingress cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ",
        "-A KUBE-SVC-BAHGQQXYEFHXUG7O -m comment --comment "default/nginx-ingress -> 10.10.2.104:80" -j KUBE-SEP-P5RGB6R57G5XMSMN",
      ]
    `)
  })

  it('nobody ready: the filter table refuses', () => {
    const empty = service('vacio', { clusterIP: '10.10.3.9', ports: [{ name: 'web', port: 80, nodePort: 30_009 }] })
    expect(linesOf(empty, [slice('vacio', [{ name: 'web', port: 80 }], ['!10.10.2.9@nodo1'])])).toMatchInlineSnapshot(`
      [
        "-A KUBE-EXTERNAL-SERVICES -p tcp -m comment --comment "default/vacio:web has no endpoints" -m addrtype --dst-type LOCAL -m tcp --dport 30009 -j REJECT --reject-with icmp-port-unreachable",
        "-A KUBE-SERVICES -d 10.10.3.9/32 -p tcp -m comment --comment "default/vacio:web has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable",
      ]
    `)
  })

  it('traffic policy Local: the node without an endpoint lets nothing from outside in', () => {
    const local = service('local', {
      clusterIP: '10.10.3.10',
      ports: [{ port: 80, nodePort: 30_010 }],
      externalTrafficPolicy: 'Local',
    })
    const at = [slice('local', [{ port: 8080 }], ['10.10.2.10@nodo2'])]
    expect(linesOf(local, at, 'nodo1')).toMatchInlineSnapshot(`
      [
        "-A KUBE-EXT-NEXWZWH5PGMW4KIO -s 10.10.0.0/16 -m comment --comment "pod traffic for default/local external destinations" -j KUBE-SVC-NEXWZWH5PGMW4KIO",
        "-A KUBE-EXT-NEXWZWH5PGMW4KIO -m comment --comment "masquerade LOCAL traffic for default/local external destinations" -m addrtype --src-type LOCAL -j KUBE-MARK-MASQ",
        "-A KUBE-EXT-NEXWZWH5PGMW4KIO -m comment --comment "route LOCAL traffic for default/local external destinations" -m addrtype --src-type LOCAL -j KUBE-SVC-NEXWZWH5PGMW4KIO",
        "-A KUBE-NODEPORTS -d 127.0.0.0/8 -p tcp -m comment --comment "default/local" -m tcp --dport 30010 -m nfacct --nfacct-name  localhost_nps_accepted_pkts -j KUBE-EXT-NEXWZWH5PGMW4KIO",
        "-A KUBE-NODEPORTS -p tcp -m comment --comment "default/local" -m tcp --dport 30010 -j KUBE-EXT-NEXWZWH5PGMW4KIO",
        "-A KUBE-SEP-C6F7ZXFAEHRBGZFL -s 10.10.2.10/32 -m comment --comment "default/local" -j KUBE-MARK-MASQ",
        "-A KUBE-SEP-C6F7ZXFAEHRBGZFL -p tcp -m comment --comment "default/local" -m tcp -j DNAT --to-destination 10.10.2.10:8080",
        "-A KUBE-SERVICES -d 10.10.3.10/32 -p tcp -m comment --comment "default/local cluster IP" -m tcp --dport 80 -j KUBE-SVC-NEXWZWH5PGMW4KIO",
        "-A KUBE-SVC-NEXWZWH5PGMW4KIO ! -s 10.10.0.0/16 -d 10.10.3.10/32 -p tcp -m comment --comment "default/local cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ",
        "-A KUBE-SVC-NEXWZWH5PGMW4KIO -m comment --comment "default/local -> 10.10.2.10:8080" -j KUBE-SEP-C6F7ZXFAEHRBGZFL",
        "-A KUBE-EXTERNAL-SERVICES -p tcp -m comment --comment "default/local has no local endpoints" -m addrtype --dst-type LOCAL -m tcp --dport 30010 -j DROP",
      ]
    `)
    expect(linesOf(local, at, 'nodo2')).toMatchInlineSnapshot(`
      [
        "-A KUBE-EXT-NEXWZWH5PGMW4KIO -s 10.10.0.0/16 -m comment --comment "pod traffic for default/local external destinations" -j KUBE-SVC-NEXWZWH5PGMW4KIO",
        "-A KUBE-EXT-NEXWZWH5PGMW4KIO -m comment --comment "masquerade LOCAL traffic for default/local external destinations" -m addrtype --src-type LOCAL -j KUBE-MARK-MASQ",
        "-A KUBE-EXT-NEXWZWH5PGMW4KIO -m comment --comment "route LOCAL traffic for default/local external destinations" -m addrtype --src-type LOCAL -j KUBE-SVC-NEXWZWH5PGMW4KIO",
        "-A KUBE-EXT-NEXWZWH5PGMW4KIO -j KUBE-SVL-NEXWZWH5PGMW4KIO",
        "-A KUBE-NODEPORTS -d 127.0.0.0/8 -p tcp -m comment --comment "default/local" -m tcp --dport 30010 -m nfacct --nfacct-name  localhost_nps_accepted_pkts -j KUBE-EXT-NEXWZWH5PGMW4KIO",
        "-A KUBE-NODEPORTS -p tcp -m comment --comment "default/local" -m tcp --dport 30010 -j KUBE-EXT-NEXWZWH5PGMW4KIO",
        "-A KUBE-SEP-C6F7ZXFAEHRBGZFL -s 10.10.2.10/32 -m comment --comment "default/local" -j KUBE-MARK-MASQ",
        "-A KUBE-SEP-C6F7ZXFAEHRBGZFL -p tcp -m comment --comment "default/local" -m tcp -j DNAT --to-destination 10.10.2.10:8080",
        "-A KUBE-SERVICES -d 10.10.3.10/32 -p tcp -m comment --comment "default/local cluster IP" -m tcp --dport 80 -j KUBE-SVC-NEXWZWH5PGMW4KIO",
        "-A KUBE-SVC-NEXWZWH5PGMW4KIO ! -s 10.10.0.0/16 -d 10.10.3.10/32 -p tcp -m comment --comment "default/local cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ",
        "-A KUBE-SVC-NEXWZWH5PGMW4KIO -m comment --comment "default/local -> 10.10.2.10:8080" -j KUBE-SEP-C6F7ZXFAEHRBGZFL",
        "-A KUBE-SVL-NEXWZWH5PGMW4KIO -m comment --comment "default/local -> 10.10.2.10:8080" -j KUBE-SEP-C6F7ZXFAEHRBGZFL",
      ]
    `)
  })

  it('session affinity: who came lately is asked before anyone is drawn', () => {
    const sticky = service('sesion', { clusterIP: '10.10.3.11', ports: [{ port: 80 }], sessionAffinity: 'ClientIP' })
    expect(linesOf(sticky, [slice('sesion', [{ port: 80 }], ['10.10.2.11@nodo1', '10.10.2.12@nodo2'])]))
      .toMatchInlineSnapshot(`
      [
        "-A KUBE-SEP-OU6DF62EQLA7NU2G -s 10.10.2.12/32 -m comment --comment "default/sesion" -j KUBE-MARK-MASQ",
        "-A KUBE-SEP-OU6DF62EQLA7NU2G -p tcp -m comment --comment "default/sesion" -m recent --set --name KUBE-SEP-OU6DF62EQLA7NU2G --mask 255.255.255.255 --rsource -m tcp -j DNAT --to-destination 10.10.2.12:80",
        "-A KUBE-SEP-TV7HVTCQZ2WEA3E2 -s 10.10.2.11/32 -m comment --comment "default/sesion" -j KUBE-MARK-MASQ",
        "-A KUBE-SEP-TV7HVTCQZ2WEA3E2 -p tcp -m comment --comment "default/sesion" -m recent --set --name KUBE-SEP-TV7HVTCQZ2WEA3E2 --mask 255.255.255.255 --rsource -m tcp -j DNAT --to-destination 10.10.2.11:80",
        "-A KUBE-SERVICES -d 10.10.3.11/32 -p tcp -m comment --comment "default/sesion cluster IP" -m tcp --dport 80 -j KUBE-SVC-D5DBXOYK7XV4JSEP",
        "-A KUBE-SVC-D5DBXOYK7XV4JSEP ! -s 10.10.0.0/16 -d 10.10.3.11/32 -p tcp -m comment --comment "default/sesion cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ",
        "-A KUBE-SVC-D5DBXOYK7XV4JSEP -m comment --comment "default/sesion -> 10.10.2.11:80" -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-TV7HVTCQZ2WEA3E2 --mask 255.255.255.255 --rsource -j KUBE-SEP-TV7HVTCQZ2WEA3E2",
        "-A KUBE-SVC-D5DBXOYK7XV4JSEP -m comment --comment "default/sesion -> 10.10.2.12:80" -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-OU6DF62EQLA7NU2G --mask 255.255.255.255 --rsource -j KUBE-SEP-OU6DF62EQLA7NU2G",
        "-A KUBE-SVC-D5DBXOYK7XV4JSEP -m comment --comment "default/sesion -> 10.10.2.11:80" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-TV7HVTCQZ2WEA3E2",
        "-A KUBE-SVC-D5DBXOYK7XV4JSEP -m comment --comment "default/sesion -> 10.10.2.12:80" -j KUBE-SEP-OU6DF62EQLA7NU2G",
      ]
    `)
  })

  it('source ranges: who is of none is dropped by the firewall', () => {
    const guarded = service(
      'guardado',
      { clusterIP: '10.10.3.12', ports: [{ port: 80 }], loadBalancerSourceRanges: ['192.168.0.0/16'] },
      '192.168.1.51',
    )
    expect(linesOf(guarded, [slice('guardado', [{ port: 80 }], ['10.10.2.13@nodo1'])])).toMatchInlineSnapshot(`
      [
        "-A KUBE-EXT-IJQJ6KOL223A57JC -m comment --comment "masquerade traffic for default/guardado external destinations" -j KUBE-MARK-MASQ",
        "-A KUBE-EXT-IJQJ6KOL223A57JC -j KUBE-SVC-IJQJ6KOL223A57JC",
        "-A KUBE-FW-IJQJ6KOL223A57JC -s 192.168.0.0/16 -m comment --comment "default/guardado loadbalancer IP" -j KUBE-EXT-IJQJ6KOL223A57JC",
        "-A KUBE-FW-IJQJ6KOL223A57JC -s 192.168.1.51/32 -m comment --comment "default/guardado loadbalancer IP" -j KUBE-EXT-IJQJ6KOL223A57JC",
        "-A KUBE-FW-IJQJ6KOL223A57JC -m comment --comment "other traffic to default/guardado will be dropped by KUBE-PROXY-FIREWALL"",
        "-A KUBE-SEP-DGMDFSHNDDIHIDYG -s 10.10.2.13/32 -m comment --comment "default/guardado" -j KUBE-MARK-MASQ",
        "-A KUBE-SEP-DGMDFSHNDDIHIDYG -p tcp -m comment --comment "default/guardado" -m tcp -j DNAT --to-destination 10.10.2.13:80",
        "-A KUBE-SERVICES -d 10.10.3.12/32 -p tcp -m comment --comment "default/guardado cluster IP" -m tcp --dport 80 -j KUBE-SVC-IJQJ6KOL223A57JC",
        "-A KUBE-SERVICES -d 192.168.1.51/32 -p tcp -m comment --comment "default/guardado loadbalancer IP" -m tcp --dport 80 -j KUBE-FW-IJQJ6KOL223A57JC",
        "-A KUBE-SVC-IJQJ6KOL223A57JC ! -s 10.10.0.0/16 -d 10.10.3.12/32 -p tcp -m comment --comment "default/guardado cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ",
        "-A KUBE-SVC-IJQJ6KOL223A57JC -m comment --comment "default/guardado -> 10.10.2.13:80" -j KUBE-SEP-DGMDFSHNDDIHIDYG",
        "-A KUBE-PROXY-FIREWALL -d 192.168.1.51/32 -p tcp -m comment --comment "default/guardado traffic not accepted by KUBE-FW-IJQJ6KOL223A57JC" -m tcp --dport 80 -j DROP",
      ]
    `)
  })

  it('headless and ExternalName: none', () => {
    expect(linesOf(service('sin-cabeza', { clusterIP: 'None', ports: [{ port: 9300 }] }), [])).toEqual([])
    expect(linesOf(service('fuera', { type: 'ExternalName', externalName: 'a.example' }), [])).toEqual([])
  })
})

it('an empty node has what kube-proxy and the kubelet write everywhere', () => {
  const book = ruleBookOf({ nodes, services: [], slices: [] }, 'nodo1')
  expect(`${book.save('filter')}${book.save('nat')}`).toMatchInlineSnapshot(`
    "*filter
    :INPUT ACCEPT [0:0]
    :FORWARD ACCEPT [0:0]
    :OUTPUT ACCEPT [0:0]
    :KUBE-EXTERNAL-SERVICES - [0:0]
    :KUBE-FIREWALL - [0:0]
    :KUBE-FORWARD - [0:0]
    :KUBE-KUBELET-CANARY - [0:0]
    :KUBE-NODEPORTS - [0:0]
    :KUBE-PROXY-CANARY - [0:0]
    :KUBE-PROXY-FIREWALL - [0:0]
    :KUBE-SERVICES - [0:0]
    -A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
    -A INPUT -m comment --comment "kubernetes health check service ports" -j KUBE-NODEPORTS
    -A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES
    -A INPUT -j KUBE-FIREWALL
    -A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
    -A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES
    -A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
    -A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
    -A OUTPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
    -A OUTPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
    -A OUTPUT -j KUBE-FIREWALL
    -A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP
    -A KUBE-FORWARD -m conntrack --ctstate INVALID -m nfacct --nfacct-name  ct_state_invalid_dropped_pkts -j DROP
    -A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
    -A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    COMMIT
    *nat
    :PREROUTING ACCEPT [0:0]
    :INPUT ACCEPT [0:0]
    :OUTPUT ACCEPT [0:0]
    :POSTROUTING ACCEPT [0:0]
    :KUBE-KUBELET-CANARY - [0:0]
    :KUBE-MARK-MASQ - [0:0]
    :KUBE-NODEPORTS - [0:0]
    :KUBE-POSTROUTING - [0:0]
    :KUBE-PROXY-CANARY - [0:0]
    :KUBE-SERVICES - [0:0]
    -A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
    -A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
    -A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
    -A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
    -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
    -A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
    -A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
    -A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
    COMMIT
    "
  `)
})

it('a changed Service is written anew, a dropped one is gone', () => {
  const book = ruleBookOf({ nodes, services, slices }, 'nodo1')
  const [mariadb] = services
  book.put(mariadb!, [slice('mariadb-service', [{ port: 3306 }], ['10.10.2.77@nodo1'])])
  expect(book.save('nat')).toContain('10.10.2.77:3306')
  expect(book.save('nat')).not.toContain('10.10.2.102')
  book.drop(mariadb!)
  expect(book.save('nat')).not.toContain('mariadb')
})

it('in a large cluster the chains of endpoints have no comments', () => {
  const many = slice(
    'mariadb-service',
    [{ port: 3306 }],
    Array.from({ length: 1001 }, (_, at) => `10.11.${Math.floor(at / 250)}.${at % 250}@nodo1`),
  )
  const text = ruleBookOf({ nodes, services, slices: [many] }, 'nodo1').save('nat')
  expect(text).toContain('"default/mariadb-service cluster IP"')
  expect(text).not.toContain('"default/mariadb-service -> ')
})

it("the notes' arrows", () => {
  const empty = service('vacio', { clusterIP: '10.10.3.9', ports: [{ port: 80 }] })
  expect(arrowsOf({ services: [...services, empty], slices }, nodes[2]!).map(arrowText)).toEqual([
    '10.10.3.100:3307 -> 10.10.2.102:3306',
    '10.10.3.101:80 -> 10.10.2.101:80 | 10.10.2.103:80',
    '10.10.3.102:80 -> 10.10.2.104:80',
    '192.168.1.204:30080 -> 10.10.3.102:80',
    '192.168.1.50:80 -> 10.10.3.102:80',
    '10.10.3.9:80 -> ✗',
  ])
})
