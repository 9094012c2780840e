// Devices that a pod claims. k8s: pkg/apis/core/validation/validation.go validatePodResourceClaim
import { duplicate, invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { internalJson } from '../../api/internal-json.ts'
import type { PodResourceClaim } from '../../generated/types.ts'
import { validateLabel, validateSubdomain } from '../volume-source/rules.ts'

/** Every fault of `spec.resourceClaims`. */
export function validateResourceClaims(claims: PodResourceClaim[], at: FieldPath): FieldError[] {
  const names = new Set<string>()
  return claims.flatMap((claim, index) => {
    const own = at.index(index)
    const { name, resourceClaimName: claimName, resourceClaimTemplateName: templateName } = claim
    const errors: FieldError[] = []
    if (!name) errors.push(required(own.child('name')))
    else if (names.has(name)) errors.push(duplicate(own.child('name'), name))
    else errors.push(...validateLabel(name, own.child('name')))
    names.add(name)
    const shown = internalJson(claim, 'PodResourceClaim')
    if (claimName !== undefined && templateName !== undefined) {
      const rule = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'
      errors.push(invalid(own, shown, rule))
    }
    if (claimName === undefined && templateName === undefined) {
      errors.push(invalid(own, shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'))
    }
    if (claimName !== undefined) errors.push(...validateSubdomain(claimName, own.child('resourceClaimName')))
    if (templateName !== undefined)
      errors.push(...validateSubdomain(templateName, own.child('resourceClaimTemplateName')))
    return errors
  })
}
