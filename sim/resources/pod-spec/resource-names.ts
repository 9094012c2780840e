// Which names of resources stand for what. k8s: pkg/apis/core/helper/helpers.go, pkg/apis/core/validation/validation.go
import { invalid, notSupported, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { qualifiedKey } from '../../api/names.ts'
import { parseQuantity, quantityMilliValue, quantityValue, QuantityError } from '../../api/quantity.ts'
import type { QuantityLike } from '../../api/quantity.ts'
import { validateByRule } from './name-validation.ts'

const hugePagesPrefix = 'hugepages-'
const containerResources = ['cpu', 'memory', 'ephemeral-storage']
const countedResources = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]
const standardResources = [
  ...containerResources,
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  ...countedResources,
  'storage',
  'requests.storage',
]

/** Pages of a fixed size, as `hugepages-2Mi`. */
export function isHugePages(name: string): boolean {
  return name.startsWith(hugePagesPrefix)
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

/** Can more be promised than there is? Not of huge pages nor of what a device plugin offers. */
export function canOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name)
}

/** Of a vendor's own making, as `example.com/gpu`. */
function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedKey(`requests.${name}`).length === 0
}

/** Counted in whole units. */
export function isWhole(name: string): boolean {
  return countedResources.includes(name) || isExtended(name)
}

/** k8s: validateContainerResourceName */
export function validateContainerResourceName(name: string, at: FieldPath): FieldError[] {
  const errors = validateResourceName(name, at)
  if (!name.includes('/')) {
    const known = containerResources.includes(name) || isHugePages(name)
    return known ? errors : [...errors, invalid(at, name, 'must be a standard resource for containers')]
  }
  if (isNative(name) || isExtended(name)) return errors
  return [...errors, invalid(at, name, "doesn't follow extended resource name standard")]
}

/** What a quota may count. k8s: ValidateResourceQuotaResourceName */
export function validateQuotaResourceName(name: string, at: FieldPath): FieldError[] {
  const errors = validateResourceName(name, at)
  if (name.includes('/') || isQuotaResource(name)) return errors
  return [...errors, invalid(at, name, 'must be a standard resource for quota')]
}

/** k8s: helper.IsStandardQuotaResourceName */
export function isQuotaResource(name: string): boolean {
  return (standardResources.includes(name) && name !== 'storage') || /^(requests\.)?hugepages-/.test(name)
}

/** k8s: validatePodResourceName */
export function validatePodResourceName(name: string, at: FieldPath): FieldError[] {
  const errors = validateResourceName(name, at)
  if (errors.length > 0 || ['cpu', 'memory'].includes(name) || isHugePages(name)) return errors
  return [notSupported(at, name, ['cpu', 'hugepages-', 'memory'])]
}

/** k8s: validateResourceName */
export function validateResourceName(name: string, at: FieldPath): FieldError[] {
  const errors = validateByRule(name, qualifiedKey, at)
  if (errors.length > 0 || name.includes('/')) return errors
  const known = standardResources.includes(name) || /^(requests\.)?hugepages-/.test(name)
  return known ? [] : [invalid(at, name, 'must be a standard resource type or fully qualified')]
}

/** Is `quantity` a number of whole pages of the size that `name` says? k8s: IsHugePageResourceValueDivisible */
export function isWholePages(name: string, quantity: QuantityLike): boolean {
  try {
    const size = parseQuantity(name.slice(hugePagesPrefix.length))
    if (size.mantissa <= 0n || quantityMilliValue(size) % 1000n !== 0n) return false
    return quantityValue(quantity) % quantityValue(size) === 0n
  } catch (error) {
    if (error instanceof QuantityError) return false
    throw error
  }
}
