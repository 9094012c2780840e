// What an Ingress may say. k8s: pkg/apis/networking/validation/validation.go
import { invalid, notSupported, path, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { parseIp } from '../../api/ip-address.ts'
import {
  dns1123Subdomain,
  nameIsLabel1035,
  nameIsSubdomain,
  portName,
  portNumber,
  wildcardDns1123Subdomain,
} from '../../api/names.ts'
import type { HTTPIngressPath, Ingress, IngressBackend, IngressRule, IngressSpec } from '../../generated/types.ts'
import { validateTypedReference } from '../network/typed-reference.ts'

const specPath = path('spec')
const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix']
const forbiddenParts = ['//', '/./', '/../', '%2f', '%2F']
const forbiddenEnds = ['/..', '/.']

/** What a stored Ingress carries from older rules, so that its updates let it pass. */
interface Tolerance {
  secretNames: boolean
  wildcardRules: boolean
}

/** Every fault of a new or changed Ingress, besides its metadata's. */
export function validateIngress({ spec = {} }: Ingress, old?: Ingress): FieldError[] {
  const tolerance = toleranceOf(old)
  const rules = spec.rules ?? []
  const className = spec.ingressClassName
  const errors: FieldError[] = []
  if (rules.length === 0 && !spec.defaultBackend) {
    errors.push(invalid(specPath, spec.rules ?? null, 'either `defaultBackend` or `rules` must be specified'))
  }
  if (spec.defaultBackend) errors.push(...backendErrors(spec.defaultBackend, specPath.child('defaultBackend')))
  errors.push(
    ...rules.flatMap((rule, index) => ruleErrors(rule, specPath.child('rules').index(index), tolerance)),
    ...tlsErrors(spec, tolerance),
  )
  if (className === undefined) return errors
  const at = specPath.child('ingressClassName')
  return [...errors, ...nameIsSubdomain(className, false).map((sentence) => invalid(at, className, sentence))]
}

function toleranceOf(old: Ingress | undefined): Tolerance {
  return {
    secretNames: (old?.spec?.tls ?? []).some(({ secretName }) => secretErrors(secretName).length > 0),
    wildcardRules: (old?.spec?.rules ?? []).some(
      (rule) => rule.host?.includes('*') && httpErrors(rule, path('')).length > 0,
    ),
  }
}

function secretErrors(name: string | undefined): string[] {
  return name ? nameIsSubdomain(name, false) : []
}

function tlsErrors({ tls = [] }: IngressSpec, tolerance: Tolerance): FieldError[] {
  return tls.flatMap(({ hosts = [], secretName }, index) => {
    const at = specPath.child('tls').index(index)
    const errors = hosts.flatMap((host, nth) => hostErrors(host, at.child('hosts').index(nth)))
    if (tolerance.secretNames) return errors
    const faults = secretErrors(secretName)
    return [...errors, ...faults.map((sentence) => invalid(at.child('secretName'), secretName, sentence))]
  })
}

function hostErrors(host: string, at: FieldPath): FieldError[] {
  const rule = host.includes('*') ? wildcardDns1123Subdomain : dns1123Subdomain
  return rule(host).map((sentence) => invalid(at, host, sentence))
}

function ruleErrors(rule: IngressRule, at: FieldPath, tolerance: Tolerance): FieldError[] {
  const host = rule.host ?? ''
  const errors: FieldError[] = []
  if (parseIp(host)) errors.push(invalid(at.child('host'), host, 'must be a DNS name, not an IP address'))
  if (host !== '') errors.push(...hostErrors(host, at.child('host')))
  return host.includes('*') && tolerance.wildcardRules ? errors : [...errors, ...httpErrors(rule, at)]
}

function httpErrors({ http }: IngressRule, at: FieldPath): FieldError[] {
  if (!http) return []
  const paths = http.paths ?? []
  const pathsPath = at.child('http').child('paths')
  if (paths.length === 0) return [required(pathsPath)]
  return paths.flatMap((entry, index) => pathErrors(entry, pathsPath.index(index)))
}

function pathErrors(entry: HTTPIngressPath, at: FieldPath): FieldError[] {
  const { pathType, path: value = '', backend } = entry as Partial<HTTPIngressPath>
  const pathPath = at.child('path')
  if (pathType === undefined) return [required(at.child('pathType'), 'pathType must be specified')]
  const errors: FieldError[] = []
  if (!pathTypes.includes(pathType)) errors.push(notSupported(at.child('pathType'), pathType, pathTypes))
  else if (pathType !== 'ImplementationSpecific' || value !== '') {
    if (!value.startsWith('/')) errors.push(invalid(pathPath, value, 'must be an absolute path'))
    if (pathType !== 'ImplementationSpecific') errors.push(...sequenceErrors(value, pathPath))
  }
  return [...errors, ...backendErrors(backend ?? {}, at.child('backend'))]
}

function sequenceErrors(value: string, at: FieldPath): FieldError[] {
  return [
    ...forbiddenParts
      .filter((part) => value.includes(part))
      .map((part) => invalid(at, value, `must not contain '${part}'`)),
    ...forbiddenEnds.filter((end) => value.endsWith(end)).map((end) => invalid(at, value, `cannot end with '${end}'`)),
  ]
}

function backendErrors({ resource, service }: IngressBackend, at: FieldPath): FieldError[] {
  if (resource && service) return [invalid(at, '', 'cannot set both resource and service backends')]
  if (resource) return validateTypedReference(resource, at.child('resource'))
  if (!service) return [invalid(at, '', 'resource or service backend is required')]
  const servicePath = at.child('service')
  const { name } = service
  const port = service.port ?? {}
  const errors =
    name === ''
      ? [required(servicePath.child('name'))]
      : nameIsLabel1035(name, false).map((sentence) => invalid(servicePath.child('name'), name, sentence))
  if (port.name && port.number) errors.push(invalid(at, '', 'cannot set both port name & port number'))
  else if (port.name) {
    const faults = portName(port.name)
    errors.push(...faults.map((sentence) => invalid(servicePath.child('port').child('name'), port.name, sentence)))
  } else if (port.number) {
    const faults = portNumber(port.number)
    errors.push(...faults.map((sentence) => invalid(servicePath.child('port').child('number'), port.number, sentence)))
  } else errors.push(required(at, 'port name or number is required'))
  return errors
}
