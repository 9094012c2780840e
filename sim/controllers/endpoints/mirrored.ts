// The slices that copy an Endpoints somebody wrote. Pure. k8s: pkg/controller/endpointslicemirroring/utils.go
import { endpoints as endpointsRef } from '../../api/refs.ts'
import type { Endpoint, EndpointAddress, Endpoints, EndpointSlice } from '../../generated/types.ts'
import { controllerReference } from '../workload/owner.ts'
import { triggerAnnotation } from './candidates.ts'
import { managedByLabel, serviceNameLabel } from './slices.ts'

export const mirroredBy = 'endpointslicemirroring-controller.k8s.io'
/** k8s: --mirroring-max-endpoints-per-subset */
const endpointsMax = 1000
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/** One slice for each set of ports. */
export function mirroredSlices({ metadata, subsets = [] }: Endpoints): EndpointSlice[] {
  const byPorts = Map.groupBy(subsets, ({ ports = [] }) => JSON.stringify(ports))
  return [...byPorts.values()].map((group) => {
    const all = group.flatMap(({ addresses = [], notReadyAddresses = [] }) => [
      ...addresses.map((address) => endpointOf(address, true)),
      ...notReadyAddresses.map((address) => endpointOf(address, false)),
    ])
    const ports = (group[0]!.ports ?? []).map(({ name = '', port, protocol = 'TCP', appProtocol }) => {
      return { name, port, protocol, ...(appProtocol ? { appProtocol } : {}) }
    })
    return { ...emptySlice(metadata), endpoints: all.slice(0, endpointsMax), ports }
  })
}

function emptySlice(metadata: Endpoints['metadata']): EndpointSlice {
  const { [triggerAnnotation]: _time, [lastApplied]: _applied, ...annotations } = metadata.annotations ?? {}
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${metadata.name}-`,
      namespace: metadata.namespace!,
      labels: { ...metadata.labels, [serviceNameLabel]: metadata.name!, [managedByLabel]: mirroredBy },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ownerReferences: [controllerReference(endpointsRef, { metadata })],
    },
    addressType: 'IPv4',
    endpoints: [],
    ports: [],
  }
}

function endpointOf({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    ...(targetRef ? { targetRef } : {}),
  }
}
