// The cluster's names as CoreDNS answers them. Spec: github.com/kubernetes/dns, docs/specification.md
import { isAddress } from './addresses.ts'
import type { ServiceEndpoints } from './service-endpoints.ts'

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

export interface Names {
  /** Follows the search list; undefined when no name of it exists (NXDOMAIN), or when nobody answers. */
  resolve(name: string, resolver: Resolver): Answer | undefined
  /** False when there is a DNS Service and nothing behind it. */
  readonly answering: boolean
}

const zone = 'cluster.local'
const aliasesMax = 8

/** The resolver of a pod with dnsPolicy ClusterFirst. */
export function clusterResolver(namespace: string): Resolver {
  return { search: [`${namespace}.svc.${zone}`, `svc.${zone}`, zone], ndots: 5 }
}

export function createNames(endpoints: ServiceEndpoints): Names {
  function lookup(name: string, depth = 0): string[] | undefined {
    if (!name.endsWith(`.${zone}`) || depth > aliasesMax) return undefined
    const labels = name.slice(0, -zone.length - 1).split('.')
    const kind = labels.pop()
    const namespace = labels.pop()
    if (!namespace) return undefined
    if (kind === 'pod' && labels.length === 1) return podAddress(labels[0]!)
    if (kind !== 'svc') return undefined
    const service = endpoints.serviceOf(namespace, labels.pop() ?? '')
    if (!service) return undefined
    if (service.spec?.type === 'ExternalName') {
      const target = (service.spec.externalName ?? '').replace(/\.$/, '')
      return isAddress(target) ? [target] : lookup(target, depth + 1)
    }
    const host = labels.join('.')
    if (!host && service.spec?.clusterIP !== 'None')
      return [...(service.spec?.clusterIPs ?? [service.spec!.clusterIP!])]
    const found = endpoints.published(service).filter((endpoint) => !host || hostnameOf(endpoint) === host)
    return found.length > 0 ? found.flatMap((endpoint) => endpoint.addresses) : undefined
  }

  return {
    get answering() {
      const dns = endpoints.serviceOf('kube-system', 'kube-dns')
      return !dns || endpoints.published(dns).length > 0
    },
    resolve(name, resolver) {
      if (isAddress(name)) return { name, addresses: [name] }
      if (name === 'localhost') return { name, addresses: ['127.0.0.1'] }
      if (!this.answering) return undefined
      const bare = name.replace(/\.$/, '').toLowerCase()
      const searched = resolver.search.map((suffix) => `${bare}.${suffix}`)
      const dots = bare.split('.').length - 1
      const order = name.endsWith('.') ? [bare] : dots >= resolver.ndots ? [bare, ...searched] : [...searched, bare]
      for (const candidate of order) {
        const addresses = lookup(candidate)
        if (addresses) return { name: candidate, addresses }
      }
      return undefined
    },
  }
}

/** `10-42-0-7` of `10-42-0-7.default.pod.cluster.local`. */
function podAddress(label: string): string[] | undefined {
  const address = label.replaceAll('-', '.')
  return isAddress(address) ? [address] : undefined
}

function hostnameOf(endpoint: { hostname?: string; addresses: string[] }): string {
  return endpoint.hostname ?? endpoint.addresses[0]!.replaceAll('.', '-')
}
