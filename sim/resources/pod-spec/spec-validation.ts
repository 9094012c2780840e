// Every rule of a pod's spec, in the order of the real server. k8s: pkg/apis/core/validation/validation.go ValidatePodSpec
import {
  duplicate,
  forbidden,
  invalid,
  notFound,
  notSupported,
  required,
  type FieldError,
  type FieldPath,
} from '../../api/field-errors.ts'
import { validateLabels } from '../../api/label-selector-validation.ts'
import { inRange, nameIsSubdomain } from '../../api/names.ts'
import type { PodSpec } from '../../generated/types.ts'
import { validateLabel, validateSubdomain } from '../volume-source/rules.ts'
import { validateAffinity } from './affinity-validation.ts'
import { validateContainers, validateInitContainers } from './container-validation.ts'
import {
  validateDnsConfig,
  validateDnsPolicy,
  validateHostAliases,
  validateHostnameOverride,
} from './dns-validation.ts'
import { validateEphemeralContainers } from './ephemeral-container-validation.ts'
import { validateByRule, validateQualifiedKey } from './name-validation.ts'
import { validateOs } from './os-validation.ts'
import { validatePodResources } from './pod-resources-validation.ts'
import { validateResourceClaims } from './resource-claim-validation.ts'
import { validateContainerResourceName } from './resource-names.ts'
import { validateResources } from './resources-validation.ts'
import { validatePodSecurityContext } from './security-context-validation.ts'
import { validateTolerations } from './toleration-validation.ts'
import { validateTopologySpread } from './topology-spread-validation.ts'
import { visitContainers } from './visit-containers.ts'
import { validateVolumes } from './volume-validation.ts'
import { validateHostProcess } from './windows-options-validation.ts'

const restartPolicies = ['Always', 'OnFailure', 'Never']
const preemptionPolicies = ['PreemptLowerPriority', 'Never']

/** Where the spec stands. */
export interface SpecPlace {
  /** In a Pod, not in the template of a workload. */
  isPod: boolean
  /** The pod's name; '' in a template. */
  podName: string
}

/** Every fault of a defaulted spec. @param at its path. */
export function validatePodSpec(spec: PodSpec, place: SpecPlace, at: FieldPath): FieldError[] {
  const { errors, usable } = validateVolumes(spec.volumes ?? [], place.podName, place.isPod, at.child('volumes'))
  const containers = { spec, volumes: usable }
  return [
    ...errors,
    ...validateResourceClaims(spec.resourceClaims ?? [], at.child('resourceClaims')),
    ...validateContainers(containers, at.child('containers')),
    ...validateInitContainers(containers, at.child('initContainers')),
    ...validateEphemeralContainers(containers, at.child('ephemeralContainers')),
    ...validatePodResources(spec, at.child('resources')),
    ...validateHostNetworkPorts(spec, place.isPod, at.child('containers')),
    ...oneOf(spec.restartPolicy, restartPolicies, at.child('restartPolicy')),
    ...validateDnsPolicy(spec.dnsPolicy, at.child('dnsPolicy')),
    ...validateLabels(spec.nodeSelector, at.child('nodeSelector')),
    ...validatePodSecurityContext(spec, at.child('securityContext')),
    ...validateAffinity(spec.affinity, at.child('affinity')),
    ...validateDnsConfig(spec, at.child('dnsConfig')),
    ...validateGates(spec, at),
    ...validateTopologySpread(spec.topologySpreadConstraints ?? [], at.child('topologySpreadConstraints')),
    ...validateHostProcess(spec, at),
    ...validateHostUsers(spec, at),
    ...validateHostnameOverride(spec, at),
    ...validateNames(spec, at),
    ...validateOs(spec, at),
    ...validateFileKeyVolumes(spec, at),
  ]
}

function oneOf(value: string | undefined, supported: string[], at: FieldPath): FieldError[] {
  if (!value) return [required(at)]
  return supported.includes(value) ? [] : [notSupported(at, value, supported)]
}

