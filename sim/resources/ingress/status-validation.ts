// What an ingress controller may answer. k8s: pkg/apis/networking/validation/validation.go ValidateIngressLoadBalancerStatus
import { path, type FieldError } from '../../api/field-errors.ts'
import { validateLegacyIp } from '../../api/ip-address.ts'
import type { Ingress } from '../../generated/types.ts'
import { validateHostname } from '../network/hostname.ts'

/** Every fault of the status that is sent. */
export function validateIngressStatus(ingress: Ingress, old: Ingress): FieldError[] {
  const kept = (old.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip || [])
  return (ingress.status?.loadBalancer?.ingress ?? []).flatMap(({ ip = '', hostname = '' }, index) => {
    const at = path('status.loadBalancer.ingress').index(index)
    const errors = ip === '' ? [] : validateLegacyIp(at.child('ip'), ip, kept)
    return [...errors, ...validateHostname(hostname, at.child('hostname'))]
  })
}
