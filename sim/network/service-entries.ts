// The ports that Services open to who comes from outside the cluster: node ports, and those of a balancer's addresses.
import { keyOf } from '../api/object.ts'
import { services } from '../api/refs.ts'
import type { InformerFactory } from '../client/informer.ts'
import type { Service } from '../generated/types.ts'
import type { Entry } from './network.ts'

/** Opens those ports to somebody. */
export interface Outside {
  /** What a Service (`namespace/name`) has now; none: it has no more. */
  set(service: string, entries: Entry[]): void
  /** Where they answer on the learner's machine. */
  ports(): LocalPort[]
}

/** A node port (no address), or a port of an address that a balancer gave. */
export interface LocalPort extends Entry {
  namespace: string
  service: string
  /** On loopback; missing where there are too many to open all. */
  local?: number
}

/** Follows a cluster's Services through however many lives of its machinery: each is followed until the function returned is called. */
export function createEntries(outside: Pick<Outside, 'set'>): (informers: Pick<InformerFactory, 'for'>) => () => void {
  const known = new Map<string, string>()
  const tell = (key: string, entries: Entry[]): void => {
    const text = JSON.stringify(entries)
    if (text === (known.get(key) ?? '[]')) return
    known.set(key, text)
    outside.set(key, entries)
  }
  return (informers) => {
    const cache = informers.for(services)
    const tellOf = (service: Service): void => tell(keyOf(service), entriesOf(service))
    const end = cache.on({ added: tellOf, updated: tellOf, deleted: (service) => tell(keyOf(service), []) })
    const present = new Set(cache.list().map(keyOf))
    for (const key of known.keys()) if (!present.has(key)) tell(key, [])
    return end
  }
}

function entriesOf({ spec, status }: Service): Entry[] {
  const ports = (spec?.ports ?? []).filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP')
  const addresses = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? [])
  return [
    ...ports.flatMap(({ nodePort }) => (nodePort ? [{ port: nodePort }] : [])),
    ...addresses.flatMap((address) => ports.map(({ port }) => ({ address, port }))),
  ]
}
