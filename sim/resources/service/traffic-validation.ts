// Where a service's traffic may go. k8s: pkg/apis/core/validation/validation.go validateServiceExternalTrafficPolicy and below
import { invalid, notSupported, path, required, type FieldError } from '../../api/field-errors.ts'
import { portNumber } from '../../api/names.ts'
import type { ServiceSpec } from '../../generated/types.ts'
import { isExternallyAccessible, needsHealthCheck } from './kind.ts'

const specPath = path('spec')
const policies = ['Cluster', 'Local']
const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode']

/** External and internal policy, health check and distribution. */
export function validateTraffic(spec: ServiceSpec): FieldError[] {
  return [...externalErrors(spec), ...healthCheckErrors(spec), ...internalErrors(spec), ...distributionErrors(spec)]
}

function externalErrors(spec: ServiceSpec): FieldError[] {
  const policy = spec.externalTrafficPolicy ?? ''
  const at = specPath.child('externalTrafficPolicy')
  if (!isExternallyAccessible(spec)) {
    return policy === '' ? [] : [invalid(at, policy, 'may only be set for externally-accessible services')]
  }
  if (policy === '') return [required(at)]
  return policies.includes(policy) ? [] : [notSupported(at, policy, policies)]
}

function healthCheckErrors(spec: ServiceSpec): FieldError[] {
  const port = spec.healthCheckNodePort ?? 0
  const at = specPath.child('healthCheckNodePort')
  if (!needsHealthCheck(spec)) {
    const sentence = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
    return port === 0 ? [] : [invalid(at, port, sentence)]
  }
  if (port === 0) return [required(at)]
  return portNumber(port).map((sentence) => invalid(at, port, sentence))
}

function internalErrors({ internalTrafficPolicy: policy, type = '' }: ServiceSpec): FieldError[] {
  const at = specPath.child('internalTrafficPolicy')
  if (policy === undefined) {
    return ['NodePort', 'LoadBalancer', 'ClusterIP'].includes(type) ? [required(at)] : []
  }
  return policies.includes(policy) ? [] : [notSupported(at, policy, policies)]
}

function distributionErrors({ trafficDistribution: distribution }: ServiceSpec): FieldError[] {
  if (distribution === undefined || distributions.includes(distribution)) return []
  return [notSupported(specPath.child('trafficDistribution'), distribution, distributions)]
}
