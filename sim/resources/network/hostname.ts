// The name that a load balancer answers by. k8s: pkg/apis/core/validation/validation.go ValidateLoadBalancerStatus
import { invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { parseIp } from '../../api/ip-address.ts'
import { dns1123Subdomain } from '../../api/names.ts'

/** A name, when there is one; an address is none. */
export function validateHostname(hostname: string, at: FieldPath): FieldError[] {
  if (hostname === '') return []
  const errors = dns1123Subdomain(hostname).map((sentence) => invalid(at, hostname, sentence))
  return parseIp(hostname) ? [...errors, invalid(at, hostname, 'must be a DNS name, not an IP address')] : errors
}
