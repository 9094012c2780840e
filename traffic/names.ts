// What the cluster's DNS answers. Spec: github.com/kubernetes/dns, docs/specification.md
import { isAddress } from './cidr.ts'
import { type EndpointSlice, type Service, serviceNameOf } from './objects.ts'

export interface Lookup {
  /** Names that were asked, in order; the last is the one that exists, where one does. */
  asked: string[]
  /** Empty: no name of them exists. */
  addresses: string[]
  /** The Service that the name is of. */
  service?: Service
  /** A name outside of the cluster that an ExternalName Service stands for. */
  outside?: string
}

const zone = 'cluster.local'
const ndots = 5

/** As a pod of a namespace asks, with the search list of its resolv.conf. */
export function lookUp(
  name: string,
  namespace: string,
  world: { services: Service[]; slices: EndpointSlice[] },
): Lookup {
  const bare = name.replace(/\.$/, '').toLowerCase()
  const searched = [`${namespace}.svc.${zone}`, `svc.${zone}`, zone].map((suffix) => `${bare}.${suffix}`)
  const dots = bare.split('.').length - 1
  const order = name.endsWith('.') ? [bare] : dots >= ndots ? [bare, ...searched] : [...searched, bare]
  const asked: string[] = []
  for (const candidate of order) {
    asked.push(candidate)
    const found = answerOf(candidate, world)
    if (found) return { asked, ...found }
  }
  return { asked, addresses: [] }
}

function answerOf(
  name: string,
  { services, slices }: { services: Service[]; slices: EndpointSlice[] },
): Omit<Lookup, 'asked'> | undefined {
  if (!name.endsWith(`.svc.${zone}`)) return undefined
  const labels = name.slice(0, -`.svc.${zone}`.length).split('.')
  const namespace = labels.pop()
  const serviceName = labels.pop()
  const service = services.find(
    ({ metadata }) => metadata.name === serviceName && (metadata.namespace ?? 'default') === namespace,
  )
  if (!service) return undefined
  const { type, clusterIP, externalName = '', publishNotReadyAddresses } = service.spec
  if (type === 'ExternalName') {
    if (isAddress(externalName)) return { addresses: [externalName], service }
    return { addresses: [], service, outside: externalName }
  }
  const host = labels.join('.')
  if (!host && clusterIP !== 'None') return { addresses: clusterIP ? [clusterIP] : [], service }
  const addresses = slices
    .filter((slice) => slice.metadata.namespace === namespace && serviceNameOf(slice) === serviceName)
    .flatMap((slice) => slice.endpoints ?? [])
    .filter(({ conditions }) => publishNotReadyAddresses || conditions?.ready !== false)
    .filter((endpoint) => !host || (endpoint.hostname ?? endpoint.addresses[0]!.replaceAll('.', '-')) === host)
    .flatMap((endpoint) => endpoint.addresses)
  return addresses.length > 0 ? { addresses, service } : undefined
}
