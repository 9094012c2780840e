// What `fieldRef` and `resourceFieldRef` stand for. k8s: pkg/fieldpath, pkg/api/v1/resource/helpers.go
import { quantityMilliValue, quantityValue } from '../api/quantity.ts'
import type { Container, Pod, ResourceFieldSelector } from '../generated/types.ts'

/** The text of a field of a pod; throws with the kubelet's words for one that is not supported. */
export function fieldValue(pod: Pod, path: string, node: { address: string }): string {
  const { metadata, spec, status } = pod
  const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path)
  if (keyed) return metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2]!] ?? ''
  switch (path) {
    case 'metadata.name':
      return metadata.name!
    case 'metadata.namespace':
      return metadata.namespace!
    case 'metadata.uid':
      return metadata.uid!
    case 'metadata.labels':
      return formatMap(metadata.labels)
    case 'metadata.annotations':
      return formatMap(metadata.annotations)
    case 'spec.nodeName':
      return spec?.nodeName ?? ''
    case 'spec.serviceAccountName':
      return spec?.serviceAccountName ?? ''
    case 'status.podIP':
      return status?.podIP ?? ''
    case 'status.podIPs':
      return (status?.podIPs ?? []).map(({ ip }) => ip).join(',')
    case 'status.hostIP':
    case 'status.hostIPs':
      return node.address
  }
  throw new Error(`unsupported fieldPath: ${path}`)
}

function formatMap(map: Record<string, string> | undefined): string {
  return Object.entries(map ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n')
}

/** A container's request or limit as a whole number of `divisor`s, rounded up. A missing limit is the node's capacity. */
export function resourceValue(
  container: Container,
  { resource, divisor }: ResourceFieldSelector,
  allocatable: Record<string, string>,
): string {
  const [kind = '', name = ''] = resource.split(/\.(.*)/s)
  const { limits = {}, requests = {} } = container.resources ?? {}
  const text = kind === 'limits' ? (limits[name] ?? allocatable[name] ?? '0') : (requests[name] ?? limits[name] ?? '0')
  const unit = divisor && divisor !== '0' ? divisor : '1'
  const whole = (amount: bigint, by: bigint): string => `${by === 0n ? 0n : (amount + by - 1n) / by}`
  return name === 'cpu'
    ? whole(quantityMilliValue(text), quantityMilliValue(unit))
    : whole(quantityValue(text), quantityValue(unit))
}
