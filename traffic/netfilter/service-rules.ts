// The rules of one port of one Service on one node. k8s: pkg/proxy/iptables/proxier.go, syncProxyRules
import { balancerAddresses, endpointsOf, isExternal, usableOf } from '../endpoints.ts'
import { inCidr } from '../cidr.ts'
import type { EndpointSlice, Service, ServicePort } from '../objects.ts'
import { serviceChain } from './chain-name.ts'
import { dispatchRules, endpointRules } from './endpoint-rules.ts'
import type { Match, Rule, Target } from './rule.ts'

/** The node that the rules are of. */
export interface RuleNode {
  name: string
  address?: string
  zone?: string
  /** Where pods' addresses are from: what comes from elsewhere is masqueraded. */
  clusterCidr?: string
}

/** What the chains of one port share. */
export interface PortFacts {
  /** `default/wordpress-service:http` */
  name: string
  protocol: string
  service: Service
  port: ServicePort
  /** Rules carry comments; without them where there are more than 1000 endpoints. */
  comments: boolean
}

/** Whether kube-proxy writes anything for a Service. k8s: pkg/proxy/util, ShouldSkipService */
export function isProxied({ spec }: Service): boolean {
  return spec.type !== 'ExternalName' && Boolean(spec.clusterIP) && spec.clusterIP !== 'None'
}

/** @param slices of this Service. */
export function servicePortRules(
  service: Service,
  port: ServicePort,
  slices: EndpointSlice[],
  node: RuleNode,
  comments = true,
): Rule[] {
  const { namespace = 'default', name: serviceName } = service.metadata
  const name = `${namespace}/${serviceName}${port.name ? `:${port.name}` : ''}`
  const protocol = (port.protocol ?? 'TCP').toLowerCase()
  const facts: PortFacts = { name, protocol, service, port, comments }
  const usable = usableOf(endpointsOf(slices, port), service, node)
  const internalLocal = service.spec.internalTrafficPolicy === 'Local'
  const externalLocal = service.spec.externalTrafficPolicy === 'Local'
  const internal = usable.somewhere && !(internalLocal && usable.local.length === 0)
  const external = usable.somewhere && !(externalLocal && usable.local.length === 0)
  const chain = (kind: Parameters<typeof serviceChain>[0]): string => serviceChain(kind, name, protocol)
  const internalChain = chain(internalLocal ? 'KUBE-SVL' : 'KUBE-SVC')
  const externalChain = chain(externalLocal ? 'KUBE-SVL' : 'KUBE-SVC')
  const here = { ...usable, internal, external }
  const reached = isExternal(service, port)
  return [
    ...entryRules(facts, here, internalChain),
    ...(internal ? offClusterRule(facts, internalChain, node) : []),
    ...(usable.somewhere && reached ? externalRules(facts, external ? externalChain : undefined, node) : []),
    ...(usable.somewhere ? firewallRules(facts, node) : []),
    ...dispatchRules(facts, chain('KUBE-SVC'), usable.cluster),
    ...dispatchRules(facts, chain('KUBE-SVL'), usable.local),
    ...endpointRules(facts, [...new Set([...usable.cluster, ...usable.local])]),
  ]
}

interface Here {
  somewhere: boolean
  internal: boolean
  external: boolean
}

/** One way in: its address, what its comments call it, where it jumps to and which filter chain refuses it. */
interface Entry {
  chain: 'KUBE-SERVICES' | 'KUBE-NODEPORTS'
  destination?: string
  port: number
  comment: string
  to: string
}

function entryRules(facts: PortFacts, { somewhere, internal, external }: Here, internalChain: string): Rule[] {
  const { name, protocol, service, port } = facts
  const { spec } = service
  const balancer = balancerAddresses(service)
  const outside = serviceChain('KUBE-EXT', name, protocol)
  const guarded = (spec.loadBalancerSourceRanges ?? []).length > 0
  const refusal = somewhere ? 'has no local endpoints' : 'has no endpoints'
  const target: Target = { to: somewhere ? 'DROP' : 'REJECT' }
  const rule = (entry: Entry): Rule => ({
    table: 'nat',
    chain: entry.chain,
    ...toAddress(entry.destination),
    protocol,
    matches: [comment(entry.comment), { module: 'protocol', port: entry.port }],
    target: { to: 'jump', chain: entry.to },
  })
  const refuse = (chain: string, destination: string | undefined, to: number): Rule => ({
    table: 'filter',
    chain,
    ...toAddress(destination),
    protocol,
    matches: [
      comment(`${name} ${refusal}`),
      ...(destination === undefined ? [{ module: 'addrtype', side: 'dst' } as const] : []),
      { module: 'protocol', port: to },
    ],
    target,
  })
  const cluster: Entry = {
    chain: 'KUBE-SERVICES',
    destination: spec.clusterIP!,
    port: port.port,
    comment: `${name} cluster IP`,
    to: internalChain,
  }
  const outsideEntries: Entry[] = [
    ...(spec.externalIPs ?? []).map((destination): Entry => ({
      ...cluster,
      destination,
      comment: `${name} external IP`,
      to: outside,
    })),
    ...balancer.map((destination): Entry => ({
      ...cluster,
      destination,
      comment: `${name} loadbalancer IP`,
      to: guarded ? serviceChain('KUBE-FW', name, protocol) : outside,
    })),
    ...(port.nodePort
      ? [{ chain: 'KUBE-NODEPORTS', port: port.nodePort, comment: name, to: outside } satisfies Entry]
      : []),
  ]
  return [
    internal ? rule(cluster) : refuse('KUBE-SERVICES', spec.clusterIP, port.port),
    ...(somewhere ? outsideEntries.flatMap((each) => [...localhostRule(each, protocol), rule(each)]) : []),
    ...(somewhere && guarded ? balancer.map((address) => notAccepted(facts, address)) : []),
    ...(external ? [] : outsideEntries.map((each) => refuse('KUBE-EXTERNAL-SERVICES', each.destination, each.port))),
    ...healthCheckRule(facts),
  ]
}

