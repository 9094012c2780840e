// Addresses, families and policy of a service, and how they fit each other.
// k8s: pkg/apis/core/validation/validation.go ValidateServiceClusterIPsRelatedFields
import { duplicate, invalid, notSupported, path, required, type FieldError } from '../../api/field-errors.ts'
import { parseIp, validateLegacyIp } from '../../api/ip-address.ts'
import type { ServiceSpec } from '../../generated/types.ts'
import { isHeadless } from './kind.ts'

const families = ['IPv4', 'IPv6']
const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack']
const specPath = path('spec')
const addressesPath = specPath.child('clusterIPs')

/** @param old the spec that stands; its addresses need not be valid again. */
export function validateClusterIps(spec: ServiceSpec, old: ServiceSpec | undefined): FieldError[] {
  if (spec.type === 'ExternalName') return []
  const addresses = spec.clusterIPs ?? []
  const errors = [...primaryErrors(spec), ...familyErrors(spec)]
  let broken = false
  for (const [index, ip] of addresses.entries()) {
    if (index === 0 && ip === 'None') {
      if (addresses.length === 1) continue
      broken = true
      errors.push(invalid(addressesPath, addresses, "'None' must be the first and only value"))
      continue
    }
    const faults = validateLegacyIp(addressesPath.index(index), ip, old?.clusterIPs ?? [])
    broken ||= faults.length > 0
    errors.push(...faults)
  }
  if (addresses.length > 2) errors.push(invalid(addressesPath, addresses, 'may only hold up to 2 values'))
  return broken ? errors : [...errors, ...pairingErrors(spec)]
}

function primaryErrors(spec: ServiceSpec): FieldError[] {
  const addresses = spec.clusterIPs ?? []
  if (!spec.clusterIP) {
    if (addresses.length === 0) return []
    return [invalid(addressesPath, addresses, 'must be empty when `clusterIP` is not specified')]
  }
  if (addresses.length === 0) return [required(addressesPath)]
  return addresses[0] === spec.clusterIP
    ? []
    : [invalid(addressesPath, addresses, 'first value must match `clusterIP`')]
}

function familyErrors(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [index, family] of (spec.ipFamilies ?? []).entries()) {
    const at = specPath.child('ipFamilies').index(index)
    if (!families.includes(family)) errors.push(notSupported(at, family, families))
    if (seen.has(family)) errors.push(duplicate(at, family))
    seen.add(family)
  }
  const policy = spec.ipFamilyPolicy
  if (policy !== undefined && !policies.includes(policy)) {
    errors.push(notSupported(specPath.child('ipFamilyPolicy'), policy, policies))
  }
  return errors
}

function pairingErrors(spec: ServiceSpec): FieldError[] {
  const addresses = spec.clusterIPs ?? []
  const errors: FieldError[] = []
  const kinds = addresses.map((ip) => parseIp(ip)?.family)
  if (addresses.length > 1 && !(kinds.includes('IPv4') && kinds.includes('IPv6'))) {
    errors.push(invalid(addressesPath, addresses, 'may specify no more than one IP for each IP family'))
  }
  if (isHeadless(spec)) return errors
  for (const [index, ip] of addresses.entries()) {
    const wanted = spec.ipFamilies?.[index]
    if (wanted === undefined) break
    const mismatch = wanted === 'IPv4' ? kinds[index] === 'IPv6' : wanted === 'IPv6' && kinds[index] !== 'IPv6'
    if (!mismatch) continue
    const sentence = `expected an ${wanted} value as indicated by \`ipFamilies[${index}]\``
    errors.push(invalid(addressesPath.index(index), ip, sentence))
  }
  return errors
}
