// What only services of type LoadBalancer may say, and what their load balancer may answer.
// k8s: pkg/apis/core/validation/validation.go validateService, ValidateLoadBalancerStatus
import { forbidden, invalid, notSupported, path, required, type FieldError } from '../../api/field-errors.ts'
import { validateLegacyCidr, validateLegacyIp } from '../../api/ip-address.ts'
import { qualifiedKey } from '../../api/names.ts'
import type { LoadBalancerIngress, Service } from '../../generated/types.ts'
import { validateHostname } from '../network/hostname.ts'

const specPath = path('spec')
const onlyLoadBalancer = "may only be used when `type` is 'LoadBalancer'"
const rangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges'

/** Source ranges, node ports and class. */
export function validateLoadBalancer(service: Service, old: Service | undefined): FieldError[] {
  const spec = service.spec ?? {}
  const isLoadBalancer = spec.type === 'LoadBalancer'
  const errors = sourceRangeErrors(service, old)
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isLoadBalancer) {
    errors.push(forbidden(specPath.child('allocateLoadBalancerNodePorts'), onlyLoadBalancer))
  }
  if (isLoadBalancer && spec.allocateLoadBalancerNodePorts === undefined) {
    errors.push(required('allocateLoadBalancerNodePorts'))
  }
  return [...errors, ...validateLoadBalancerClass(service)]
}

/** The class, on create and again, with `old`, on update. k8s: validateLoadBalancerClassField */
export function validateLoadBalancerClass({ spec = {} }: Service, old?: Service): FieldError[] {
  const name = spec.loadBalancerClass
  const at = specPath.child('loadBalancerClass')
  const errors: FieldError[] = []
  const bothBalance = spec.type === 'LoadBalancer' && old?.spec?.type === 'LoadBalancer'
  if (bothBalance && old.spec?.loadBalancerClass !== name) errors.push(invalid(at, name, 'may not change once set'))
  if (name === undefined) return errors
  if (spec.type !== 'LoadBalancer') return [...errors, forbidden(at, onlyLoadBalancer)]
  return [...errors, ...qualifiedKey(name).map((sentence) => invalid(at, name, sentence))]
}

function sourceRangeErrors({ metadata, spec = {} }: Service, old: Service | undefined): FieldError[] {
  const ranges = spec.loadBalancerSourceRanges ?? []
  const errors: FieldError[] = []
  if (ranges.length > 0) {
    const at = specPath.child('LoadBalancerSourceRanges')
    if (spec.type !== 'LoadBalancer') errors.push(forbidden(at, onlyLoadBalancer))
    const kept = (old?.spec?.loadBalancerSourceRanges ?? []).map((range) => range.trim())
    return [...errors, ...ranges.flatMap((range, index) => validateLegacyCidr(at.index(index), range.trim(), kept))]
  }
  const annotated = metadata.annotations?.[rangesAnnotation]
  if (annotated === undefined) return errors
  const at = path('metadata.annotations').key(rangesAnnotation)
  if (spec.type !== 'LoadBalancer') errors.push(forbidden(at, onlyLoadBalancer))
  if (old?.metadata.annotations?.[rangesAnnotation] === annotated || annotated.trim() === '') return errors
  return [...errors, ...annotated.split(',').flatMap((range) => validateLegacyCidr(at, range.trim()))]
}

const ipModes = ['Proxy', 'VIP']

/** The status that a load balancer's controller writes. */
export function validateLoadBalancerStatus(service: Service, old: Service): FieldError[] {
  const ingress = service.status?.loadBalancer?.ingress ?? []
  const at = path('status.loadBalancer.ingress')
  if (service.spec?.type !== 'LoadBalancer' && ingress.length > 0) {
    return [forbidden(at, "may only be used when `spec.type` is 'LoadBalancer'")]
  }
  const kept = (old.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip || [])
  return ingress.flatMap((entry, index) => ingressErrors(entry, at.index(index), kept))
}

function ingressErrors(entry: LoadBalancerIngress, at: ReturnType<typeof path>, kept: string[]): FieldError[] {
  const { ip = '', ipMode, hostname = '' } = entry
  const errors = ip === '' ? [] : validateLegacyIp(at.child('ip'), ip, kept)
  const modePath = at.child('ipMode')
  if (ipMode === undefined) {
    if (ip !== '') errors.push(required(modePath, 'must be specified when `ip` is set'))
  } else if (ip === '') errors.push(forbidden(modePath, 'may not be specified when `ip` is not set'))
  else if (!ipModes.includes(ipMode)) errors.push(notSupported(modePath, ipMode, ipModes))
  return [...errors, ...validateHostname(hostname, at.child('hostname'))]
}
