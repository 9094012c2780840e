// Does an object fit in the quotas of its namespace? k8s: apiserver/pkg/admission/plugin/resourcequota/controller.go CheckRequest
import { compareQuantities } from '../../api/quantity.ts'
import type { KubeObject, ResourceRef } from '../../api/object.ts'
import { resourceQuotas } from '../../api/refs.ts'
import { addAmounts, amountsText, growth, masked, type ResourceAmounts, withoutZeros } from '../../api/quota/amounts.ts'
import { evaluatorOf, matchesScopes, type QuotaEvaluator } from '../../api/quota/evaluator.ts'
import { forbidden } from '../../api/status.ts'
import type { ResourceQuota } from '../../generated/types.ts'
import type { ClusterView } from '../resource.ts'

/** A quota and what is used of it once the object is there. */
export interface Charge {
  quota: ResourceQuota
  used: ResourceAmounts
}

/** What an object adds to each quota; throws 403 where it does not fit, or does not say what a quota counts. */
export function chargesOf(view: ClusterView, ref: ResourceRef, object: KubeObject, old?: KubeObject): Charge[] {
  const namespace = object.metadata.namespace ?? ''
  const quotas = namespace === '' ? [] : view.list(resourceQuotas, namespace)
  const evaluator = quotas.length > 0 ? evaluatorOf(ref) : undefined
  if (!evaluator || (old && !evaluator.countsUpdate?.(object, old))) return []
  const refuse = (why: string): Error => forbidden(ref, object.metadata.name ?? '', why)
  const concerned = quotas.filter((quota) => concerns(evaluator, quota, object, refuse))
  return concerned.flatMap((quota) => {
    const delta = withoutZeros(deltaOf(evaluator, quota, object, old, view.nowMs))
    const requested = masked(delta, Object.keys(quota.status?.hard ?? {}))
    if (Object.keys(requested).length === 0) return []
    const used = addAmounts(quota.status?.used ?? {}, requested)
    refuseExcess(quota, requested, used, refuse)
    return [{ quota, used }]
  })
}

function concerns(
  evaluator: QuotaEvaluator,
  quota: ResourceQuota,
  object: KubeObject,
  refuse: (why: string) => Error,
): boolean {
  const counted = evaluator.counted(Object.keys(quota.status?.hard ?? {}))
  if (counted.length === 0 || !matchesScopes(evaluator, quota, object)) return false
  const { name } = quota.metadata
  const missing = evaluator.missing?.(object, counted)
  if (missing) throw refuse(`failed quota: ${name}: ${missing}`)
  if (counted.some((resource) => quota.status?.used?.[resource] === undefined)) {
    throw refuse(`status unknown for quota: ${name}, resources: ${counted.toSorted().join(',')}`)
  }
  return true
}

function deltaOf(
  evaluator: QuotaEvaluator,
  quota: ResourceQuota,
  object: KubeObject,
  old: KubeObject | undefined,
  nowMs: number,
): ResourceAmounts {
  const usage = evaluator.usage(object, nowMs)
  return old && matchesScopes(evaluator, quota, old) ? growth(usage, evaluator.usage(old, nowMs)) : usage
}

function refuseExcess(
  { metadata, status }: ResourceQuota,
  requested: ResourceAmounts,
  used: ResourceAmounts,
  refuse: (why: string) => Error,
): void {
  const hard = status?.hard ?? {}
  const exceeded = Object.keys(requested).filter((name) => compareQuantities(used[name]!, hard[name]!) > 0)
  if (exceeded.length === 0) return
  const shown = (amounts: ResourceAmounts): string => amountsText(masked(amounts, exceeded))
  throw refuse(
    `exceeded quota: ${metadata.name}, requested: ${shown(requested)}, used: ${shown(status?.used ?? {})}, limited: ${shown(hard)}`,
  )
}
