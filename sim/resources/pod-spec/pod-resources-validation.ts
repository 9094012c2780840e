// Requests and limits of a pod as a whole. k8s: pkg/apis/core/validation/validation.go validatePodResources
import { forbidden, invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { canonicalQuantity, compareQuantities, formatQuantity } from '../../api/quantity.ts'
import type { PodSpec, ResourceRequirements } from '../../generated/types.ts'
import { aggregateResources } from '../../api/aggregate-resources.ts'
import { isHugePages, validatePodResourceName } from './resource-names.ts'
import { validateResources } from './resources-validation.ts'

/** Every fault of `spec.resources`. @param at its path. */
export function validatePodResources(spec: PodSpec, at: FieldPath): FieldError[] {
  const { resources } = spec
  if (!resources) return []
  if (spec.os?.name === 'windows') return [forbidden(at, 'may not be set for a windows pod')]
  const claims = new Set((spec.resourceClaims ?? []).map(({ name }) => name).filter(Boolean))
  return [
    ...(resources.claims ? [forbidden(at.child('claims'), 'claims may not be set for Resources at pod-level')] : []),
    ...validateResources(resources, validatePodResourceName, claims, at),
    ...validateConsistency(spec, resources, at),
  ]
}

function validateConsistency(spec: PodSpec, resources: ResourceRequirements, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  for (const [name, sum] of aggregateResources(spec, 'requests')) {
    const own = resources.requests?.[name]
    if (own === undefined || compareQuantities(sum, own) <= 0) continue
    const rule = `must be greater than or equal to aggregate container requests of ${formatQuantity(sum)}`
    errors.push(invalid(at.child('requests').key(name), canonicalQuantity(own), rule))
  }
  for (const [name, sum] of aggregateResources(spec, 'limits')) {
    const own = resources.limits?.[name]
    if (!isHugePages(name) || own === undefined || compareQuantities(sum, own) <= 0) continue
    const rule = `must be greater than or equal to aggregate container limits of ${formatQuantity(sum)}`
    errors.push(invalid(at.child('limits').key(name), canonicalQuantity(own), rule))
  }
  for (const [index, container] of (spec.containers ?? []).entries()) {
    for (const [name, limit] of Object.entries(container.resources?.limits ?? {})) {
      const own = resources.limits?.[name]
      if (own === undefined || compareQuantities(limit, own) <= 0) continue
      const path = at.child('containers').index(index).key(name).child('limits')
      errors.push(
        invalid(
          path,
          canonicalQuantity(limit),
          `must be less than or equal to pod limits of ${canonicalQuantity(own)}`,
        ),
      )
    }
  }
  return errors
}
