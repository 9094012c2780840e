// Advice about a pod's spec that is let pass: what is deprecated, hidden or will not do what it seems to.
// k8s: pkg/api/pod/warnings.go warningsForPodSpecAndMeta
import type { FieldPath } from '../../../api/field-errors.ts'
import type { PodSpec, ResourceRequirements } from '../../../generated/types.ts'
import { quantityMilliValue } from '../../../api/quantity.ts'
import { affinityWarnings, placementWarnings } from './affinity-warnings.ts'
import { containerSeccomp, podSeccomp } from '../annotation-validation.ts'
import { annotationWarnings, seccompWarnings } from './annotation-warnings.ts'
import { envWarnings } from './env-warnings.ts'
import { ipWarnings } from './ip-warnings.ts'
import { overlapWarnings } from './overlap-warnings.ts'
import { portWarnings } from './port-warnings.ts'
import { volumeWarnings } from './volume-warnings.ts'
import { visitContainers } from '../visit-containers.ts'

type Annotations = { [key: string]: string }

/** Sentences for the Warning header, in the server's order. @param at what holds the spec: empty for a Pod, `spec.template` for a workload. */
export function podSpecWarnings(spec: PodSpec, annotations: Annotations, at: FieldPath): string[] {
  const own = at.child('spec')
  const annotationsAt = at.child('metadata', 'annotations')
  const warnings = [
    ...placementWarnings(spec, own),
    ...annotationWarnings(annotations, annotationsAt),
    ...volumeWarnings(spec.volumes ?? [], own.child('volumes')),
    ...overlapWarnings(spec.volumes ?? []),
    ...repeatWarnings(
      'ip',
      (spec.hostAliases ?? []).map(({ ip }) => ip),
      own.child('hostAliases'),
    ),
    ...pullSecretWarnings(
      (spec.imagePullSecrets ?? []).map(({ name = '' }) => name),
      own.child('imagePullSecrets'),
    ),
    ...fractionWarnings(spec.overhead ?? {}, own.child('overhead')),
    ...seccompWarnings(annotations, podSeccomp, spec.securityContext, annotationsAt),
  ]
  visitContainers(spec, own, (container, containerAt) => {
    const key = containerSeccomp + container.name
    warnings.push(...seccompWarnings(annotations, key, container.securityContext, annotationsAt))
    warnings.push(...resourceWarnings(container.resources ?? {}, containerAt.child('resources')))
    warnings.push(...envWarnings(container.env ?? [], containerAt.child('env')))
  })
  warnings.push(...portWarnings(spec, own))
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    const field = own.child('terminationGracePeriodSeconds')
    warnings.push(`${String(field)}: must be >= 0; negative values are invalid and will be treated as 1`)
  }
  warnings.push(...affinityWarnings(spec, own.child('affinity')))
  for (const [index, server] of (spec.dnsConfig?.nameservers ?? []).entries()) {
    warnings.push(...ipWarnings(server, own.child('dnsConfig', 'nameservers').index(index)))
  }
  for (const [index, { ip }] of (spec.hostAliases ?? []).entries()) {
    warnings.push(...ipWarnings(ip, own.child('hostAliases').index(index).child('ip')))
  }
  return warnings
}

function repeatWarnings(field: string, values: string[], at: FieldPath): string[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index
      ? [`${String(at.index(index).child(field))}: duplicate ${field} ${JSON.stringify(value)}`]
      : [],
  )
}

function pullSecretWarnings(names: string[], at: FieldPath): string[] {
  const empty = names.flatMap((name, index) =>
    name === '' ? [`${String(at.index(index).child('name'))}: invalid empty name ""`] : [],
  )
  return [...repeatWarnings('name', names, at), ...empty]
}

function resourceWarnings({ limits = {}, requests = {} }: ResourceRequirements, at: FieldPath): string[] {
  const memory = [
    ...fractions('memory', limits, at.child('limits')),
    ...fractions('memory', requests, at.child('requests')),
  ]
  const storage = 'ephemeral-storage'
  return [
    ...memory,
    ...fractions(storage, limits, at.child('limits')),
    ...fractions(storage, requests, at.child('requests')),
  ]
}

function fractionWarnings(amounts: { [name: string]: string }, at: FieldPath): string[] {
  return [...fractions('memory', amounts, at), ...fractions('ephemeral-storage', amounts, at)]
}

function fractions(name: string, amounts: { [name: string]: string }, at: FieldPath): string[] {
  const amount = amounts[name]
  if (amount === undefined || quantityMilliValue(amount) % 1000n === 0n) return []
  return [`${String(at.key(name))}: fractional byte value ${JSON.stringify(amount)} is invalid, must be an integer`]
}