// A template may leave hostPort out: it is filled in when the pod is made.
function validateHostNetworkPorts(spec: PodSpec, isPod: boolean, at: FieldPath): FieldError[] {
  if (!spec.hostNetwork) return []
  return (spec.containers ?? []).flatMap((container, containerIndex) =>
    (container.ports ?? []).flatMap(({ hostPort = 0, containerPort }, index) => {
      if (hostPort === containerPort || (!isPod && hostPort === 0)) return []
      const own = at.index(containerIndex).child('ports').index(index).child('hostPort')
      return [invalid(own, hostPort, 'must match `containerPort` when `hostNetwork` is true')]
    }),
  )
}

function validateGates(spec: PodSpec, at: FieldPath): FieldError[] {
  const readiness = (spec.readinessGates ?? []).flatMap(({ conditionType }, index) =>
    validateQualifiedKey(conditionType, at.child('readinessGates').index(index).child('conditionType')),
  )
  const seen = new Set<string>()
  const scheduling = (spec.schedulingGates ?? []).flatMap(({ name }, index) => {
    const own = at.child('schedulingGates').index(index)
    const repeated = seen.has(name) ? [duplicate(own, name)] : []
    seen.add(name)
    return [...validateQualifiedKey(name, own), ...repeated]
  })
  return [...readiness, ...scheduling]
}

// A user namespace of the pod's own goes with no other namespace of the host.
function validateHostUsers(spec: PodSpec, at: FieldPath): FieldError[] {
  if (spec.hostUsers !== false) return []
  const rule = 'when `hostUsers` is false'
  const errors: FieldError[] = []
  if (spec.hostNetwork) errors.push(forbidden(at.child('hostNetwork'), rule))
  if (spec.hostPID) errors.push(forbidden(at.child('HostPID'), rule))
  if (spec.hostIPC) errors.push(forbidden(at.child('HostIPC'), rule))
  visitContainers(spec, at, (container, own) => {
    if (container.volumeDevices?.length) errors.push(forbidden(own.child('volumeDevices'), rule))
  })
  return errors
}

function validateNames(spec: PodSpec, at: FieldPath): FieldError[] {
  const { activeDeadlineSeconds: deadline, preemptionPolicy, overhead } = spec
  const subdomain = (value: string): string[] => nameIsSubdomain(value, false)
  const named = (field: 'serviceAccountName' | 'nodeName' | 'priorityClassName'): FieldError[] =>
    spec[field] ? validateByRule(spec[field], subdomain, at.child(field)) : []
  const labelled = (field: 'hostname' | 'subdomain'): FieldError[] =>
    spec[field] ? validateLabel(spec[field], at.child(field)) : []
  const errors = [...named('serviceAccountName'), ...named('nodeName')]
  if (deadline !== undefined) {
    const own = at.child('activeDeadlineSeconds')
    errors.push(...inRange(deadline, 1, 2 ** 31 - 1).map((sentence) => invalid(own, deadline, sentence)))
  }
  errors.push(...labelled('hostname'), ...labelled('subdomain'))
  errors.push(...validateTolerations(spec.tolerations ?? [], at.child('tolerations')))
  errors.push(...validateHostAliases(spec.hostAliases ?? [], at.child('hostAliases')))
  errors.push(...named('priorityClassName'))
  if (spec.runtimeClassName !== undefined) {
    errors.push(...validateSubdomain(spec.runtimeClassName, at.child('runtimeClassName')))
  }
  if (preemptionPolicy !== undefined) {
    errors.push(...oneOf(preemptionPolicy, preemptionPolicies, at.child('preemptionPolicy')))
  }
  if (overhead) {
    errors.push(
      ...validateResources({ limits: overhead }, validateContainerResourceName, new Set(), at.child('overhead')),
    )
  }
  return errors
}

function validateFileKeyVolumes(spec: PodSpec, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name, volume]))
  visitContainers(spec, at, (container, own) => {
    for (const [index, { valueFrom }] of (container.env ?? []).entries()) {
      const name = valueFrom?.fileKeyRef?.volumeName
      if (name === undefined) continue
      const path = own.child('env').index(index).child('valueFrom', 'fileKeyRef', 'volumeName')
      const volume = volumes.get(name)
      if (!volume) errors.push(notFound(path, name))
      else if (!volume.emptyDir) errors.push(invalid(path, name, 'referenced volume must be of type emptyDir'))
    }
  })
  return errors
}
