// Who looks up a name, and whether the cluster's DNS can tell them: the C library's walk over a search list.
import type { Context } from '../client/context.ts'
import { isAddress } from './addresses.ts'
import { createDnsZone, zoneName, type DnsReply, type RecordType } from './dns-zone.ts'
import type { Policies } from './policies.ts'
import type { Origin, ServiceEndpoints } from './service-endpoints.ts'

/** A pod's `/etc/resolv.conf`, as far as it matters. */
export interface Resolver {
  search: string[]
  ndots: number
}

export interface Answer {
  /** The full name that was found. */
  name: string
  addresses: string[]
}

/** Why no reply comes: nobody answers behind the DNS Service (`refused`), or policies keep the question back (`silent`). */
export type Unanswered = 'refused' | 'silent'

export interface Names {
  /** Follows the search list; undefined when no name of it exists (NXDOMAIN), or when nobody answers. */
  resolve(name: string, resolver: Resolver, from?: Origin): Answer | undefined
  /** One question to the cluster's DNS; the last dot of the name may be left out. */
  query(name: string, type: RecordType, from?: Origin): DnsReply | Unanswered
  /** Undefined while the DNS answers who asks. */
  unanswered(from?: Origin): Unanswered | undefined
}

const dnsPort = 53

/** The resolver of a pod with dnsPolicy ClusterFirst. */
export function clusterResolver(namespace: string): Resolver {
  return { search: [`${namespace}.svc.${zoneName}`, `svc.${zoneName}`, zoneName], ndots: 5 }
}

export function createNames(
  endpoints: ServiceEndpoints,
  policies: Policies,
  { random }: Pick<Context, 'random'>,
): Names {
  const zone = createDnsZone(endpoints)
  /** In no order, so that clients that take the first spread over all. */
  const shuffled = (reply: DnsReply): DnsReply => ({
    ...reply,
    records: reply.records.length < 2 ? reply.records : shuffle(reply.records, random),
  })

  const names: Names = {
    unanswered(from) {
      const dns = endpoints.serviceOf('kube-system', 'kube-dns')
      if (!dns) return undefined
      const servers = endpoints.published(dns).flatMap(({ addresses }) => addresses)
      if (servers.length === 0) return 'refused'
      const held = (address: string): boolean =>
        from !== undefined && policies.denial(from, { address, port: dnsPort }, 'UDP') !== undefined
      return servers.every(held) ? 'silent' : undefined
    },
    query: (name, type, from) => names.unanswered(from) ?? shuffled(zone.query(name.replace(/\.$/, ''), type)),
    resolve(name, resolver, from) {
      if (isAddress(name)) return { name, addresses: [name] }
      if (name === 'localhost') return { name, addresses: ['127.0.0.1'] }
      if (names.unanswered(from)) return undefined
      for (const candidate of candidates(name, resolver)) {
        const { records } = shuffled(zone.query(candidate, 'A'))
        const found = records.filter(({ type }) => type === 'A')
        if (found.length > 0) return { name: found[0]!.name, addresses: found.map(({ data }) => data) }
      }
      return undefined
    },
  }
  return names
}

/** Names to try, in order: with few dots the search list comes first. */
function candidates(name: string, { search, ndots }: Resolver): string[] {
  const bare = name.replace(/\.$/, '').toLowerCase()
  const searched = search.map((suffix) => `${bare}.${suffix}`)
  if (name.endsWith('.')) return [bare]
  return bare.split('.').length > ndots ? [bare, ...searched] : [...searched, bare]
}

/** Aliases stay in front of what they lead to. */
function shuffle(records: DnsReply['records'], random: () => number): DnsReply['records'] {
  const aliases = records.filter(({ type }) => type === 'CNAME')
  const rest = records.filter(({ type }) => type !== 'CNAME')
  for (let last = rest.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[rest[last], rest[other]] = [rest[other]!, rest[last]!]
  }
  return [...aliases, ...rest]
}
