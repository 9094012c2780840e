// Ports that a service opens on every node: 30000 to 32767. Which are taken is read from the services themselves.
// k8s: pkg/registry/core/service/portallocator/{allocator,operation}.go
import { services } from '../../api/refs.ts'
import type { ServiceSpec } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'

const first = 30_000
const last = 32_767
/** The first ports are for those who ask for one by number. k8s: calculateRangeOffset */
const reserved = 86

/** The port cannot be had; the message is the real allocator's. */
export class PortError extends Error {}

/** The ports that one request takes. */
export interface PortOperation {
  /** Throws {@link PortError} when the port is outside the range or taken. */
  take(port: number): void
  /** A free port. Throws {@link PortError} when there is none. */
  next(): number
}

/** Starts taking ports for one service. */
export function nodePorts(view: ClusterView): PortOperation {
  const used = new Set(view.list(services).flatMap(({ spec }) => portsOf(spec ?? {})))
  const mine: number[] = []
  const keep = (port: number): number => {
    used.add(port)
    mine.push(port)
    return port
  }
  return {
    take(port) {
      // A dry run does not look at the range.
      if (!view.dryRun && (port < first || port > last)) {
        throw new PortError(`provided port is not in the valid range. The range of valid ports is ${first}-${last}`)
      }
      if (used.has(port)) throw new PortError('provided port is already allocated')
      keep(port)
    },
    next() {
      if (view.dryRun) return keep(Math.max(0, ...(mine.length ? mine : [last + 1])) + 1)
      const found = scan(first + reserved, last, used, view.random()) ?? scan(first, first + reserved - 1, used, 0)
      if (found === undefined) throw new PortError('range is full')
      return keep(found)
    },
  }
}

/** Every port that a service holds, its health check's included. */
function portsOf(spec: ServiceSpec): number[] {
  const ports = (spec.ports ?? []).flatMap(({ nodePort }) => nodePort || [])
  return spec.healthCheckNodePort ? [...ports, spec.healthCheckNodePort] : ports
}

function scan(low: number, high: number, used: Set<number>, chance: number): number | undefined {
  const size = high - low + 1
  const start = Math.floor(chance * size)
  for (let step = 0; step < size; step++) {
    const port = low + ((start + step) % size)
    if (!used.has(port)) return port
  }
  return undefined
}