/** A node port asked for on the node itself is counted apart. */
function localhostRule({ chain, port, comment: says, to }: Entry, protocol: string): Rule[] {
  if (chain !== 'KUBE-NODEPORTS') return []
  return [
    {
      table: 'nat',
      chain,
      destination: { cidr: '127.0.0.0/8' },
      protocol,
      matches: [comment(says), { module: 'protocol', port }, { module: 'nfacct', name: 'localhost_nps_accepted_pkts' }],
      target: { to: 'jump', chain: to },
    },
  ]
}

function notAccepted({ name, protocol, port }: PortFacts, address: string): Rule {
  return {
    table: 'filter',
    chain: 'KUBE-PROXY-FIREWALL',
    ...toAddress(address),
    protocol,
    matches: [
      comment(`${name} traffic not accepted by ${serviceChain('KUBE-FW', name, protocol)}`),
      { module: 'protocol', port: port.port },
    ],
    target: { to: 'DROP' },
  }
}

function healthCheckRule({ name, service }: PortFacts): Rule[] {
  const port = service.spec.healthCheckNodePort
  if (!port) return []
  return [
    {
      table: 'filter',
      chain: 'KUBE-NODEPORTS',
      protocol: 'tcp',
      matches: [comment(`${name} health check node port`), { module: 'protocol', port }],
      target: { to: 'ACCEPT' },
    },
  ]
}

function offClusterRule({ name, protocol, service, port }: PortFacts, chain: string, node: RuleNode): Rule[] {
  if (node.clusterCidr === undefined) return []
  return [
    {
      table: 'nat',
      chain,
      source: { cidr: node.clusterCidr, not: true },
      ...toAddress(service.spec.clusterIP),
      protocol,
      matches: [comment(`${name} cluster IP`), { module: 'protocol', port: port.port }],
      target: { to: 'jump', chain: 'KUBE-MARK-MASQ' },
    },
  ]
}

/** @param policyChain where what comes from outside goes on; undefined where nothing here may take it. */
function externalRules(
  { name, protocol, service }: PortFacts,
  policyChain: string | undefined,
  node: RuleNode,
): Rule[] {
  const chain = serviceChain('KUBE-EXT', name, protocol)
  const cluster: Target = { to: 'jump', chain: serviceChain('KUBE-SVC', name, protocol) }
  const masquerade: Target = { to: 'jump', chain: 'KUBE-MARK-MASQ' }
  const rule = (says: string, more: Match[], target: Target, source?: string): Rule => ({
    table: 'nat',
    chain,
    ...(source === undefined ? {} : { source: { cidr: source } }),
    matches: [comment(`${says} ${name} external destinations`), ...more],
    target,
  })
  const own: Match = { module: 'addrtype', side: 'src' }
  const first =
    service.spec.externalTrafficPolicy === 'Local'
      ? [
          ...(node.clusterCidr === undefined ? [] : [rule('pod traffic for', [], cluster, node.clusterCidr)]),
          rule('masquerade LOCAL traffic for', [own], masquerade),
          rule('route LOCAL traffic for', [own], cluster),
        ]
      : [rule('masquerade traffic for', [], masquerade)]
  if (policyChain === undefined) return first
  return [...first, { table: 'nat', chain, matches: [], target: { to: 'jump', chain: policyChain } }]
}

function firewallRules({ name, protocol, service }: PortFacts, node: RuleNode): Rule[] {
  const ranges = service.spec.loadBalancerSourceRanges ?? []
  const balancer = balancerAddresses(service)
  if (ranges.length === 0 || balancer.length === 0) return []
  const chain = serviceChain('KUBE-FW', name, protocol)
  const own = ranges.some((cidr) => node.address !== undefined && inCidr(node.address, cidr)) ? balancer : []
  return [
    ...[...ranges, ...own.map((address) => `${address}/32`)].map((cidr): Rule => ({
      table: 'nat',
      chain,
      source: { cidr },
      matches: [comment(`${name} loadbalancer IP`)],
      target: { to: 'jump', chain: serviceChain('KUBE-EXT', name, protocol) },
    })),
    { table: 'nat', chain, matches: [comment(`other traffic to ${name} will be dropped by KUBE-PROXY-FIREWALL`)] },
  ]
}

function comment(text: string): Match {
  return { module: 'comment', text }
}

function toAddress(address: string | undefined): { destination?: { cidr: string } } {
  return address === undefined ? {} : { destination: { cidr: `${address}/32` } }
}
