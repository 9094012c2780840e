// The quality of service class that a pod earns by its requests and limits. k8s: pkg/apis/core/helper/qos/qos.go
import { addQuantities, compareQuantities, type QuantityLike } from './quantity.ts'
import type { PodSpec, ResourceRequirements } from '../generated/types.ts'

const counted = ['cpu', 'memory']

/** Guaranteed: every container limits cpu and memory and asks for just that; BestEffort: none asks for anything; else Burstable. */
export function qosClass(spec: PodSpec): string {
  const all = spec.resources
    ? [spec.resources]
    : [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((container) => container.resources ?? {})
  const requests = counted.map((name) => total(all, 'requests', name))
  const limits = counted.map((name) => total(all, 'limits', name))
  if ([...requests, ...limits].every(isNothing)) return 'BestEffort'
  const bound = all.every((one) => counted.every((name) => !isNothing(one.limits?.[name] ?? '0')))
  const equal = counted.every((_, index) => compareQuantities(requests[index]!, limits[index]!) === 0)
  return bound && equal ? 'Guaranteed' : 'Burstable'
}

function total(all: ResourceRequirements[], list: 'requests' | 'limits', name: string): QuantityLike {
  return all.reduce<QuantityLike>((sum, one) => addQuantities(sum, one[list]?.[name] ?? '0'), '0')
}

function isNothing(amount: QuantityLike): boolean {
  return compareQuantities(amount, '0') <= 0
}
