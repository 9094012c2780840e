// EndpointSlice. k8s: pkg/registry/discovery/endpointslice/strategy.go
import { path } from '../api/field-errors.ts'
import { validateEndpoints, validateSlice } from './endpoint-slice/validation.ts'
import { sliceWarnings } from './endpoint-slice/warnings.ts'
import { sameValue, validateImmutable } from '../api/meta-validation.ts'
import { endpointSlices } from '../api/refs.ts'
import type { EndpointSlice } from '../generated/types.ts'
import { ageCell } from './table/age-cell.ts'
import { defineResource } from './resource.ts'

/** The strategy of endpointSlices. */
export const endpointSliceStrategy = defineResource<EndpointSlice>({
  ref: endpointSlices,
  type: 'io.k8s.api.discovery.v1.EndpointSlice',
  generation: true,
  defaults(slice) {
    for (const port of slice.ports ?? []) {
      port.name ??= ''
      port.protocol ??= 'TCP'
    }
  },
  prepareForCreate(slice) {
    dropTopology(slice)
  },
  prepareForUpdate(slice, old) {
    const generation = old.metadata.generation ?? 0
    slice.metadata.generation = sameValue(content(slice), content(old)) ? generation : generation + 1
    dropTopology(slice)
  },
  validate(slice, _view, old) {
    const unchanged = old !== undefined && sameValue(slice.endpoints ?? [], old.endpoints ?? [])
    return [...validateSlice(slice), ...(unchanged ? [] : validateEndpoints(slice))]
  },
  validateUpdate: (slice, old) => validateImmutable(slice.addressType, old.addressType, path('addressType')),
  warnings: sliceWarnings,
  row: (slice, { now }) => [
    slice.metadata.name ?? '',
    slice.addressType,
    listCell((slice.ports ?? []).map(({ port, name }) => (port !== undefined ? String(port) : (name ?? '*')))),
    listCell((slice.endpoints ?? []).flatMap(({ addresses }) => addresses)),
    ageCell(slice.metadata.creationTimestamp, now),
  ],
})

/** All but the metadata counts as content, and the labels with it. */
function content({ metadata, addressType, endpoints, ports }: EndpointSlice): object {
  return { labels: metadata.labels ?? {}, addressType, endpoints: endpoints ?? [], ports: ports ?? [] }
}

/** v1 accepts the old field and forgets it. */
function dropTopology(slice: EndpointSlice): void {
  for (const endpoint of slice.endpoints ?? []) delete endpoint.deprecatedTopology
}

const shownMax = 3

function listCell(items: string[]): string {
  if (items.length === 0) return '<unset>'
  const shown = items.slice(0, shownMax).join(',')
  return items.length > shownMax ? `${shown} + ${items.length - shownMax} more...` : shown
}
