// A scope that is about a name: of a priority class, of a class of volume attributes.
// k8s: pkg/apis/core/v1/helper/helpers.go ScopedResourceSelectorRequirementsAsSelector
import type { ScopedResourceSelectorRequirement } from '../../generated/types.ts'

/** @param value the object's own, '' for none */
export function matchesScopeValues(
  { operator, values = [] }: ScopedResourceSelectorRequirement,
  value: string,
): boolean {
  switch (operator) {
    case 'In':
      return value !== '' && values.includes(value)
    case 'NotIn':
      return value === '' || !values.includes(value)
    case 'Exists':
      return value !== ''
    default:
      return value === ''
  }
}
