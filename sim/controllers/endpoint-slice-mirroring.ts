// Copies the Endpoints that people write for services without a selector into EndpointSlices, which is what kube-proxy reads.
// k8s: pkg/controller/endpointslicemirroring
import { keyOf, splitKey } from '../api/object.ts'
import { endpoints, endpointSlices, services } from '../api/refs.ts'
import type { Endpoints, EndpointSlice } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { mirroredBy, mirroredSlices } from './endpoints/mirrored.ts'
import { reconcileSlices } from './endpoints/reconcile.ts'
import { managedByLabel, serviceNameLabel } from './endpoints/slices.ts'

const byService = 'mirrored service'
const skipLabel = 'endpointslice.kubernetes.io/skip-mirror'
const leaderAnnotation = 'control-plane.alpha.kubernetes.io/leader'

export const createEndpointSliceMirroringController: CreateController = ({ client, informers }) => {
  const serviceCache = informers.for(services)
  const endpointsCache = informers.for(endpoints)
  const slices = informers.for(endpointSlices)
  slices.index(byService, serviceKeysOf)

  return {
    name: 'endpointslicemirroring',
    watches: [
      watching(services, (service) => [keyOf(service)]),
      watching(endpoints, (object) => [keyOf(object)]),
      watching(endpointSlices, serviceKeysOf),
    ],
    async sync(key) {
      const { namespace, name } = splitKey(key)
      const service = serviceCache.get(namespace, name)
      const written = endpointsCache.get(namespace, name)
      const mirrors = service && Object.keys(service.spec?.selector ?? {}).length === 0
      const wanted = mirrors && written && isMirrored(written) ? mirroredSlices(written) : []
      await reconcileSlices(client, namespace, slices.byIndex(byService, key), wanted)
    },
  }
}

/** Not those that say so, nor those that only hold a lock of elections. */
function isMirrored({ metadata }: Endpoints): boolean {
  return metadata.labels?.[skipLabel] !== 'true' && metadata.annotations?.[leaderAnnotation] === undefined
}

function serviceKeysOf({ metadata }: EndpointSlice): string[] {
  if (metadata.labels?.[managedByLabel] !== mirroredBy) return []
  const service = metadata.labels[serviceNameLabel]
  return service ? [`${metadata.namespace}/${service}`] : []
}
