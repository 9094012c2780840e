// The records of the cluster's domain as CoreDNS has them. Spec: github.com/kubernetes/dns, docs/specification.md
// Where that leaves things open, as the plugin kubernetes of CoreDNS 1.13 does.
import type { Endpoint, Service, ServicePort } from '../generated/types.ts'
import { isAddress } from './addresses.ts'
import type { ServiceEndpoints } from './service-endpoints.ts'

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'PTR' | 'SRV'

export interface DnsRecord {
  name: string
  type: RecordType
  /** An address or a name; of SRV `PRIORITY WEIGHT PORT TARGET`. */
  data: string
}

/** What a DNS server answers to one question. NOERROR without records: the name exists, with others than those asked for. */
export interface DnsReply {
  code: 'NOERROR' | 'NXDOMAIN'
  records: DnsRecord[]
}

export interface DnsZone {
  /** @param name full, without the last dot */
  query(name: string, type: RecordType): DnsReply
}

export const zoneName = 'cluster.local'
const reverse = '.in-addr.arpa'
/** CNAMEs that are followed, one after the other. */
const aliasesMax = 8
const noSuchName: DnsReply = { code: 'NXDOMAIN', records: [] }
const noSuchRecord: DnsReply = { code: 'NOERROR', records: [] }

/** What a question names: a place behind a service's name, with what stands before it. */
interface Question {
  service: Service
  /** The name of the service without more. */
  domain: string
  host: string
  port?: { name: string; protocol: string }
}

export function createDnsZone(endpoints: ServiceEndpoints): DnsZone {
  function ask({ service, domain, host, port }: Question, name: string, type: RecordType, depth: number): DnsReply {
    if (service.spec?.type === 'ExternalName') return alias(name, service.spec.externalName ?? '', type, depth)
    const ports = (service.spec?.ports ?? []).filter((entry) => !port || isPort(entry, port))
    if (port && ports.length === 0) return noSuchName
    const single = service.spec?.clusterIP !== 'None' && !host
    const found = single
      ? addressesOf(service).map((address) => ({ address, name: domain, ports }))
      : endpoints
          .published(service)
          .filter((endpoint) => !host || hostnameOf(endpoint) === host)
          .flatMap((endpoint) =>
            endpoint.addresses.map((address) => {
              const own = endpoints.portsOf(service, endpoint).filter((entry) => !port || isPort(entry, port))
              return { address, name: `${hostnameOf(endpoint)}.${domain}`, ports: own }
            }),
          )
    if (found.length === 0) return noSuchName
    if (type === 'A') return answer(found.map(({ address }) => ({ name, type, data: address })))
    if (type !== 'SRV') return noSuchRecord
    const targets = found.flatMap((place) => place.ports.map((entry) => `${entry.port} ${place.name}`))
    const weight = Math.max(1, Math.floor(100 / targets.length))
    return answer(targets.map((target) => ({ name, type, data: `0 ${weight} ${target}` })))
  }

  function alias(name: string, target: string, type: RecordType, depth: number): DnsReply {
    const to = target.replace(/\.$/, '')
    if (isAddress(to)) return type === 'A' ? answer([{ name, type, data: to }]) : noSuchRecord
    const beyond = depth < aliasesMax ? query(to, type, depth + 1).records : []
    return answer([{ name, type: 'CNAME', data: to }, ...beyond])
  }

  function pointer(name: string): DnsReply {
    const address = name.slice(0, -reverse.length).split('.').toReversed().join('.')
    const domains = endpoints.namesOf(address).map(({ service, endpoint }) => {
      const domain = domainOf(service)
      return endpoint ? `${hostnameOf(endpoint)}.${domain}` : domain
    })
    return domains.length === 0 ? noSuchName : answer(domains.map((data) => ({ name, type: 'PTR', data })))
  }

  function query(name: string, type: RecordType, depth = 0): DnsReply {
    if (name.endsWith(reverse)) return type === 'PTR' ? pointer(name) : noSuchName
    if (name === zoneName || name === `svc.${zoneName}` || name === `pod.${zoneName}`) return noSuchRecord
    if (!name.endsWith(`.${zoneName}`)) return noSuchName
    const labels = name.slice(0, -zoneName.length - 1).split('.')
    const kind = labels.pop()
    const namespace = labels.pop() ?? ''
    if (kind === 'pod' && labels.length === 1) return podRecord(name, labels[0]!, type)
    if (kind !== 'svc') return noSuchName
    if (labels.length === 0) return endpoints.hasServices(namespace) ? noSuchRecord : noSuchName
    const service = endpoints.serviceOf(namespace, labels.pop()!)
    if (!service) return noSuchName
    const question = { service, domain: domainOf(service) }
    const [first = '', second = ''] = labels
    if (labels.length === 2 && first.startsWith('_') && second.startsWith('_')) {
      return ask(
        { ...question, host: '', port: { name: first.slice(1), protocol: second.slice(1) } },
        name,
        type,
        depth,
      )
    }
    return labels.length > 1 ? noSuchName : ask({ ...question, host: first }, name, type, depth)
  }

  return { query: (name, type) => query(name.toLowerCase(), type) }
}

function answer(records: DnsRecord[]): DnsReply {
  return { code: 'NOERROR', records }
}

function domainOf({ metadata }: Service): string {
  return `${metadata.name}.${metadata.namespace}.svc.${zoneName}`
}

function addressesOf({ spec }: Service): string[] {
  return spec?.clusterIPs ?? (spec?.clusterIP ? [spec.clusterIP] : [])
}

function isPort(
  { name = '', protocol = 'TCP' }: Partial<ServicePort>,
  port: { name: string; protocol: string },
): boolean {
  return name === port.name && protocol.toLowerCase() === port.protocol
}

/** `10-42-0-7` of `10-42-0-7.default.pod.cluster.local`. */
function podRecord(name: string, label: string, type: RecordType): DnsReply {
  const data = label.replaceAll('-', '.')
  if (!isAddress(data)) return noSuchName
  return type === 'A' ? answer([{ name, type, data }]) : noSuchRecord
}

function hostnameOf(endpoint: Endpoint): string {
  return endpoint.hostname ?? endpoint.addresses[0]!.replaceAll('.', '-')
}
