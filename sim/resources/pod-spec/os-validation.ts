// What a pod for one operating system may not ask for. k8s: pkg/apis/core/validation/validation.go validateOS, validateLinux, validateWindows
import { forbidden, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import type { PodSecurityContext, PodSpec, SecurityContext } from '../../generated/types.ts'
import { visitContainers } from './visit-containers.ts'

const systems = ['linux', 'windows']

const podFields: (keyof PodSecurityContext)[] = ['seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls']
const podUserFields: (keyof PodSecurityContext)[] = [
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
]
const containerFields: (keyof SecurityContext)[] = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
]

/** Every fault of `os` and of what it rules out. @param at the spec's path. */
export function validateOs(spec: PodSpec, at: FieldPath): FieldError[] {
  if (!spec.os) return []
  const { name } = spec.os
  if (!name) return [required(at.child('os', 'name'))]
  if (!systems.includes(name)) return [notSupported(at.child('os'), name, systems)]
  return name === 'linux' ? validateLinux(spec, at) : validateWindows(spec, at)
}

function validateLinux(spec: PodSpec, at: FieldPath): FieldError[] {
  const rule = 'windows options cannot be set for a linux pod'
  const errors: FieldError[] = []
  if (spec.securityContext?.windowsOptions) errors.push(forbidden(at.child('securityContext', 'windowsOptions'), rule))
  visitContainers(spec, at, (container, own) => {
    if (!container.securityContext?.windowsOptions) return
    errors.push(forbidden(own.child('securityContext', 'windowsOptions'), rule))
  })
  return errors
}

function validateWindows(spec: PodSpec, at: FieldPath): FieldError[] {
  const refuse = (own: FieldPath): FieldError => forbidden(own, 'cannot be set for a windows pod')
  const context = spec.securityContext ?? {}
  const own = at.child('securityContext')
  const isSet = (field: keyof PodSecurityContext): boolean => {
    return field === 'sysctls' ? (context.sysctls ?? []).length > 0 : context[field] !== undefined
  }
  const refuseSet = (fields: (keyof PodSecurityContext)[]): FieldError[] =>
    fields.filter(isSet).map((field) => refuse(own.child(field)))
  const errors = [
    ...refuseSet(['appArmorProfile', 'seLinuxOptions']),
    ...(spec.hostUsers === undefined ? [] : [refuse(at.child('hostUsers'))]),
    ...(spec.hostPID ? [refuse(at.child('hostPID'))] : []),
    ...(spec.hostIPC ? [refuse(at.child('hostIPC'))] : []),
    ...refuseSet(podFields),
    ...(spec.shareProcessNamespace === undefined ? [] : [refuse(at.child('shareProcessNamespace'))]),
    ...refuseSet(podUserFields),
  ]
  visitContainers(spec, at, (container, containerAt) => {
    for (const field of containerFields) {
      if (container.securityContext?.[field] === undefined) continue
      errors.push(refuse(containerAt.child('securityContext', field)))
    }
  })
  return errors
}
