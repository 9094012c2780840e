// Advice about addresses that are well formed for now. k8s: apimachinery/pkg/util/validation/ip.go GetWarningsForIP, GetWarningsForCIDR
import type { FieldPath } from '../../api/field-errors.ts'
import { formatIp, networkOf, parseCidr, parseIp } from '../../api/ip-address.ts'

/** Warnings about one address; none about what is no address at all. */
export function ipWarnings(at: FieldPath, value: string): string[] {
  const address = parseIp(value)
  if (!address) return []
  const canonical = formatIp(address)
  if (address.leadingZeros || address.mapped) {
    const use = `will be considered invalid in a future Kubernetes release: use "${canonical}"`
    return [`${at.toString()}: non-standard IP address "${value}" ${use}`]
  }
  if (address.family === 'IPv4' || canonical === value) return []
  return [`${at.toString()}: IPv6 address "${value}" should be in RFC 5952 canonical format ("${canonical}")`]
}

/** Warnings about one range. */
export function cidrWarnings(at: FieldPath, value: string): string[] {
  const range = parseCidr(value)
  if (!range) return []
  const { address, prefix } = range
  const network = networkOf(range)
  const shortest = address.mapped ? prefix - 96 : prefix
  const masked = `${formatIp({ bytes: network })}/${shortest}`
  const warnings: string[] = []
  if (network.some((byte, index) => byte !== address.bytes[index])) {
    const single = `${formatIp(address)}/${address.bytes.length * 8}`
    warnings.push(
      `${at.toString()}: CIDR value "${value}" is ambiguous in this context (should be "${masked}" or "${single}"?)`,
    )
  }
  if (range.leadingZeros || address.mapped) {
    const use = `will be considered invalid in a future Kubernetes release: use "${masked}"`
    warnings.push(`${at.toString()}: non-standard CIDR value "${value}" ${use}`)
  }
  const canonical = `${formatIp(address)}/${prefix}`
  if (warnings.length === 0 && address.family === 'IPv6' && canonical !== value) {
    warnings.push(
      `${at.toString()}: IPv6 CIDR value "${value}" should be in RFC 5952 canonical format ("${canonical}")`,
    )
  }
  return warnings
}
