// Keeps the Endpoints of every service with a selector, for those who still read them. k8s: pkg/controller/endpoint
import { keyOf, splitKey } from '../api/object.ts'
import { endpoints, pods, services } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Endpoints } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { servicesOf } from './endpoint-slice.ts'
import {
  candidatesOf,
  changesEndpoints,
  headlessLabel,
  isHeadless,
  selectsPod,
  triggerAnnotation,
  triggerTime,
} from './endpoints/candidates.ts'
import { subsetsOf } from './endpoints/subsets.ts'
import { semanticallyEqual } from './workload/semantic.ts'

const managedByLabel = 'endpoints.kubernetes.io/managed-by'
const managedBy = 'endpoint-controller'

export const createEndpointsController: CreateController = (context) => {
  const { client, informers } = context
  const serviceCache = informers.for(services)
  const podCache = informers.for(pods)
  const cache = informers.for(endpoints)

  return {
    name: 'endpoint',
    watches: [
      watching(services, (service) => [keyOf(service)]),
      watching(pods, (pod) => servicesOf(context, pod), { when: changesEndpoints }),
      watching(endpoints, () => [], { gone: (object) => [keyOf(object)] }),
    ],
    async sync(key) {
      const { namespace, name } = splitKey(key)
      const service = serviceCache.get(namespace, name)
      const old = cache.get(namespace, name)
      if (!service) {
        if (old?.metadata.labels?.[managedByLabel] === managedBy) await remove(namespace, name)
        return
      }
      const selector = Object.keys(service.spec?.selector ?? {})
      if (service.spec?.type === 'ExternalName' || selector.length === 0) return
      const candidates = candidatesOf(
        service,
        podCache.list(namespace).filter((pod) => selectsPod(service, pod)),
      )
      const { [headlessLabel]: _headless, ...labels } = service.metadata.labels ?? {}
      const wanted: Endpoints = {
        metadata: {
          namespace,
          name,
          labels: { ...labels, ...(isHeadless(service) ? { [headlessLabel]: '' } : {}), [managedByLabel]: managedBy },
        },
        subsets: subsetsOf(service, candidates),
      }
      const same =
        semanticallyEqual(old?.subsets, wanted.subsets) &&
        semanticallyEqual(old?.metadata.labels, wanted.metadata.labels)
      if (old && same) return
      const time = triggerTime(service, candidates)
      const annotations = { ...old?.metadata.annotations, ...(time ? { [triggerAnnotation]: time } : {}) }
      const metadata = { ...old?.metadata, ...wanted.metadata, annotations }
      if (old) await client.update(endpoints, { ...old, ...wanted, metadata })
      else await client.create(endpoints, { ...wanted, metadata })
    },
  }

  async function remove(namespace: string, name: string): Promise<void> {
    try {
      await client.delete(endpoints, namespace, name)
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 404)) throw error
    }
  }
}
