// Which LoadBalancer Service gets which address. Rules: metallb controller/service.go, internal/allocator/allocator.go
import { keyOf } from '../../../api/object.ts'
import { services } from '../../../api/refs.ts'
import type { Context } from '../../../client/context.ts'
import type { EventRecorder } from '../../../client/event-recorder.ts'
import type { Service } from '../../../generated/types.ts'
import { addressesOf, type AddressPool } from './pools.ts'

const poolAnnotation = 'metallb.io/address-pool'
const wantedAnnotation = 'metallb.io/loadBalancerIPs'
const givenAnnotation = 'metallb.io/ip-allocated-from-pool'

export interface Assigner {
  context: Pick<Context, 'client' | 'informers'>
  recorder: Pick<EventRecorder, 'event'>
  /** Only services of that class; undefined: those that name none. */
  loadBalancerClass: string | undefined
}

/** Gives an address to every Service that waits for one, and takes it from those that lost the right to theirs. */
export async function assignAddresses(
  { context, recorder, loadBalancerClass }: Assigner,
  pools: AddressPool[],
): Promise<void> {
  const all = context.informers
    .for(services)
    .list()
    .toSorted((a, b) => ageOf(a).localeCompare(ageOf(b)))
  const taken = new Map<string, string>()
  for (const service of all) for (const address of given(service)) taken.set(address, keyOf(service))
  for (const service of all) {
    const ours = service.spec?.type === 'LoadBalancer' && service.spec.loadBalancerClass === loadBalancerClass
    const [present] = given(service)
    if (!ours) {
      if (present !== undefined && service.metadata.annotations?.[givenAnnotation])
        await put(context, service, undefined)
      continue
    }
    const choice = choose(service, pools, taken)
    if (typeof choice === 'string') {
      recorder.event(service, 'Warning', 'AllocationFailed', `Failed to allocate IP for "${keyOf(service)}": ${choice}`)
      if (present !== undefined) await put(context, service, undefined)
    } else if (choice.address !== present) {
      if (present !== undefined) taken.delete(present)
      taken.set(choice.address, keyOf(service))
      await put(context, service, choice)
      recorder.event(service, 'Normal', 'IPAllocated', `Assigned IP ["${choice.address}"]`)
    }
  }
}

interface Choice {
  address: string
  pool: string
}

/** Keeps what it has as long as a pool has it; else the first free address, or why there is none. */
function choose(service: Service, pools: AddressPool[], taken: Map<string, string>): Choice | string {
  const { annotations = {} } = service.metadata
  const wanted = annotations[wantedAnnotation] ?? service.spec?.loadBalancerIP
  const named = annotations[poolAnnotation]
  const free = (address: string): boolean => (taken.get(address) ?? keyOf(service)) === keyOf(service)
  if (pools.length === 0) return 'no available IPs'
  if (named !== undefined && !pools.some(({ metadata }) => metadata.name === named)) return `unknown pool "${named}"`
  const [present] = given(service)
  const candidates = pools
    .filter(({ metadata, spec }) =>
      named === undefined ? wanted || spec?.autoAssign !== false : metadata.name === named,
    )
    .map((pool) => ({ pool: pool.metadata.name!, addresses: addressesOf(pool) }))
  const holder = (address: string): Choice | undefined => {
    const found = candidates.find(({ addresses }) => addresses.includes(address))
    return found && { address, pool: found.pool }
  }
  if (wanted) {
    const choice = holder(wanted)
    if (!choice) return `["${wanted}"] is not allowed in config`
    return free(wanted)
      ? choice
      : `can't change sharing key for "${keyOf(service)}", address also in use by ${taken.get(wanted)}`
  }
  const kept = present === undefined ? undefined : holder(present)
  if (kept) return kept
  for (const { pool, addresses } of candidates) {
    const address = addresses.find(free)
    if (address !== undefined) return { address, pool }
  }
  return named === undefined ? 'no available IPs' : `no available IPs in pool "${named}"`
}

async function put({ client }: Pick<Context, 'client'>, service: Service, choice: Choice | undefined): Promise<void> {
  const { [givenAnnotation]: _old, ...annotations } = service.metadata.annotations ?? {}
  const marked = await client.update(services, {
    ...service,
    metadata: {
      ...service.metadata,
      annotations: choice ? { ...annotations, [givenAnnotation]: choice.pool } : annotations,
    },
  })
  const loadBalancer = choice ? { ingress: [{ ip: choice.address, ipMode: 'VIP' }] } : {}
  await client.updateStatus(services, { ...marked, status: { ...marked.status, loadBalancer } })
}

function given({ status }: Service): string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? [])
}

function ageOf(service: Service): string {
  return `${service.metadata.creationTimestamp ?? ''} ${keyOf(service)}`
}
