// Addresses that may stand behind a service. k8s: pkg/apis/core/validation/validation.go ValidateEndpointIP
import { invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { parseIp } from '../../api/ip-address.ts'

/** Refuses addresses that lead nowhere or back to the node itself. */
export function validateEndpointIp(value: string, at: FieldPath): FieldError[] {
  const bytes = parseIp(value)?.bytes
  if (!bytes) return [invalid(at, value, 'must be a valid IP address')]
  const [first = 0, second = 0, third = 0] = bytes
  const v4 = bytes.length === 4
  const zeros = bytes.slice(0, -1).every((byte) => byte === 0)
  const errors: FieldError[] = []
  if (zeros && bytes.at(-1) === 0) errors.push(invalid(at, value, `may not be unspecified (${value})`))
  if (v4 ? first === 127 : zeros && bytes.at(-1) === 1) {
    errors.push(invalid(at, value, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'))
  }
  if (v4 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80) {
    errors.push(invalid(at, value, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'))
  }
  if (v4 ? first === 224 && second === 0 && third === 0 : first === 0xff && (second & 0x0f) === 0x02) {
    errors.push(invalid(at, value, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'))
  }
  return errors
}
