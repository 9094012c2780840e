// What an IngressClass may say. k8s: pkg/apis/networking/validation/validation.go validateIngressClassSpec
import { forbidden, invalid, notSupported, path, required, tooLong, type FieldError } from '../../api/field-errors.ts'
import { byteLength, dns1123Subdomain, nameIsLabel, regexSentence } from '../../api/names.ts'
import type { IngressClass, IngressClassParametersReference } from '../../generated/types.ts'
import { validateTypedReference } from '../network/typed-reference.ts'

const controllerBytesMax = 250
const scopes = ['Cluster', 'Namespace']
const pathFormat = String.raw`[A-Za-z0-9/\-._~%!$&'()*+,;=:]+`
const controllerPath = path('spec.controller')
const parametersPath = path('spec.parameters')

/** Every fault of a class, besides its metadata's. */
export function validateIngressClass({ spec = {} }: IngressClass): FieldError[] {
  const controller = spec.controller ?? ''
  return [
    ...(byteLength(controller) > controllerBytesMax ? [tooLong(controllerPath, controllerBytesMax)] : []),
    ...controllerErrors(controller),
    ...(spec.parameters ? parameterErrors(spec.parameters) : []),
  ]
}

/** `k8s.io/ingress-nginx`. k8s: IsDomainPrefixedPath */
function controllerErrors(controller: string): FieldError[] {
  if (controller === '') return [required(controllerPath)]
  const slash = controller.indexOf('/')
  const [host, rest] = [controller.slice(0, slash), controller.slice(slash + 1)]
  if (slash <= 0 || rest === '') {
    return [invalid(controllerPath, controller, 'must be a domain-prefixed path (such as "acme.io/foo")')]
  }
  const errors = dns1123Subdomain(host).map((sentence) => invalid(controllerPath, host, sentence))
  if (new RegExp(`^${pathFormat}$`).test(rest)) return errors
  return [...errors, invalid(controllerPath, rest, regexSentence('Invalid path', pathFormat))]
}

function parameterErrors(parameters: IngressClassParametersReference): FieldError[] {
  const { scope, namespace } = parameters
  const errors = validateTypedReference(parameters, parametersPath)
  const at = parametersPath.child('namespace')
  if (scope === undefined) return [...errors, required(parametersPath.child('scope'))]
  if (!scopes.includes(scope)) return [...errors, notSupported(parametersPath.child('scope'), scope, scopes)]
  if (scope === 'Cluster') {
    if (namespace === undefined) return errors
    return [...errors, forbidden(at, "`parameters.scope` is set to 'Cluster'")]
  }
  if (namespace === undefined) return [...errors, required(at, "`parameters.scope` is set to 'Namespace'")]
  return [...errors, ...nameIsLabel(namespace, false).map((sentence) => invalid(at, namespace, sentence))]
}
