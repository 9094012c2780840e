// Keeps the EndpointSlices of every service with a selector. k8s: pkg/controller/endpointslice
import { keyOf, splitKey } from '../api/object.ts'
import { endpointSlices, nodes, pods, services } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { EndpointSlice, Pod } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { candidatesOf, changesEndpoints, selectsPod } from './endpoints/candidates.ts'
import { reconcileSlices } from './endpoints/reconcile.ts'
import { managedBy, managedByLabel, serviceNameLabel, slicesOf } from './endpoints/slices.ts'

const zoneLabel = 'topology.kubernetes.io/zone'
const byService = 'service'

export const createEndpointSliceController: CreateController = (context) => {
  const { client, informers } = context
  const serviceCache = informers.for(services)
  const podCache = informers.for(pods)
  const nodeCache = informers.for(nodes)
  const slices = informers.for(endpointSlices)
  slices.index(byService, serviceKeysOf)

  return {
    name: 'endpointslice',
    watches: [
      watching(services, (service) => [keyOf(service)]),
      watching(pods, (pod) => servicesOf(context, pod), { when: changesEndpoints }),
      watching(endpointSlices, serviceKeysOf),
    ],
    async sync(key) {
      const { namespace, name } = splitKey(key)
      const service = serviceCache.get(namespace, name)
      const present = slices.byIndex(byService, key)
      const selects = service?.spec?.type !== 'ExternalName' && Object.keys(service?.spec?.selector ?? {}).length > 0
      // A service that is gone takes its slices along (garbage collection); without a selector they are its user's.
      if (!service || service.metadata.deletionTimestamp || !selects) return
      const behind = podCache.list(namespace).filter((pod) => selectsPod(service, pod))
      const zoneOf = (node: string): string | undefined => nodeCache.get('', node)?.metadata.labels?.[zoneLabel]
      const wanted = slicesOf(service, candidatesOf(service, behind), zoneOf)
      await reconcileSlices(client, namespace, present, wanted)
    },
  }
}

function serviceKeysOf({ metadata }: EndpointSlice): string[] {
  if (metadata.labels?.[managedByLabel] !== managedBy) return []
  const service = metadata.labels[serviceNameLabel]
  return service ? [`${metadata.namespace}/${service}`] : []
}

/** Services that select a pod. */
export function servicesOf({ informers }: Context, pod: Pod): string[] {
  const all = informers.for(services).list(pod.metadata.namespace)
  return all.filter((service) => selectsPod(service, pod)).map(keyOf)
}
