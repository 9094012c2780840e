// Accounts of Windows containers. k8s: pkg/apis/core/validation/validation.go validateWindowsSecurityContextOptions
import { invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { byteLength, dns1123Subdomain } from '../../api/names.ts'
import type { PodSpec, WindowsSecurityContextOptions } from '../../generated/types.ts'
import { validateByRule } from './name-validation.ts'
import { visitContainers } from './visit-containers.ts'

const credentialSpecBytesMax = 64 * 1024
const domainBytesMax = 256
const userBytesMax = 104
const netBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/
const dnsLabel = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
const dnsDomain = new RegExp(`^${dnsLabel}(?:\\.${dnsLabel})*$`)

/** Every fault of a pod's or a container's Windows options. */
export function validateWindowsOptions(
  options: WindowsSecurityContextOptions | undefined,
  at: FieldPath,
): FieldError[] {
  if (!options) return []
  const { gmsaCredentialSpecName: specName, gmsaCredentialSpec: spec, runAsUserName: account } = options
  const errors: FieldError[] = []
  if (specName !== undefined) {
    errors.push(...validateByRule(specName, dns1123Subdomain, at.child('gmsaCredentialSpecName')))
  }
  const specAt = at.child('gmsaCredentialSpec')
  if (spec === '') errors.push(invalid(specAt, spec, 'gmsaCredentialSpec cannot be an empty string'))
  else if (spec !== undefined && byteLength(spec) > credentialSpecBytesMax) {
    errors.push(invalid(specAt, spec, 'gmsaCredentialSpec size must be under 64 KiB'))
  }
  if (account !== undefined) {
    errors.push(...accountFaults(account).map((fault) => invalid(at.child('runAsUserName'), account, fault)))
  }
  return errors
}

function accountFaults(account: string): string[] {
  if (account === '') return ['runAsUserName cannot be an empty string']
  if (/\p{Cc}/u.test(account)) return ['runAsUserName cannot contain control characters']
  const parts = account.split('\\')
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash']
  const user = parts.at(-1)!
  const domain = parts.length === 2 ? parts[0]! : undefined
  const faults: string[] = []
  if (domain !== undefined && byteLength(domain) >= domainBytesMax) {
    faults.push(`runAsUserName's Domain length must be under ${domainBytesMax} characters`)
  }
  if (domain !== undefined && !netBios.test(domain) && !dnsDomain.test(domain)) {
    faults.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
  }
  if (user === '') faults.push("runAsUserName's User cannot be empty")
  else if (byteLength(user) > userBytesMax) {
    faults.push(`runAsUserName's User length must not be longer than ${userBytesMax} characters`)
  }
  if (/^[. ]+$/.test(user)) faults.push("runAsUserName's User cannot contain only periods or spaces")
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    faults.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]')
  }
  return faults
}

/** Containers that are processes of the host: all of a pod's or none. k8s: validateWindowsHostProcessPod */
export function validateHostProcess(spec: PodSpec, at: FieldPath): FieldError[] {
  const podWide = spec.securityContext?.windowsOptions?.hostProcess
  const errors: FieldError[] = []
  let total = 0
  let hostProcesses = 0
  visitContainers(spec, at, (container, own) => {
    total++
    const wish = container.securityContext?.windowsOptions?.hostProcess
    if (podWide !== undefined && wish !== undefined && podWide !== wish) {
      const rule = `pod hostProcess value must be identical if both are specified, was ${podWide}`
      errors.push(invalid(own.child('securityContext', 'windowsOptions', 'hostProcess'), wish, rule))
    }
    if (wish ?? podWide) hostProcesses++
  })
  if (hostProcesses === 0) return errors
  if (hostProcesses !== total) {
    const rule = 'If pod contains any hostProcess containers then all containers must be HostProcess containers'
    errors.push(invalid(at, '', rule))
  }
  if (!spec.hostNetwork) {
    const rule = 'hostNetwork must be true if pod contains any hostProcess containers'
    errors.push(invalid(at.child('hostNetwork'), false, rule))
  }
  return errors
}
