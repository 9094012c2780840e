// The checks of the baseline level: no known way out of the container. k8s: pod-security-admission/policy/check_*.go
import type { LifecycleHandler, Probe, SELinuxOptions } from '../../generated/types.ts'
import {
  containersOf,
  containersText,
  distinct,
  namesOf,
  plural,
  type PodCheck,
  quoted,
  settersOf,
  type Subject,
} from './subject.ts'

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/'

export const appArmorProfile: PodCheck = (subject) => {
  const values: string[] = []
  const { setters } = settersOf(subject, ({ appArmorProfile: profile }) => {
    const isBad = profile !== undefined && !['RuntimeDefault', 'Localhost'].includes(profile.type)
    if (isBad) values.push(profile.type)
    return isBad
  })
  const annotations = Object.entries(subject.metadata.annotations ?? {})
    .filter(([key, value]) => key.startsWith(appArmorPrefix) && !/^$|^runtime\/default$|^localhost\//.test(value))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .toSorted()
  if (annotations.length > 0) setters.push(plural('annotation', annotations.length))
  if (setters.length === 0) return undefined
  const all = [...distinct(values), ...annotations]
  return {
    reason: plural('forbidden AppArmor profile', all.length),
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${quoted(all)}`,
  }
}

const defaultCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])

export const defaultCapabilitiesOnly: PodCheck = (subject) => {
  const found: string[] = []
  const names = namesOf(subject, ({ securityContext }) => {
    const bad = (securityContext?.capabilities?.add ?? []).filter((name) => !defaultCapabilities.has(name))
    found.push(...bad)
    return bad.length > 0
  })
  if (names.length === 0) return undefined
  const added = quoted(distinct(found))
  return {
    reason: 'non-default capabilities',
    detail: `${containersText(names)} must not include ${added} in securityContext.capabilities.add`,
  }
}

export const hostNamespaces: PodCheck = ({ spec }) => {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field])
  if (shared.length === 0) return undefined
  return { reason: 'host namespaces', detail: shared.map((field) => `${field}=true`).join(', ') }
}

export const hostPathVolumes: PodCheck = ({ spec }) => {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name }) => name)
  if (names.length === 0) return undefined
  return { reason: 'hostPath volumes', detail: `${plural('volume', names.length)} ${quoted(names)}` }
}

export const hostPorts: PodCheck = (subject) => {
  const found: string[] = []
  const names = namesOf(subject, ({ ports = [] }) => {
    const bad = ports.flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []))
    found.push(...bad)
    return bad.length > 0
  })
  if (names.length === 0) return undefined
  const all = distinct(found)
  return {
    reason: 'hostPort',
    detail: `${containersText(names)} ${uses(names)} ${plural('hostPort', all.length)} ${all.join(', ')}`,
  }
}

export const probeHosts: PodCheck = (subject) => {
  const found: string[] = []
  const names = namesOf(subject, ({ livenessProbe, readinessProbe, startupProbe, lifecycle }) => {
    const bad = [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap(hostsOf)
    found.push(...bad)
    return bad.length > 0
  })
  if (names.length === 0) return undefined
  const [bad, hosts] = [distinct(names), distinct(found)]
  const what = plural('probe or lifecycle host', hosts.length)
  return { reason: 'probe or lifecycle host', detail: `${containersText(bad)} ${uses(bad)} ${what} ${quoted(hosts)}` }
}

function hostsOf(handler: Probe | LifecycleHandler | undefined): string[] {
  return [handler?.httpGet?.host, handler?.tcpSocket?.host].flatMap((host) => host || [])
}

export const privileged: PodCheck = (subject) => {
  const names = namesOf(subject, ({ securityContext }) => securityContext?.privileged === true)
  if (names.length === 0) return undefined
  return { reason: 'privileged', detail: `${containersText(names)} must not set securityContext.privileged=true` }
}

export const maskedProc: PodCheck = (subject) => {
  const mountOf = (container: { securityContext?: { procMount?: string } }): string =>
    container.securityContext?.procMount ?? 'Default'
  const names = namesOf(subject, (container) => mountOf(container) !== 'Default')
  if (names.length === 0) return undefined
  const bad = distinct(containersOf(subject).map(mountOf)).filter((mount) => mount !== 'Default')
  return {
    reason: 'procMount',
    detail: `${containersText(names)} must not set securityContext.procMount to ${quoted(bad)}`,
  }
}

/** A check that asks nothing of a pod whose users are none of the machine's. */
export function unlessOwnUsers(check: PodCheck): PodCheck {
  return (subject) => (subject.spec.hostUsers === false ? undefined : check(subject))
}

/** @param types besides '', those that may be set */
export function seLinuxOptions(types: readonly string[]): PodCheck {
  return (subject) => {
    const bad: SELinuxOptions[] = []
    const { text } = settersOf(subject, ({ seLinuxOptions: options }) => {
      if (!options || (isAllowed(options.type) && !options.user && !options.role)) return false
      bad.push(options)
      return true
    })
    if (bad.length === 0) return undefined
    const badTypes = distinct(bad.flatMap(({ type }) => (isAllowed(type) ? [] : [type!])))
    const data = [
      ...(badTypes.length > 0 ? [`${plural('type', badTypes.length)} ${quoted(badTypes)}`] : []),
      ...(bad.some(({ user }) => user) ? ['user may not be set'] : []),
      ...(bad.some(({ role }) => role) ? ['role may not be set'] : []),
    ]
    return {
      reason: 'seLinuxOptions',
      detail: `${text} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`,
    }
  }
  function isAllowed(type = ''): boolean {
    return type === '' || types.includes(type)
  }
}

const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod'
const seccompContainer = 'container.seccomp.security.alpha.kubernetes.io/'

/** Before there was a field for it. */
export const seccompAnnotations: PodCheck = (subject) => {
  const { annotations = {} } = subject.metadata
  const keys = [seccompPod, ...containersOf(subject).map(({ name }) => seccompContainer + name)]
  const bad = keys.filter((key) => {
    const value = annotations[key]
    return value !== undefined && !/^(runtime|docker)\/default$|^localhost\//.test(value)
  })
  if (bad.length === 0) return undefined
  const all = distinct(bad.map((key) => `${key}=${JSON.stringify(annotations[key])}`))
  return { reason: 'seccompProfile', detail: `forbidden ${plural('annotation', all.length)} ${all.join(', ')}` }
}

export const seccompProfile: PodCheck = (subject) => {
  const { setters, values } = badSeccomp(subject)
  if (setters === '') return undefined
  return {
    reason: 'seccompProfile',
    detail: `${setters} must not set securityContext.seccompProfile.type to ${quoted(values)}`,
  }
}

function badSeccomp(subject: Subject): { setters: string; values: string[] } {
  const values: string[] = []
  const { text } = settersOf(subject, ({ seccompProfile: profile }) => {
    const isBad = profile !== undefined && !['RuntimeDefault', 'Localhost'].includes(profile.type)
    if (isBad) values.push(profile.type)
    return isBad
  })
  return { setters: text, values: distinct(values) }
}

/** @param names those that are safe */
export function sysctls(names: readonly string[]): PodCheck {
  return ({ spec }) => {
    const bad = (spec.securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !names.includes(name))
    return bad.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: bad.join(', ') }
  }
}

export const windowsHostProcess: PodCheck = (subject) => {
  const { setters, text } = settersOf(subject, ({ windowsOptions }) => windowsOptions?.hostProcess === true)
  if (setters.length === 0) return undefined
  return { reason: 'hostProcess', detail: `${text} must not set securityContext.windowsOptions.hostProcess=true` }
}

function uses(names: readonly string[]): string {
  return names.length === 1 ? 'uses' : 'use'
}
