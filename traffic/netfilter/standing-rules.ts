// What kube-proxy and the kubelet write on every node, whatever Services there are. k8s: pkg/proxy/iptables/proxier.go
import type { Match, Rule, Table, Target } from './rule.ts'

const fresh: Match = { module: 'conntrack', states: 'NEW' }

/** The kernel's own chains with where they jump to, and kube-proxy's own without Services. */
export function standingRules(): Rule[] {
  const portals = 'kubernetes service portals'
  const outside = 'kubernetes externally-visible service portals'
  const firewall = 'kubernetes load balancer firewall'
  return [
    jump('nat', 'PREROUTING', 'KUBE-SERVICES', portals),
    jump('nat', 'OUTPUT', 'KUBE-SERVICES', portals),
    jump('nat', 'POSTROUTING', 'KUBE-POSTROUTING', 'kubernetes postrouting rules'),
    rule('nat', 'KUBE-MARK-MASQ', [], { to: 'MARK', clear: false }),
    rule('nat', 'KUBE-POSTROUTING', [{ module: 'mark', not: true }], { to: 'RETURN' }),
    rule('nat', 'KUBE-POSTROUTING', [], { to: 'MARK', clear: true }),
    rule('nat', 'KUBE-POSTROUTING', [said('kubernetes service traffic requiring SNAT')], { to: 'MASQUERADE' }),
    ...['INPUT', 'FORWARD', 'OUTPUT'].map((chain) => jump('filter', chain, 'KUBE-PROXY-FIREWALL', firewall, fresh)),
    jump('filter', 'INPUT', 'KUBE-NODEPORTS', 'kubernetes health check service ports'),
    ...['INPUT', 'FORWARD'].map((chain) => jump('filter', chain, 'KUBE-EXTERNAL-SERVICES', outside, fresh)),
    jump('filter', 'FORWARD', 'KUBE-FORWARD', 'kubernetes forwarding rules'),
    ...['FORWARD', 'OUTPUT'].map((chain) => jump('filter', chain, 'KUBE-SERVICES', portals, fresh)),
    jump('filter', 'INPUT', 'KUBE-FIREWALL'),
    jump('filter', 'OUTPUT', 'KUBE-FIREWALL'),
    {
      table: 'filter',
      chain: 'KUBE-FIREWALL',
      source: { cidr: '127.0.0.0/8', not: true },
      destination: { cidr: '127.0.0.0/8' },
      matches: [
        said('block incoming localnet connections'),
        { module: 'conntrack', states: 'RELATED,ESTABLISHED,DNAT', not: true },
      ],
      target: { to: 'DROP' },
    },
    rule(
      'filter',
      'KUBE-FORWARD',
      [
        { module: 'conntrack', states: 'INVALID' },
        { module: 'nfacct', name: 'ct_state_invalid_dropped_pkts' },
      ],
      { to: 'DROP' },
    ),
    rule('filter', 'KUBE-FORWARD', [said('kubernetes forwarding rules'), { module: 'mark', not: false }], {
      to: 'ACCEPT',
    }),
    rule(
      'filter',
      'KUBE-FORWARD',
      [said('kubernetes forwarding conntrack rule'), { module: 'conntrack', states: 'RELATED,ESTABLISHED' }],
      { to: 'ACCEPT' },
    ),
  ]
}

/** The last of KUBE-SERVICES: what is for the node itself looks among the node ports. */
export const nodePortsRule: Rule = rule(
  'nat',
  'KUBE-SERVICES',
  [
    said('kubernetes service nodeports; NOTE: this must be the last rule in this chain'),
    { module: 'addrtype', side: 'dst' },
  ],
  { to: 'jump', chain: 'KUBE-NODEPORTS' },
)

/** Chains that are there also when empty; with a policy those of the kernel. */
export const standingChains: Record<Table, { name: string; policy?: 'ACCEPT' }[]> = {
  nat: [
    ...['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'].map((name) => ({ name, policy: 'ACCEPT' }) as const),
    ...[
      'KUBE-KUBELET-CANARY',
      'KUBE-MARK-MASQ',
      'KUBE-NODEPORTS',
      'KUBE-POSTROUTING',
      'KUBE-PROXY-CANARY',
      'KUBE-SERVICES',
    ].map((name) => ({
      name,
    })),
  ],
  filter: [
    ...['INPUT', 'FORWARD', 'OUTPUT'].map((name) => ({ name, policy: 'ACCEPT' }) as const),
    ...[
      'KUBE-EXTERNAL-SERVICES',
      'KUBE-FIREWALL',
      'KUBE-FORWARD',
      'KUBE-KUBELET-CANARY',
      'KUBE-NODEPORTS',
      'KUBE-PROXY-CANARY',
      'KUBE-PROXY-FIREWALL',
      'KUBE-SERVICES',
    ].map((name) => ({ name })),
  ],
}

function jump(table: Table, chain: string, to: string, comment?: string, more?: Match): Rule {
  return rule(table, chain, [...(more ? [more] : []), ...(comment === undefined ? [] : [said(comment)])], {
    to: 'jump',
    chain: to,
  })
}

function rule(table: Table, chain: string, matches: Match[], target: Target): Rule {
  return { table, chain, matches, target }
}

function said(text: string): Match {
  return { module: 'comment', text }
}
