// Addresses in a spelling that Kubernetes means to refuse one day. k8s: apimachinery/pkg/util/validation/ip.go GetWarningsForIP
import type { FieldPath } from '../../../api/field-errors.ts'
import { formatIp, parseIp } from '../../../api/ip-address.ts'

/** Nothing for what is no address: validation says that. */
export function ipWarnings(text: string, at: FieldPath): string[] {
  const address = parseIp(text)
  if (!address) return []
  const canonical = formatIp(address)
  const shown = JSON.stringify(text)
  if (address.leadingZeros || address.mapped) {
    const use = JSON.stringify(canonical)
    return [
      `${String(at)}: non-standard IP address ${shown} will be considered invalid in a future Kubernetes release: use ${use}`,
    ]
  }
  if (address.family === 'IPv4' || canonical === text) return []
  return [`${String(at)}: IPv6 address ${shown} should be in RFC 5952 canonical format (${JSON.stringify(canonical)})`]
}
