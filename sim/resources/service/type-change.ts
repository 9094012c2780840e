// What a service keeps and loses when its type changes. k8s: pkg/registry/core/service/strategy.go dropTypeDependentFields,
// storage/storage.go patchAllocatedValues and normalizeClusterIPs
import type { Service, ServiceSpec } from '../../generated/types.ts'
import {
  isExternallyAccessible,
  mayHaveNodePorts,
  needsClusterIp,
  needsHealthCheck,
  needsNodePort,
  sameList,
} from './kind.ts'

/** An update that leaves allocated values out keeps them. */
export function keepAllocated(spec: ServiceSpec, old: ServiceSpec): void {
  if (needsClusterIp(old) && needsClusterIp(spec)) {
    if (!spec.clusterIP && old.clusterIP) spec.clusterIP = old.clusterIP
    if (!spec.clusterIPs?.length && old.clusterIPs?.length) spec.clusterIPs = [...old.clusterIPs]
  }
  if (needsNodePort(old) && needsNodePort(spec)) keepNodePorts(spec, old)
  if (needsHealthCheck(old) && needsHealthCheck(spec) && !spec.healthCheckNodePort && old.healthCheckNodePort) {
    spec.healthCheckNodePort = old.healthCheckNodePort
  }
}

function keepNodePorts(spec: ServiceSpec, old: ServiceSpec): void {
  const used = (of: ServiceSpec): Set<number> => new Set((of.ports ?? []).flatMap(({ nodePort }) => nodePort || []))
  const inBoth = used(old).intersection(used(spec))
  const byName = new Map((old.ports ?? []).map(({ name, nodePort }) => [name ?? '', nodePort]))
  for (const port of spec.ports ?? []) {
    const before = byName.get(port.name ?? '')
    if (!port.nodePort && before && !inBoth.has(before)) port.nodePort = before
  }
}

/** `clusterIP` and the first of `clusterIPs` are one thing: whichever the user changed moves the other. */
export function syncClusterIps(spec: ServiceSpec, old?: ServiceSpec): void {
  if (!old) {
    if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP]
    return
  }
  if (old.clusterIPs?.length && !spec.clusterIPs?.length && (old.clusterIP ?? '') === (spec.clusterIP ?? '')) {
    spec.clusterIPs = [...old.clusterIPs]
  }
  if ((old.clusterIP ?? '') === (spec.clusterIP ?? '') || !sameList(old.clusterIPs, spec.clusterIPs)) return
  if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP]
  else delete spec.clusterIPs
}

/** Values that only the old type had go away by themselves, unless the user changed them in the same breath. */
export function dropWhatTheTypeLost(service: Service, oldService: Service): void {
  const spec = (service.spec ??= {})
  const old = oldService.spec ?? {}
  const lost = (needs: (of: ServiceSpec) => boolean): boolean => needs(old) && !needs(spec)
  if (lost(needsClusterIp)) {
    if ((old.clusterIP ?? '') === (spec.clusterIP ?? '') && sameList(old.clusterIPs, spec.clusterIPs)) {
      delete spec.clusterIP
      delete spec.clusterIPs
    }
    if (sameList(old.ipFamilies, spec.ipFamilies)) delete spec.ipFamilies
    if (old.ipFamilyPolicy === spec.ipFamilyPolicy) delete spec.ipFamilyPolicy
  }
  if (lost(mayHaveNodePorts) && noNewNodePort(spec, old)) for (const port of spec.ports ?? []) delete port.nodePort
  if (lost(needsHealthCheck) && old.healthCheckNodePort === spec.healthCheckNodePort) delete spec.healthCheckNodePort
  if (lost(({ type }) => type === 'LoadBalancer')) {
    if (old.allocateLoadBalancerNodePorts === spec.allocateLoadBalancerNodePorts) {
      delete spec.allocateLoadBalancerNodePorts
    }
    if (old.loadBalancerClass === spec.loadBalancerClass) delete spec.loadBalancerClass
  }
  if (lost(isExternallyAccessible) && old.externalTrafficPolicy === spec.externalTrafficPolicy) {
    delete spec.externalTrafficPolicy
  }
  if (spec.type !== 'LoadBalancer') service.status = { ...service.status, loadBalancer: {} }
}

function noNewNodePort(spec: ServiceSpec, old: ServiceSpec): boolean {
  const numbers = (of: ServiceSpec): number[] => (of.ports ?? []).flatMap(({ nodePort }) => nodePort || [])
  const before = new Set(numbers(old))
  return numbers(spec).every((port) => before.has(port))
}
