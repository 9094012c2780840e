// The quality of service class that a pod earns by its requests and limits. k8s: pkg/apis/core/helper/qos/qos.go
import type { PodSpec, ResourceRequirements } from '../../generated/types.ts'

const resources = ['cpu', 'memory']

/** Guaranteed: every container limits cpu and memory and asks for just that; BestEffort: none asks for anything; else Burstable. */
export function qosClass(spec: PodSpec): string {
  const all = spec.resources
    ? [spec.resources]
    : [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((container) => container.resources ?? {})
  if (all.every((one) => resources.every((name) => isZero(one.requests?.[name]) && isZero(one.limits?.[name])))) {
    return 'BestEffort'
  }
  return all.every(isGuaranteed) ? 'Guaranteed' : 'Burstable'
}

// Requests are never above limits, so the sums are equal only when each pair is.
function isGuaranteed({ limits, requests }: ResourceRequirements): boolean {
  return resources.every((name) => !isZero(limits?.[name]) && requests?.[name] === limits?.[name])
}

function isZero(quantity: string | undefined): boolean {
  return quantity === undefined || quantity === '0'
}
