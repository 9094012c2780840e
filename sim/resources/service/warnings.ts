// Advice about services. k8s: pkg/api/service/warnings.go
import { path } from '../../api/field-errors.ts'
import type { Service, ServiceSpec } from '../../generated/types.ts'
import { cidrWarnings, ipWarnings } from '../network/address-warnings.ts'

const specPath = path('spec')

/** Warnings about `service`, in the server's order. */
export function serviceWarnings({ metadata, spec = {} }: Service): string[] {
  const hints = 'service.kubernetes.io/topology-aware-hints'
  const addresses = spec.clusterIP && spec.clusterIP !== 'None' ? (spec.clusterIPs ?? []) : []
  const at = (list: string, index: number) => specPath.child(list).index(index)
  return [
    ...(metadata.annotations?.[hints] === undefined
      ? []
      : [`annotation ${hints} is deprecated, please use service.kubernetes.io/topology-mode instead`]),
    ...addresses.flatMap((ip, index) => ipWarnings(at('clusterIPs', index), ip)),
    ...headlessWarnings(spec),
    ...(spec.externalIPs ?? []).flatMap((ip, index) => ipWarnings(at('externalIPs', index), ip)),
    ...(spec.loadBalancerIP ? ipWarnings(specPath.child('loadBalancerIP'), spec.loadBalancerIP) : []),
    ...(spec.loadBalancerSourceRanges ?? []).flatMap((range, index) =>
      cidrWarnings(at('loadBalancerSourceRanges', index), range),
    ),
    ...(spec.type === 'ExternalName' && spec.externalIPs?.length
      ? ['spec.externalIPs is ignored when spec.type is "ExternalName"']
      : []),
    ...(spec.type !== 'ExternalName' && spec.externalName
      ? ['spec.externalName is ignored when spec.type is not "ExternalName"']
      : []),
    ...(spec.trafficDistribution === 'PreferClose'
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ]
}

function headlessWarnings(spec: ServiceSpec): string[] {
  if (spec.type !== 'ClusterIP' || spec.clusterIP !== 'None') return []
  return [
    ...(spec.loadBalancerIP ? ['spec.loadBalancerIP is ignored for headless services'] : []),
    ...(spec.externalIPs?.length ? ['spec.externalIPs is ignored for headless services'] : []),
    ...(spec.sessionAffinity === 'None' ? [] : ['spec.SessionAffinity is ignored for headless services']),
  ]
}
