// What a service of each type needs. k8s: pkg/api/service/util.go, pkg/registry/core/service/{storage/storage.go,strategy.go}
import type { ServiceSpec } from '../../generated/types.ts'

/** An address inside the cluster (`None` included). */
export function needsClusterIp(spec: ServiceSpec): boolean {
  return spec.type !== 'ExternalName'
}

/** A port on every node, given by the cluster. */
export function needsNodePort(spec: ServiceSpec): boolean {
  return spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)
}

/** May its ports open on nodes, by themselves or because the user says so? */
export function mayHaveNodePorts({ type }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer'
}

/** A port on which nodes tell a load balancer whether they have a pod of it. */
export function needsHealthCheck(spec: ServiceSpec): boolean {
  return spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local'
}

/** Can anything outside the cluster reach it? */
export function isExternallyAccessible(spec: ServiceSpec): boolean {
  if (spec.type === 'LoadBalancer' || spec.type === 'NodePort') return true
  return spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0
}

/** Without an address of its own: clients get those of its pods. */
export function isHeadless(spec: ServiceSpec): boolean {
  return spec.clusterIPs?.length === 1 && spec.clusterIPs[0] === 'None'
}

/** Are two lists equal, absent and empty alike? */
export function sameList(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  const [left, right] = [a ?? [], b ?? []]
  return left.length === right.length && left.every((item, index) => item === right[index])
}
