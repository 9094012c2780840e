// What an APIService may say. k8s: kube-aggregator/pkg/apis/apiregistration/validation/validation.go
import { invalid, path, required, type FieldError } from '../../api/field-errors.ts'
import { dns1035Label, dns1123Subdomain, portNumber } from '../../api/names.ts'
import type { APIService, APIServiceSpec } from '../../generated/types.ts'

const groupPriorityMax = 20_000
const versionPriorityMax = 1000

/** Every fault of an APIService: its name is its version and group. */
export function validateApiService({ metadata, spec = noSpec }: APIService): FieldError[] {
  const { group = '', version = '', groupPriorityMinimum, versionPriority, service } = spec
  const at = path('spec')
  const name = `${version}.${group}`
  const errors: FieldError[] = []
  if (metadata.name !== name) {
    const rule = `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(name)}`
    errors.push(invalid('metadata.name', metadata.name ?? '', rule))
  }
  if (group === '' && version !== 'v1') {
    errors.push(required(at.child('group'), 'only v1 may have an empty group and it better be legacy kube'))
  }
  if (group !== '')
    errors.push(...dns1123Subdomain(group).map((sentence) => invalid(at.child('group'), group, sentence)))
  errors.push(...dns1035Label(version).map((sentence) => invalid(at.child('version'), version, sentence)))
  if (groupPriorityMinimum <= 0 || groupPriorityMinimum > groupPriorityMax) {
    const rule = `must be positive and less than ${groupPriorityMax}`
    errors.push(invalid(at.child('groupPriorityMinimum'), groupPriorityMinimum, rule))
  }
  if (versionPriority <= 0 || versionPriority > versionPriorityMax) {
    const rule = `must be positive and less than ${versionPriorityMax}`
    errors.push(invalid(at.child('versionPriority'), versionPriority, rule))
  }
  return [...errors, ...(service ? validateRemote(spec, service) : validateLocal(spec))]
}

const noSpec: APIServiceSpec = { groupPriorityMinimum: 0, versionPriority: 0 }

function validateLocal({ caBundle, insecureSkipTLSVerify }: APIServiceSpec): FieldError[] {
  const at = path('spec')
  const errors: FieldError[] = []
  if (caBundle) {
    const shown = `${atob(caBundle).length} bytes`
    errors.push(invalid(at.child('caBundle'), shown, 'local APIServices may not have a caBundle'))
  }
  if (insecureSkipTLSVerify) {
    errors.push(
      invalid(at.child('insecureSkipTLSVerify'), true, 'local APIServices may not have insecureSkipTLSVerify'),
    )
  }
  return errors
}

function validateRemote(spec: APIServiceSpec, service: NonNullable<APIServiceSpec['service']>): FieldError[] {
  const at = path('spec')
  const { namespace = '', name = '', port = 0 } = service
  const errors: FieldError[] = []
  if (namespace === '') errors.push(required(at.child('service', 'namespace')))
  if (name === '') errors.push(required(at.child('service', 'name')))
  const faults = portNumber(port)
  if (faults.length > 0) {
    errors.push(invalid(at.child('service', 'port'), port, `port is not valid: ${faults.join(', ')}`))
  }
  if (spec.insecureSkipTLSVerify && spec.caBundle) {
    errors.push(invalid(at.child('insecureSkipTLSVerify'), true, 'may not be true if caBundle is present'))
  }
  return errors
}
