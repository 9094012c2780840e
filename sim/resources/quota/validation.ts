// What a ResourceQuota may say. k8s: pkg/apis/core/validation/validation.go ValidateResourceQuota
import { invalid, path, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { canonicalQuantity, compareQuantities, quantityMilliValue } from '../../api/quantity.ts'
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '../../generated/types.ts'
import { isQuotaResource, isWhole, validateQuotaResourceName } from '../pod-spec/resource-names.ts'

const podScopes = ['Terminating', 'NotTerminating', 'NotBestEffort', 'PriorityClass', 'CrossNamespacePodAffinity']
const scopes = [...podScopes, 'BestEffort', 'VolumeAttributesClass']
const existing = ['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'CrossNamespacePodAffinity']
const compute = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory']
const opposites = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
]

/** Every fault of a quota's spec. */
export function validateQuotaSpec(spec: ResourceQuotaSpec): FieldError[] {
  const at = path('spec')
  return [
    ...validateAmounts(spec.hard, at.child('hard')),
    ...validateScopes(spec, at.child('scopes')),
    ...validateSelector(spec, at.child('scopeSelector').child('matchExpressions')),
  ]
}

/** Every fault of a quota's status. */
export function validateQuotaStatus({ status = {} }: ResourceQuota): FieldError[] {
  const at = path('status')
  return [...validateAmounts(status.hard, at.child('hard')), ...validateAmounts(status.used, at.child('used'))]
}

/** Scopes are for ever. */
export function validateQuotaUpdate({ spec = {} }: ResourceQuota, old: ResourceQuota): FieldError[] {
  const known = new Set(old.spec?.scopes ?? [])
  const asked = new Set(spec.scopes ?? [])
  if (known.size === asked.size && [...asked].every((scope) => known.has(scope))) return []
  return [invalid(path('spec').child('scopes'), spec.scopes ?? null, 'field is immutable')]
}

function validateAmounts(amounts: Record<string, string> = {}, at: FieldPath): FieldError[] {
  return Object.entries(amounts).flatMap(([name, amount]) => {
    const own = at.key(name)
    const errors = validateQuotaResourceName(name, own)
    const shown = canonicalQuantity(amount)
    if (compareQuantities(amount, '0') < 0) errors.push(invalid(own, shown, 'must be greater than or equal to 0'))
    if (isWhole(name) && quantityMilliValue(amount) % 1000n !== 0n) {
      errors.push(invalid(own, shown, 'must be an integer'))
    }
    return errors
  })
}

function validateScopes({ scopes: asked = [], hard = {} }: ResourceQuotaSpec, at: FieldPath): FieldError[] {
  const refuse = (why: string): FieldError => invalid(at, asked, why)
  return [
    ...asked.flatMap((scope) => [
      ...(scopes.includes(scope) ? [] : [refuse('unsupported scope')]),
      ...unsupported(scope, hard).map(() => refuse('unsupported scope applied to resource')),
    ]),
    ...conflicts(asked).map(() => refuse('conflicting scopes')),
  ]
}

function validateSelector(spec: ResourceQuotaSpec, at: FieldPath): FieldError[] {
  const asked = spec.scopeSelector?.matchExpressions ?? []
  return [
    ...asked.flatMap((expression) => validateExpression(expression, spec, at)),
    ...conflicts(asked.map(({ scopeName }) => scopeName)).map(() =>
      invalid(at, spec.scopes ?? null, 'conflicting scopes'),
    ),
  ]
}

function validateExpression(
  { scopeName, operator, values = [] }: ScopedResourceSelectorRequirement,
  spec: ResourceQuotaSpec,
  at: FieldPath,
): FieldError[] {
  const errors: FieldError[] = []
  if (!scopes.includes(scopeName)) errors.push(invalid(at.child('scopeName'), scopeName, 'unsupported scope'))
  for (const _name of unsupported(scopeName, spec.hard ?? {})) {
    errors.push(invalid(at, shownSelector(spec), 'unsupported scope applied to resource'))
  }
  if (existing.includes(scopeName) && operator !== 'Exists') {
    const why =
      "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
    errors.push(invalid(at.child('operator'), operator, why))
  }
  if (operator === 'In' || operator === 'NotIn') {
    const why = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
    if (values.length === 0) errors.push(required(at.child('values'), why))
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const why = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
    if (values.length > 0) errors.push(invalid(at.child('values'), values, why))
  } else errors.push(invalid(at.child('operator'), operator, 'not a valid selector operator'))
  return errors
}

/** As Go prints the internal struct. */
function shownSelector({ scopeSelector }: ResourceQuotaSpec): object {
  const shown = (scopeSelector?.matchExpressions ?? []).map(({ scopeName, operator, values }) => ({
    ScopeName: scopeName,
    Operator: operator,
    Values: values ?? null,
  }))
  return { MatchExpressions: shown }
}

/** Names of `hard` that a scope does not go with. */
function unsupported(scope: string, hard: Record<string, string>): string[] {
  return Object.keys(hard)
    .toSorted()
    .filter((name) => isQuotaResource(name) && !goesWith(scope, name))
}

function goesWith(scope: string, name: string): boolean {
  if (podScopes.includes(scope)) return name === 'pods' || compute.includes(name)
  if (scope === 'BestEffort') return name === 'pods'
  return scope !== 'VolumeAttributesClass' || ['persistentvolumeclaims', 'requests.storage'].includes(name)
}

function conflicts(asked: readonly string[]): string[][] {
  return opposites.filter((pair) => pair.every((scope) => asked.includes(scope)))
}
