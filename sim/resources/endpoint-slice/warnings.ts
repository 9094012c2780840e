// Advice about slices that people wrote. k8s: pkg/registry/discovery/endpointslice/strategy.go
import { path } from '../../api/field-errors.ts'
import type { EndpointSlice } from '../../generated/types.ts'
import { ipWarnings } from '../network/address-warnings.ts'

const managedBy = 'endpointslice.kubernetes.io/managed-by'
const controllers = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io']

/** The address type's warning comes on create only. */
export function sliceWarnings(slice: EndpointSlice, old: EndpointSlice | undefined): string[] {
  const fqdn = !old && slice.addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []
  if (controllers.includes(slice.metadata.labels?.[managedBy] ?? '')) return fqdn
  const addresses = (slice.endpoints ?? []).flatMap((endpoint, index) =>
    (endpoint.addresses ?? []).flatMap((address, nth) =>
      ipWarnings(path('endpoints').index(index).child('addresses').index(nth), address),
    ),
  )
  return [...fqdn, ...addresses]
}
