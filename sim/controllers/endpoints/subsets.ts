// The subsets of an Endpoints object. Pure. k8s: pkg/controller/endpoint, pkg/api/v1/endpoints/util.go RepackSubsets
import type { EndpointAddress, EndpointSubset, Service } from '../../generated/types.ts'
import { hostnameOf, podReference, type Candidate } from './candidates.ts'

/** Addresses that are ready and that are not, grouped by their ports; pods that end are left out. */
export function subsetsOf(service: Service, candidates: Candidate[]): EndpointSubset[] {
  const staying = candidates.filter(({ terminating }) => !terminating || service.spec?.publishNotReadyAddresses)
  const groups = Map.groupBy(staying, ({ ports }) => JSON.stringify(ports))
  return [...groups.values()].map((group) => {
    const addresses = group.filter(({ ready }) => ready).map((candidate) => addressOf(service, candidate))
    const notReady = group.filter(({ ready }) => !ready).map((candidate) => addressOf(service, candidate))
    const ports = group[0]!.ports.map(({ name, ...port }) => (name ? { name, ...port } : port))
    return {
      ...(addresses.length > 0 ? { addresses: addresses.toSorted(byIp) } : {}),
      ...(notReady.length > 0 ? { notReadyAddresses: notReady.toSorted(byIp) } : {}),
      ...(ports.length > 0 ? { ports } : {}),
    }
  })
}

function addressOf(service: Service, { pod }: Candidate): EndpointAddress {
  const hostname = hostnameOf(service, pod)
  const nodeName = pod.spec?.nodeName
  return {
    ip: pod.status!.podIP!,
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    targetRef: podReference(pod),
  }
}

/** As the bytes of the address compare. */
function byIp(a: EndpointAddress, b: EndpointAddress): number {
  const padded = ({ ip }: EndpointAddress): string =>
    ip
      .split('.')
      .map((part) => part.padStart(3, '0'))
      .join('.')
  return padded(a) < padded(b) ? -1 : 1
}
