// What an object counts against a quota, and which quotas it falls under. k8s: pkg/quota/v1/evaluator/core/registry.go
import type { KubeObject, ResourceRef } from '../object.ts'
import { qualifiedName } from '../object.ts'
import type { ResourceQuota, ScopedResourceSelectorRequirement } from '../../generated/types.ts'
import type { ResourceAmounts } from './amounts.ts'
import { claimEvaluator } from './claims.ts'
import { podEvaluator } from './pods.ts'
import { serviceEvaluator } from './services.ts'

export interface QuotaEvaluator<T extends KubeObject = KubeObject> {
  usage(object: T, nowMs: number): ResourceAmounts
  /** Those of the names that this resource can use up. */
  counted(names: readonly string[]): string[]
  /** By default objects are in no scope. */
  inScope?(object: T, scope: ScopedResourceSelectorRequirement): boolean
  /** What the object has to say for these to be counted; undefined when it says it. */
  missing?(object: T, names: readonly string[]): string | undefined
  /** Does an update count too? By default only what is created does. */
  countsUpdate?(object: T, old: T): boolean
}

/** How many there are also has an old name. */
const aliases: Record<string, string> = {
  configmaps: 'configmaps',
  resourcequotas: 'resourcequotas',
  replicationcontrollers: 'replicationcontrollers',
  secrets: 'secrets',
}

const special: Record<string, QuotaEvaluator<never>> = {
  pods: podEvaluator,
  services: serviceEvaluator,
  persistentvolumeclaims: claimEvaluator,
}

/** How a resource counts; undefined for events, which are never counted. */
export function evaluatorOf(ref: ResourceRef): QuotaEvaluator | undefined {
  if (ref.plural === 'events') return undefined
  const found = ref.group === '' ? special[ref.plural] : undefined
  return (found as QuotaEvaluator | undefined) ?? counter(ref)
}

function counter(ref: ResourceRef): QuotaEvaluator {
  const alias = ref.group === '' ? aliases[ref.plural] : undefined
  const names = [`count/${qualifiedName(ref)}`, ...(alias ? [alias] : [])]
  const one = Object.fromEntries(names.map((name) => [name, '1']))
  return { usage: () => one, counted: (asked) => asked.filter((name) => names.includes(name)) }
}

/** Every scope that a quota asks for, in the long form. */
function scopesOf({ spec = {} }: ResourceQuota): ScopedResourceSelectorRequirement[] {
  const named = (spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' }))
  return [...named, ...(spec.scopeSelector?.matchExpressions ?? [])]
}

/** Is the object in all scopes of the quota? */
export function matchesScopes(evaluator: QuotaEvaluator, quota: ResourceQuota, object: KubeObject): boolean {
  return scopesOf(quota).every((scope) => evaluator.inScope?.(object, scope) ?? false)
}
