// Requests and limits. k8s: pkg/apis/core/validation/validation.go validateResourceRequirements
import {
  duplicate,
  forbidden,
  invalid,
  notFound,
  required,
  type FieldError,
  type FieldPath,
} from '../../api/field-errors.ts'
import { canonicalQuantity, compareQuantities, quantityMilliValue } from '../../api/quantity.ts'
import type { ResourceClaim, ResourceRequirements } from '../../generated/types.ts'
import { validateLabel } from '../volume-source/rules.ts'
import { canOvercommit, isHugePages, isWhole, isWholePages } from './resource-names.ts'

type Amounts = { [name: string]: string }

/**
 * Every fault of one set of requests and limits.
 * @param validateName the rule for names here: a container's or a pod's.
 * @param podClaims names in the pod's resourceClaims.
 */
export function validateResources(
  resources: ResourceRequirements,
  validateName: (name: string, at: FieldPath) => FieldError[],
  podClaims: ReadonlySet<string>,
  at: FieldPath,
): FieldError[] {
  const limits = resources.limits ?? {}
  const requests = resources.requests ?? {}
  const named = [...Object.keys(limits), ...Object.keys(requests)]
  const errors = validateAmounts(limits, validateName, at.child('limits'))
  for (const [name, amount] of Object.entries(requests)) {
    errors.push(...validateAmounts({ [name]: amount }, validateName, at.child('requests'), false))
    errors.push(...validateAgainstLimit(name, amount, limits, at))
    errors.push(...validatePages(name, amount, at.child('requests').key(name)))
  }
  if (named.some(isHugePages) && !named.includes('cpu') && !named.includes('memory')) {
    errors.push(forbidden(at, 'HugePages require cpu or memory'))
  }
  return [...errors, ...validateClaims(resources.claims ?? [], podClaims, at.child('claims'))]
}

function validateAmounts(
  amounts: Amounts,
  validateName: (name: string, at: FieldPath) => FieldError[],
  at: FieldPath,
  pages = true,
): FieldError[] {
  return Object.entries(amounts).flatMap(([name, amount]) => {
    const own = at.key(name)
    return [
      ...validateName(name, own),
      ...validateAmount(name, amount, own),
      ...(pages ? validatePages(name, amount, own) : []),
    ]
  })
}

/** Not negative, and whole where parts make no sense. k8s: ValidateResourceQuantityValue */
function validateAmount(name: string, amount: string, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  if (compareQuantities(amount, '0') < 0) {
    errors.push(invalid(at, canonicalQuantity(amount), 'must be greater than or equal to 0'))
  }
  if (isWhole(name) && quantityMilliValue(amount) % 1000n !== 0n) errors.push(invalid(at, amount, 'must be an integer'))
  return errors
}

function validatePages(name: string, amount: string, at: FieldPath): FieldError[] {
  if (!isHugePages(name) || isWholePages(name, amount)) return []
  const written = canonicalQuantity(amount)
  return [invalid(at, written, `${written} is not positive integer multiple of ${name}`)]
}

// The comparison stands at the list of requests, not at its entry, as in Kubernetes.
function validateAgainstLimit(name: string, amount: string, limits: Amounts, at: FieldPath): FieldError[] {
  const limit = limits[name]
  if (limit === undefined) {
    const rule = 'Limit must be set for non overcommitable resources'
    return canOvercommit(name) ? [] : [required(at.child('limits'), rule)]
  }
  const order = compareQuantities(amount, limit)
  const shown = `${name} limit of ${canonicalQuantity(limit)}`
  const requests = at.child('requests')
  if (order !== 0 && !canOvercommit(name)) {
    return [invalid(requests, canonicalQuantity(amount), `must be equal to ${shown}`)]
  }
  return order > 0 ? [invalid(requests, canonicalQuantity(amount), `must be less than or equal to ${shown}`)] : []
}

function validateClaims(claims: ResourceClaim[], podClaims: ReadonlySet<string>, at: FieldPath): FieldError[] {
  const seen = new Set<string>()
  return claims.flatMap(({ name, request }, index) => {
    const own = at.index(index)
    if (!name) return [required(own)]
    const errors: FieldError[] = []
    if (seen.has(name)) errors.push(duplicate(own, name))
    else {
      if (request) errors.push(...validateLabel(request, own.child('request')))
      const key = request ? `${name}/${request}` : name
      if (seen.has(key)) errors.push(duplicate(own, key))
      else if (!request) {
        const overlaps = [...seen].filter((other) => other.startsWith(`${name}/`))
        errors.push(...overlaps.map(() => duplicate(own, name)))
      }
      seen.add(key)
    }
    if (!podClaims.has(name)) {
      const known = podClaims.size === 0 ? ' which is empty' : `: ${[...podClaims].toSorted().join(', ')}`
      errors.push({ ...notFound(own, name), detail: `must be one of the names in pod.spec.resourceClaims${known}` })
    }
    return errors
  })
}
