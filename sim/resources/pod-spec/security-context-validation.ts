// Whom a pod's processes run as, and what they may do. k8s: pkg/apis/core/validation/validation.go ValidateSecurityContext
import {
  invalid,
  notSupported,
  required,
  duplicate,
  tooLong,
  type FieldError,
  type FieldPath,
} from '../../api/field-errors.ts'
import { internalJson } from '../../api/internal-json.ts'
import { byteLength, userId } from '../../api/names.ts'
import type { AppArmorProfile, PodSpec, SeccompProfile, SecurityContext, Sysctl } from '../../generated/types.ts'
import { validateDescendingPath } from './path-validation.ts'
import { validateWindowsOptions } from './windows-options-validation.ts'

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']
const appArmorProfileBytesMax = 4095
const sysctlBytesMax = 253
const sysctlFormat = '([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?'

/** A container's. @param hostUsers false when the pod has a user namespace of its own. */
export function validateSecurityContext(
  context: SecurityContext | undefined,
  hostUsers: boolean,
  at: FieldPath,
): FieldError[] {
  if (!context) return []
  const errors = [
    ...validateId(context.runAsUser, at.child('runAsUser')),
    ...validateId(context.runAsGroup, at.child('runAsGroup')),
    ...validateProcMount(context.procMount, hostUsers, at.child('procMount')),
    ...validateSeccompProfile(context.seccompProfile, at.child('seccompProfile')),
  ]
  if (context.allowPrivilegeEscalation === false) {
    const refuse = (what: string): void => {
      errors.push(
        invalid(
          at,
          internalJson(context, 'SecurityContext'),
          `cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
        ),
      )
    }
    if (context.privileged) refuse('`privileged` to true')
    for (const capability of context.capabilities?.add ?? []) {
      if (capability === 'CAP_SYS_ADMIN') refuse('`capabilities.Add` CAP_SYS_ADMIN')
    }
  }
  errors.push(...validateWindowsOptions(context.windowsOptions, at.child('windowsOptions')))
  errors.push(...validateAppArmorProfile(context.appArmorProfile, at.child('appArmorProfile')))
  return errors
}

/** The pod's own. k8s: validatePodSpecSecurityContext */
export function validatePodSecurityContext(spec: PodSpec, at: FieldPath): FieldError[] {
  const context = spec.securityContext ?? {}
  const errors = [
    ...validateId(context.fsGroup, at.child('fsGroup')),
    ...validateId(context.runAsUser, at.child('runAsUser')),
    ...validateId(context.runAsGroup, at.child('runAsGroup')),
    ...(context.supplementalGroups ?? []).flatMap((group, index) =>
      validateId(group, at.child('supplementalGroups').index(index)),
    ),
  ]
  if (spec.shareProcessNamespace && spec.hostPID) {
    const clash = 'ShareProcessNamespace and HostPID cannot both be enabled'
    errors.push(invalid(at.child('shareProcessNamespace'), true, clash))
  }
  errors.push(...validateSysctls(context.sysctls ?? [], spec, at.child('sysctls')))
  errors.push(...oneOf(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], at.child('fsGroupChangePolicy')))
  errors.push(...validateSeccompProfile(context.seccompProfile, at.child('seccompProfile')))
  errors.push(...validateWindowsOptions(context.windowsOptions, at.child('windowsOptions')))
  errors.push(...validateAppArmorProfile(context.appArmorProfile, at.child('appArmorProfile')))
  errors.push(...oneOf(context.supplementalGroupsPolicy, ['Merge', 'Strict'], at.child('supplementalGroupsPolicy')))
  // `MountOption` waits for the SELinuxMount gate, off in 1.35.
  errors.push(...oneOf(context.seLinuxChangePolicy, ['Recursive'], at.child('seLinuxChangePolicy')))
  return errors
}

function oneOf(value: string | undefined, supported: string[], at: FieldPath): FieldError[] {
  return value === undefined || supported.includes(value) ? [] : [notSupported(at, value, supported)]
}

function validateId(id: number | undefined, at: FieldPath): FieldError[] {
  return id === undefined ? [] : userId(id).map((sentence) => invalid(at, id, sentence))
}

function validateProcMount(procMount: string | undefined, hostUsers: boolean, at: FieldPath): FieldError[] {
  const errors = oneOf(procMount, ['Default', 'Unmasked'], at)
  if (hostUsers && procMount === 'Unmasked') {
    errors.push(invalid(at, procMount, '`hostUsers` must be false to use `Unmasked`'))
  }
  return errors
}

function validateSeccompProfile(profile: SeccompProfile | undefined, at: FieldPath): FieldError[] {
  if (!profile) return []
  const errors: FieldError[] = []
  const { type, localhostProfile } = profile
  const local = at.child('localhostProfile')
  if (!type) errors.push(required(at.child('type'), 'type is required when seccompProfile is set'))
  else errors.push(...oneOf(type, profileTypes, at.child('type')))
  if (type === 'Localhost') {
    if (localhostProfile === undefined) errors.push(required(local, 'must be set when seccomp type is Localhost'))
    else errors.push(...validateDescendingPath(localhostProfile, local))
  } else if (localhostProfile !== undefined) {
    errors.push(
      invalid(local, internalJson(profile, 'SeccompProfile'), 'can only be set when seccomp type is Localhost'),
    )
  }
  return errors
}

function validateAppArmorProfile(profile: AppArmorProfile | undefined, at: FieldPath): FieldError[] {
  if (!profile) return []
  const { type, localhostProfile } = profile
  const local = at.child('localhostProfile')
  if (!type) return [required(at.child('type'), 'type is required when appArmorProfile is set')]
  if (!profileTypes.includes(type)) return [notSupported(at.child('type'), type, profileTypes)]
  if (type !== 'Localhost') {
    if (localhostProfile === undefined) return []
    return [invalid(local, localhostProfile, 'can only be set when AppArmor type is Localhost')]
  }
  const missing = required(local, 'must be set when AppArmor type is Localhost')
  if (localhostProfile === undefined) return [missing]
  const errors: FieldError[] = []
  if (localhostProfile.trim() !== localhostProfile) {
    errors.push(invalid(local, localhostProfile, 'must not be padded with whitespace'))
  } else if (localhostProfile === '') errors.push(missing)
  if (byteLength(localhostProfile) > appArmorProfileBytesMax) errors.push(tooLong(local, appArmorProfileBytesMax))
  return errors
}

function validateSysctls(sysctls: Sysctl[], spec: PodSpec, at: FieldPath): FieldError[] {
  const seen = new Set<string>()
  return sysctls.flatMap(({ name }, index) => {
    const own = at.index(index).child('name')
    const errors: FieldError[] = []
    if (!name) errors.push(required(own))
    else if (byteLength(name) > sysctlBytesMax || !new RegExp(`^${sysctlFormat}$`).test(name)) {
      const rule = `must have at most ${sysctlBytesMax} characters and match regex ^${sysctlFormat}$`
      errors.push(invalid(own, name, rule))
    } else if (seen.has(name)) errors.push(duplicate(own, name))
    const namespace = sysctlNamespace(name)
    if (spec.hostNetwork && namespace === 'net') {
      errors.push(invalid(own, name, "may not be specified when 'hostNetwork' is true"))
    } else if (spec.hostIPC && namespace === 'ipc') {
      errors.push(invalid(own, name, "may not be specified when 'hostIPC' is true"))
    }
    seen.add(name)
    return errors
  })
}

const ipcSysctls = ['kernel.sem', 'kernel.shm_rmid_forced'].concat(
  ['shm', 'shmall', 'shmmax', 'shmmni', 'msg', 'msgmax', 'msgmnb', 'msgmni'].map((name) => `kernel.${name}`),
)

/** The kernel namespace that a parameter belongs to. k8s: component-helpers/node/util/sysctl/namespace.go */
function sysctlNamespace(sysctl: string): 'net' | 'ipc' | undefined {
  // Parts are parted by dots, or by slashes when the first parting is one.
  const slashed = /^[^./]*\//.test(sysctl)
  const name = slashed ? sysctl.replaceAll(/[./]/g, (part) => (part === '/' ? '.' : '/')) : sysctl
  if (name.startsWith('net.')) return 'net'
  return ipcSysctls.includes(name) || name.startsWith('fs.mqueue.') ? 'ipc' : undefined
}
