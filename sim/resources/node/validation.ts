// What a node may say. k8s: pkg/apis/core/validation/validation.go ValidateNode
import { duplicate, invalid, path, type FieldError } from '../../api/field-errors.ts'
import { parseCidr, validateLegacyCidr } from '../../api/ip-address.ts'
import { byteLength } from '../../api/names.ts'
import { compareQuantities, formatQuantity, parseQuantity, quantityMilliValue } from '../../api/quantity.ts'
import type { Node } from '../../generated/types.ts'
import { validateTaints } from './taint-validation.ts'

/** Every fault of a node, besides its metadata's. */
export function validateNode(node: Node): FieldError[] {
  const swap = node.status?.nodeInfo?.swap?.capacity
  return [
    ...validateTaints(node.spec?.taints ?? []),
    ...validateNodeResources(node),
    ...(swap !== undefined && swap <= 0
      ? [invalid('metadata.nodeSwapStatus.capacity', swap, 'must be greater than zero')]
      : []),
    ...validateDeclaredFeatures(node),
    ...podRangeErrors(node.spec?.podCIDRs ?? []),
  ]
}

/** Capacity and what is left of it for pods. k8s: ValidateNodeResources */
export function validateNodeResources({ status = {} }: Node): FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((list) =>
    Object.entries(status[list] ?? {}).flatMap(([name, amount]) => {
      const at = path('status').child(list, name)
      const shown = formatQuantity(parseQuantity(amount))
      const errors: FieldError[] = []
      if (compareQuantities(amount, '0') < 0) errors.push(invalid(at, shown, 'must be greater than or equal to 0'))
      if (isWhole(name) && quantityMilliValue(amount) % 1000n !== 0n) {
        errors.push(invalid(at, shown, 'must be an integer'))
      }
      return errors
    }),
  )
}

/** Pods and extended resources come in ones. k8s: helper.IsIntegerResourceName */
function isWhole(name: string): boolean {
  if (name === 'pods') return true
  return name.includes('/') && !/(^|\.)kubernetes\.io\//.test(name) && !name.startsWith('requests.')
}

/** k8s: validateNodeDeclaredFeatures */
export function validateDeclaredFeatures({ status }: Node): FieldError[] {
  const features = status?.declaredFeatures ?? []
  return features.flatMap((feature, index) => {
    const at = path('status.declaredFeatures')
    const fault = featureFault(feature)
    const errors = fault ? [invalid(at.index(index), feature, fault)] : []
    const next = features[index + 1]
    if (next === undefined || feature < next) return errors
    const nextPath = at.index(index + 1)
    return [
      ...errors,
      feature === next ? duplicate(nextPath, next) : invalid(nextPath, next, 'list must be sorted alphabetically'),
    ]
  })
}

function featureFault(feature: string): string | undefined {
  if (byteLength(feature) > 253) return `invalid feature name "${feature}": must be no more than 253 characters`
  if (/^([A-Z][A-Za-z0-9]*)(\/[A-Za-z][A-Za-z0-9]*)*$/.test(feature)) return undefined
  return `invalid feature name "${feature}": must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes`
}

function podRangeErrors(ranges: string[]): FieldError[] {
  const at = path('spec.podCIDRs')
  const errors = ranges.flatMap((range, index) => validateLegacyCidr(at.index(index), range))
  if (ranges.length < 2) return errors
  const broken = ranges.findIndex((range) => !parseCidr(range))
  if (broken !== -1) {
    const why = `invalid CIDR[${broken}]: <nil> (invalid CIDR address: ${ranges[broken]})`
    const detail = `invalid PodCIDRs. failed to check with dual stack with error:${why}`
    errors.push({ type: 'Internal error', field: at.toString(), detail })
  }
  const families = ranges.map((range) => parseCidr(range)?.address.family)
  if (ranges.length === 2 && families.includes('IPv4') && families.includes('IPv6')) return errors
  return [...errors, invalid(at, ranges, 'may specify no more than one CIDR for each IP family')]
}
