// Endpoints, the old form of what EndpointSlice says. k8s: pkg/registry/core/endpoint/strategy.go
import { sameValue } from '../api/meta-validation.ts'
import { subsetWarnings, validateSubsets } from './network/subset-validation.ts'
import { endpoints } from '../api/refs.ts'
import type { Endpoints } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'

/** The strategy of endpoints. */
export const endpointsStrategy = defineResource<Endpoints>({
  ref: endpoints,
  type: 'io.k8s.api.core.v1.Endpoints',
  createOnUpdate: true,
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  defaults(object) {
    for (const subset of object.subsets ?? []) {
      for (const port of subset.ports ?? []) port.protocol ||= 'TCP'
    }
  },
  validate(object, _view, old) {
    const unchanged = old !== undefined && sameValue(object.subsets ?? [], old.subsets ?? [])
    return unchanged ? [] : validateSubsets(object)
  },
  warnings: (object) => subsetWarnings(object),
  row: (object, { now }) => [
    object.metadata.name ?? '',
    endpointsCell(object),
    ageCell(object.metadata.creationTimestamp, now),
  ],
})

const addressesMax = 3

function endpointsCell({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return '<none>'
  const list = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`)),
  )
  const shown = list.slice(0, addressesMax).join(',')
  return list.length > addressesMax ? `${shown} + ${list.length - addressesMax} more...` : shown
}
