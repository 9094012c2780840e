// What an autoscaler scales, and how exactly. k8s: pkg/controller/podautoscaler/horizontal.go
import type { ResourceRef } from '../../api/object.ts'
import { quantityMilliValue } from '../../api/quantity.ts'
import type { CrossVersionObjectReference, HorizontalPodAutoscaler } from '../../generated/types.ts'
import type { Tolerances } from './replica-calculator.ts'

/** k8s: --horizontal-pod-autoscaler-tolerance */
const tolerance = 0.1

/** The resource that a reference means. Throws Error in the event's words. */
export function findTarget(
  { apiVersion = '', kind }: CrossVersionObjectReference,
  resources: ResourceRef[],
): ResourceRef {
  if (apiVersion.split('/').length > 2) throw new Error(`unexpected GroupVersion string: ${apiVersion}`)
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : ''
  const found = resources.find((ref) => ref.group === group && ref.kind === kind)
  if (!found) throw new Error(`no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(group)}`)
  return found
}

/** Within these shares of the target nothing is done. */
export function toleranceOf({ spec }: HorizontalPodAutoscaler): Tolerances {
  const { scaleUp, scaleDown } = spec?.behavior ?? {}
  const share = (text: string | undefined): number =>
    text === undefined ? tolerance : Number(quantityMilliValue(text)) / 1000
  return { up: share(scaleUp?.tolerance), down: share(scaleDown?.tolerance) }
}
