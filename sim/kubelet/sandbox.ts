// A pod's sandbox: its place in the network, which its containers share.
import type { Pod } from '../generated/types.ts'
import { sleep } from '../clock.ts'
import { isAddress } from '../network/addresses.ts'
import { ConnectError } from '../network/connection.ts'
import type { DnsReply } from '../network/dns-zone.ts'
import { clusterResolver, type Resolver } from '../network/names.ts'
import type { NodeHost } from './node-host.ts'
import { hostnameOf, type PodState } from './pod-state.ts'
import type { Host } from './runtime/machine.ts'

/** The pod's (or with hostNetwork the node's) place in the network, for its processes. */
export function sandboxHost(host: NodeHost, pod: Pod, state: PodState): Host {
  const address = state.address!
  const origin = { address, nodeName: host.name }
  const resolver = resolverOf(pod)
  const aliases = new Map(
    (pod.spec?.hostAliases ?? []).flatMap(({ ip, hostnames }) => (hostnames ?? []).map((name) => [name, ip] as const)),
  )
  const { names } = host.network
  const { clock } = host.context
  // The nodes' own resolver knows no name of the cluster.
  const inCluster = resolver.servers.includes(dnsAddress)
  const resolve: Host['resolve'] = async (name) => {
    if (name === hostnameOf(pod)) return { name, addresses: [address] }
    const alias = aliases.get(name)
    if (alias) return { name, addresses: [alias] }
    if (isAddress(name)) return { name, addresses: [name] }
    if (!inCluster) return name === 'localhost' ? { name, addresses: ['127.0.0.1'] } : undefined
    const answer = names.resolve(name, resolver, origin)
    if (!answer && names.unanswered(origin) === 'silent') await sleep(clock, unansweredMs)
    return answer
  }
  const lookup = async (name: string): Promise<string> => {
    const found = (await resolve(name))?.addresses
    if (!found?.length) throw new ConnectError('ENOTFOUND')
    return found[Math.floor(host.context.random() * found.length)]!
  }
  return {
    hostname: pod.spec?.hostNetwork ? host.name : hostnameOf(pod),
    address,
    listen: (port, listener, loopback) => host.network.listen(address, port, listener, loopback),
    connect: async (name, port, signal) => host.network.connect(origin, await lookup(name), port, signal),
    http: async (name, port, request, signal) => host.network.http(origin, await lookup(name), port, request, signal),
    resolve,
    async ask(name, type) {
      const reply = inCluster ? names.query(name, type, origin) : nobodyKnows
      if (typeof reply === 'object') return reply
      await sleep(clock, questionMs)
      return reply
    },
    ports: () => host.network.portsOf(address),
  }
}

const nobodyKnows: DnsReply = { code: 'NXDOMAIN', records: [] }
/** How long nslookup waits for an answer. */
const questionMs = 5000
/** The C library asks twice for a name of the search list and twice for the name as it is. */
const unansweredMs = 4 * questionMs
/** The cluster's DNS Service, and the resolver of the nodes' own network. */
const dnsAddress = '10.43.0.10'
const hostResolver = '172.18.0.1'

function resolverOf(pod: Pod): Resolver & { servers: string[] } {
  const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork } = pod.spec ?? {}
  const cluster = dnsPolicy === 'ClusterFirst' ? !hostNetwork : dnsPolicy === 'ClusterFirstWithHostNet'
  const base = cluster ? clusterResolver(pod.metadata.namespace!) : { search: [], ndots: 1 }
  const ndots = dnsConfig?.options?.find(({ name }) => name === 'ndots')?.value
  return {
    search: [...base.search, ...(dnsConfig?.searches ?? [])],
    ndots: ndots === undefined ? base.ndots : Number(ndots),
    servers: [
      ...(cluster ? [dnsAddress] : dnsPolicy === 'None' ? [] : [hostResolver]),
      ...(dnsConfig?.nameservers ?? []),
    ],
  }
}

/** Lines of the pod's /etc/resolv.conf. */
export function resolverLines(pod: Pod): string[] {
  const { search, servers, ndots } = resolverOf(pod)
  const others = (pod.spec?.dnsConfig?.options ?? []).filter(({ name }) => name !== 'ndots')
  const options = [
    ...(ndots === 1 ? [] : [`ndots:${ndots}`]),
    ...others.map(({ name, value }) => (value === undefined ? name! : `${name}:${value}`)),
  ]
  return [
    ...(search.length > 0 ? [`search ${search.join(' ')}`] : []),
    ...servers.map((server) => `nameserver ${server}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
  ]
}
