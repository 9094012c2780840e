// Annotations that a pod's rules look into. k8s: pkg/apis/core/validation/validation.go ValidatePodSpecificAnnotations
import { forbidden, invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import type { AppArmorProfile, PodSpec, SeccompProfile } from '../../generated/types.ts'
import { validateDescendingPath } from './path-validation.ts'
import { visitContainers } from './visit-containers.ts'

type Annotations = { [key: string]: string }

/** Marks a pod that the kubelet read from a file of its node. */
export const mirrorAnnotation = 'kubernetes.io/config.mirror'
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost'
/** Seccomp profile of the pod, before there was a field. */
export const podSeccomp = 'seccomp.security.alpha.kubernetes.io/pod'
/** Seccomp profile of one container, before there was a field. */
export const containerSeccomp = 'container.seccomp.security.alpha.kubernetes.io/'
/** AppArmor profile of one container, before there was a field. */
export const appArmorAnnotation = 'container.apparmor.security.beta.kubernetes.io/'

/** Every fault of a pod's or a template's annotations. @param at the path of the annotations. */
export function validatePodAnnotations(annotations: Annotations, spec: PodSpec, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  const mirror = annotations[mirrorAnnotation]
  if (mirror !== undefined && !spec.nodeName) {
    const rule = 'must set spec.nodeName if mirror pod annotation is set'
    errors.push(invalid(at.key(mirrorAnnotation), mirror, rule))
  }
  const cost = annotations[deletionCost]
  if (cost !== undefined && !isInt32(cost)) errors.push(invalid(at.key(deletionCost), cost, 'must be a 32bit integer'))
  for (const [key, value] of Object.entries(annotations)) {
    if (key === podSeccomp || key.startsWith(containerSeccomp)) {
      errors.push(...validateSeccomp(value, at.child(key)))
    }
    if (key.startsWith(appArmorAnnotation)) errors.push(...validateAppArmor(key, value, spec, at))
  }
  return errors
}

// A cost of +1 or 01 is not canonical and refused. k8s: pkg/apis/core/helper/helpers.go GetDeletionCostFromPodAnnotations
function isInt32(text: string): boolean {
  return /^(0|[1-9][0-9]*|-[0-9]+)$/.test(text) && Number(text) >= -(2 ** 31) && Number(text) < 2 ** 31
}

function validateSeccomp(profile: string, at: FieldPath): FieldError[] {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return []
  if (profile.startsWith('localhost/')) return validateDescendingPath(profile.slice('localhost/'.length), at)
  return [invalid(at, profile, 'must be a valid seccomp profile')]
}

function validateAppArmor(key: string, profile: string, spec: PodSpec, at: FieldPath): FieldError[] {
  const container = key.slice(appArmorAnnotation.length)
  const names: string[] = []
  visitContainers(spec, at, ({ name }) => names.push(name))
  const errors = names.includes(container) ? [] : [invalid(at.key(key), container, 'container not found')]
  if (!/^($|runtime\/default$|unconfined$|localhost\/)/.test(profile)) {
    errors.push(invalid(at.key(key), profile, `invalid AppArmor profile name: ${JSON.stringify(profile)}`))
  }
  return errors
}

/** Profiles told twice, by field and by annotation, must be the same. @param at the spec's path. */
export function validateProfilesMatch(annotations: Annotations, spec: PodSpec, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  const podProfile = spec.securityContext?.seccompProfile
  const own = at.child('securityContext', 'seccompProfile')
  errors.push(...mismatch('seccomp', podProfile, annotations[podSeccomp], own))
  visitContainers(spec, at, (container, containerAt) => {
    const profile = container.securityContext?.seccompProfile
    const path = containerAt.child('securityContext', 'seccompProfile')
    errors.push(...mismatch('seccomp', profile, annotations[containerSeccomp + container.name], path))
  })
  if (spec.os?.name === 'windows') return errors
  visitContainers(spec, at, (container, containerAt) => {
    const profile = container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile
    const path = containerAt.child('securityContext', 'appArmorProfile')
    errors.push(...mismatch('apparmor', profile, annotations[appArmorAnnotation + container.name], path))
  })
  return errors
}

function mismatch(
  kind: 'seccomp' | 'apparmor',
  profile: SeccompProfile | AppArmorProfile | undefined,
  annotation: string | undefined,
  at: FieldPath,
): FieldError[] {
  if (!profile || annotation === undefined) return []
  const wrongType = [forbidden(at.child('type'), `${kind} type in annotation and field must match`)]
  if (profile.type === 'Unconfined') return annotation === 'unconfined' ? [] : wrongType
  if (profile.type === 'RuntimeDefault') {
    const names = kind === 'seccomp' ? ['runtime/default', 'docker/default'] : ['runtime/default']
    return names.includes(annotation) ? [] : wrongType
  }
  if (profile.type !== 'Localhost') return []
  if (!annotation.startsWith('localhost/')) return wrongType
  if (annotation.slice('localhost/'.length) === profile.localhostProfile) return []
  return [forbidden(at.child('localhostProfile'), `${kind} profile in annotation and field must match`)]
}
