// Addresses of services: 10.43.0.0/16, as k3s sets it up. Which are taken is read from the services themselves.
// k8s: pkg/registry/core/service/ipallocator/{ipallocator,bitmap}.go
import { formatIp, parseIp } from '../../api/ip-address.ts'
import { services } from '../../api/refs.ts'
import type { ClusterView } from '../resource.ts'

const base = [10, 43]
/** The first addresses are for those who ask for one by name; the others are given out at random. */
const reserved = 256
const first = 1
const last = 0xffff - 1

/** The request's address cannot be had; the message is the real allocator's. */
export class AddressError extends Error {}

/** Checks that `ip` is a free address of the range. Throws {@link AddressError}. */
export function takeAddress(ip: string, view: ClusterView): void {
  const parsed = parseIp(ip)
  const [a, b, c, d] = parsed?.bytes ?? []
  const offset = parsed?.bytes.length === 4 && a === base[0] && b === base[1] ? c! * 256 + d! : -1
  const inside = offset >= first && offset <= last
  if (view.dryRun) {
    // A dry run looks at the range and not at who has the address.
    const range = 'the provided IP (%) is not in the valid range. The range of valid IPs is 10.43.0.0/16'
    if (!inside) throw new AddressError(range.replace('%', ip))
    return
  }
  if (!inside) throw new AddressError('the provided network does not match the current range')
  if (taken(view).has(offset)) throw new AddressError('provided IP is already allocated')
}

/** A free address. Throws {@link AddressError} when there is none. */
export function nextAddress(view: ClusterView): string {
  if (view.dryRun) return text(0)
  const used = taken(view)
  const found =
    scan(first + reserved, last, used, view.random()) ?? scan(first, first + reserved - 1, used, view.random())
  if (found === undefined) throw new AddressError('range is full')
  return text(found)
}

/** The first free offset from a chance one on, round the range. */
function scan(low: number, high: number, used: Set<number>, chance: number): number | undefined {
  const size = high - low + 1
  const start = Math.floor(chance * size)
  for (let step = 0; step < size; step++) {
    const offset = low + ((start + step) % size)
    if (!used.has(offset)) return offset
  }
  return undefined
}

function taken(view: ClusterView): Set<number> {
  const used = new Set<number>()
  for (const { spec } of view.list(services)) {
    for (const ip of spec?.clusterIPs ?? []) {
      const bytes = parseIp(ip)?.bytes
      if (bytes?.length === 4) used.add(bytes[2]! * 256 + bytes[3]!)
    }
  }
  return used
}

function text(offset: number): string {
  return formatIp({ bytes: [...base, offset >> 8, offset & 255] })
}
