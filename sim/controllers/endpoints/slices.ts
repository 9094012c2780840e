// The slices that a service should have. Pure. k8s: staging/src/k8s.io/endpointslice/reconciler.go
import { services } from '../../api/refs.ts'
import type { Endpoint, EndpointSlice, Service } from '../../generated/types.ts'
import { controllerReference } from '../workload/owner.ts'
import {
  headlessLabel,
  hostnameOf,
  isHeadless,
  podReference,
  triggerAnnotation,
  triggerTime,
  type Candidate,
} from './candidates.ts'

/** Endpoints of one slice. k8s: --max-endpoints-per-slice */
const endpointsMax = 100
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by'
export const managedBy = 'endpointslice-controller.k8s.io'
export const serviceNameLabel = 'kubernetes.io/service-name'

/** At least one slice, an empty one for a service without pods; one for each set of ports and hundred of pods. */
export function slicesOf(
  service: Service,
  candidates: Candidate[],
  zoneOf: (nodeName: string) => string | undefined,
): EndpointSlice[] {
  const byPorts = Map.groupBy(candidates, ({ ports }) => JSON.stringify(ports))
  const slices: EndpointSlice[] = []
  for (const group of byPorts.values()) {
    for (let at = 0; at < group.length; at += endpointsMax) {
      const part = group.slice(at, at + endpointsMax)
      const endpoints = part.map((candidate) => endpointOf(service, candidate, zoneOf))
      slices.push({ ...emptySlice(service, candidates), endpoints, ports: group[0]!.ports })
    }
  }
  return slices.length > 0 ? slices : [emptySlice(service, candidates)]
}

function emptySlice(service: Service, candidates: Candidate[]): EndpointSlice {
  const { name, namespace, labels } = service.metadata
  const time = triggerTime(service, candidates)
  const { [headlessLabel]: _headless, ...own } = labels ?? {}
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      namespace: namespace!,
      labels: {
        ...own,
        [managedByLabel]: managedBy,
        [serviceNameLabel]: name!,
        ...(isHeadless(service) ? { [headlessLabel]: '' } : {}),
      },
      ...(time ? { annotations: { [triggerAnnotation]: time } } : {}),
      ownerReferences: [controllerReference(services, service)],
    },
    addressType: 'IPv4',
    endpoints: [],
    ports: [],
  }
}

function endpointOf(
  service: Service,
  { pod, ready, serving, terminating }: Candidate,
  zoneOf: (nodeName: string) => string | undefined,
): Endpoint {
  const nodeName = pod.spec?.nodeName
  const zone = nodeName && zoneOf(nodeName)
  const hostname = hostnameOf(service, pod)
  return {
    addresses: [pod.status!.podIP!],
    conditions: { ready, serving, terminating },
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    targetRef: podReference(pod),
    ...(zone ? { zone } : {}),
  }
}
