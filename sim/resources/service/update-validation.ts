// What an update of a service may not change. k8s: pkg/apis/core/validation/validation.go ValidateServiceUpdate
import { forbidden, invalid, path, type FieldError } from '../../api/field-errors.ts'
import type { Service, ServiceSpec } from '../../generated/types.ts'
import { isHeadless, needsHealthCheck } from './kind.ts'
import { validateLoadBalancerClass } from './load-balancer-validation.ts'

const specPath = path('spec')
const addressesPath = specPath.child('clusterIPs')
const familiesPath = specPath.child('ipFamilies')

/** Addresses, families, class and the health check's port, once given, stay. */
export function validateServiceUpdate(service: Service, old: Service): FieldError[] {
  const [spec, before] = [service.spec ?? {}, old.spec ?? {}]
  return [
    ...addressErrors(spec, before),
    ...familyErrors(spec, before),
    ...validateLoadBalancerClass(service, old),
    ...(needsHealthCheck(before) && needsHealthCheck(spec) && before.healthCheckNodePort !== spec.healthCheckNodePort
      ? [forbidden(specPath.child('healthCheckNodePort'), 'field is immutable')]
      : []),
  ]
}

const unchangeable = 'may not change once set'

function addressErrors(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName' || (isHeadless(old) && isHeadless(spec))) return []
  const [now, before] = [spec.clusterIPs ?? [], old.clusterIPs ?? []]
  const shown = spec.clusterIPs ?? null
  const first = addressesPath.index(0)
  if (now.length === before.length) {
    return before.flatMap((ip, index) =>
      ip === now[index] ? [] : [invalid(addressesPath.index(index), shown, unchangeable)],
    )
  }
  const errors: FieldError[] = []
  if (now.length === 0) errors.push(invalid(first, shown, 'primary clusterIP can not be unset'))
  if (now.length > 0 && before.length > 0 && now[0] !== before[0]) errors.push(invalid(first, shown, unchangeable))
  if (before.length > now.length && now.length === 1 && spec.ipFamilyPolicy !== 'SingleStack') {
    errors.push(releaseError(spec, 'clusterIP'))
  }
  return errors
}

function familyErrors(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return []
  if (isHeadless(spec) || isHeadless(old)) return []
  const [now, before] = [spec.ipFamilies ?? [], old.ipFamilies ?? []]
  const first = familiesPath.index(0)
  if (now.length === before.length) {
    return before.flatMap((family, index) =>
      family === now[index] ? [] : [invalid(first, spec.ipFamilies ?? null, unchangeable)],
    )
  }
  const errors: FieldError[] = []
  const shown = spec.clusterIPs ?? null
  if (before.length > now.length && !spec.clusterIPs?.length) {
    errors.push(invalid(first, spec.ipFamilies ?? null, 'primary ipFamily can not be unset'))
  }
  if (now.length > 0 && before.length > 0 && now[0] !== before[0]) errors.push(invalid(first, shown, unchangeable))
  if (before.length > now.length && now.length === 1 && spec.ipFamilyPolicy !== 'SingleStack') {
    errors.push(releaseError(spec, 'ipFamily'))
  }
  return errors
}

function releaseError(spec: ServiceSpec, what: string): FieldError {
  const sentence = `must be set to 'SingleStack' when releasing the secondary ${what}`
  return invalid(specPath.child('ipFamilyPolicy'), spec.ipFamilyPolicy, sentence)
}
