// The containers of a pod: init, regular and ephemeral. k8s: pkg/apis/core/validation/validation.go validateContainers, validateInitContainers
import {
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
  type FieldPath,
} from '../../api/field-errors.ts'
import type { Container, EphemeralContainer, PodSpec } from '../../generated/types.ts'
import { validateLabel } from '../volume-source/rules.ts'
import { validateEnv, validateEnvFrom } from './env-validation.ts'
import { validateHooksAndProbes } from './handler-validation.ts'
import { validateMounts, type VolumesByName } from './mount-validation.ts'
import { validateContainerPorts, validateHostPortConflicts } from './port-validation.ts'
import { validatePullPolicy } from './pull-policy-validation.ts'
import { validateContainerResourceName } from './resource-names.ts'
import { validateResources } from './resources-validation.ts'
import { validateResizePolicy, validateRestart } from './restart-validation.ts'
import { validateSecurityContext } from './security-context-validation.ts'

/** What a container's rules know of its pod. */
export interface ContainerPlace {
  spec: PodSpec
  volumes: VolumesByName
}

const messagePolicies = ['File', 'FallbackToLogsOnError']

/** Every fault of the regular containers. */
export function validateContainers(place: ContainerPlace, at: FieldPath): FieldError[] {
  const containers = place.spec.containers ?? []
  if (containers.length === 0) return [required(at)]
  const names = new Set<string>()
  const errors = containers.flatMap((container, index) => {
    const own = at.index(index)
    const repeated = names.has(container.name) ? [duplicate(own.child('name'), container.name)] : []
    names.add(container.name)
    return [
      ...validateCommon(container, place, own),
      ...repeated,
      ...validateHooksAndProbes(container, place.spec.terminationGracePeriodSeconds, own),
      ...validateRestart(container, false, own),
    ]
  })
  return [...errors, ...validateHostPortConflicts(containers, at)]
}

/** Every fault of the init containers; those that restart always (sidecars) may have hooks and probes. */
export function validateInitContainers(place: ContainerPlace, at: FieldPath): FieldError[] {
  const names = new Set((place.spec.containers ?? []).map(({ name }) => name))
  return (place.spec.initContainers ?? []).flatMap((container, index) => {
    const own = at.index(index)
    const errors = [...validateCommon(container, place, own), ...validateRestart(container, true, own)]
    if (names.has(container.name)) errors.push(duplicate(own.child('name'), container.name))
    else if (container.name) names.add(container.name)
    // One container at a time: paths count from the list's start, as in Kubernetes.
    errors.push(...validateHostPortConflicts([container], at))
    if (container.restartPolicy === 'Always') {
      errors.push(...validateHooksAndProbes(container, place.spec.terminationGracePeriodSeconds, own))
    } else errors.push(...forbidHooksAndProbes(container, own))
    return errors
  })
}

function forbidHooksAndProbes(container: Container, at: FieldPath): FieldError[] {
  const fields = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const
  return fields
    .filter((field) => container[field])
    .map((field) => forbidden(at.child(field), 'may not be set for init containers without restartPolicy=Always'))
}

/** What every container must be. k8s: validateContainerCommon */
export function validateCommon(
  container: Container | EphemeralContainer,
  place: ContainerPlace,
  at: FieldPath,
): FieldError[] {
  const { name, image, terminationMessagePolicy: policy = '', resources = {} } = container
  const { spec, volumes } = place
  const claims = new Set((spec.resourceClaims ?? []).map((claim) => claim.name).filter(Boolean))
  const errors = name ? validateLabel(name, at.child('name')) : [required(at.child('name'))]
  if (!image) errors.push(required(at.child('image')))
  if (!messagePolicies.includes(policy)) {
    errors.push(notSupported(at.child('terminationMessagePolicy'), policy, messagePolicies))
  }
  return [
    ...errors,
    ...validateContainerPorts(container.ports ?? [], at.child('ports')),
    ...validateEnv(container.env ?? [], at.child('env')),
    ...validateEnvFrom(container.envFrom ?? [], at.child('envFrom')),
    ...validateMounts(container, volumes, at),
    ...validatePullPolicy(container.imagePullPolicy, at.child('imagePullPolicy')),
    ...validateResources(resources, validateContainerResourceName, claims, at.child('resources')),
    ...validateResizePolicy(container.resizePolicy ?? [], spec.restartPolicy, at.child('resizePolicy')),
    ...validateSecurityContext(container.securityContext, spec.hostUsers !== false, at.child('securityContext')),
  ]
}

/** Templates let it pass. k8s: validateContainerOnlyForPod */
export function validateTrimmedImage({ image = '' }: { image?: string }, at: FieldPath): FieldError[] {
  if (image.trim() === image) return []
  return [invalid(at.child('image'), image, 'must not have leading or trailing whitespace')]
}
