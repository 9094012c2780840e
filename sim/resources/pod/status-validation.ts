// What the node agent may say of a Pod. k8s: pkg/apis/core/validation/validation.go ValidatePodStatusUpdate
import { forbidden, invalid, path, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { parseIp, validateLegacyIp } from '../../api/ip-address.ts'
import { validateImmutable } from '../../api/meta-validation.ts'
import { qualifiedKey } from '../../api/names.ts'
import type { Container, ContainerStatus, Pod, PodCondition, PodSpec } from '../../generated/types.ts'
import { validateSubdomain } from '../volume-source/rules.ts'
import { validateByRule } from '../pod-spec/name-validation.ts'

const systemConditions = ['PodScheduled', 'Ready', 'Initialized']

/** Every fault of a new status. */
export function validatePodStatus(pod: Pod, old: Pod): FieldError[] {
  const at = path('status')
  const status = pod.status ?? {}
  const before = old.status ?? {}
  const spec = old.spec ?? { containers: [] }
  const errors = validateConditions(status.conditions ?? [], at.child('conditions'))
  errors.push(...validateNomination(pod, old, at.child('nominatedNodeName')))
  if ((status.observedGeneration ?? 0) < 0) {
    const own = at.child('observedGeneration')
    errors.push(invalid(own, status.observedGeneration, 'must be a non-negative integer'))
  }
  errors.push(...validateImmutable(status.qosClass ?? '', before.qosClass ?? '', at.child('qosClass')))
  const lists = [
    ['containerStatuses', spec.containers ?? []],
    ['initContainerStatuses', spec.initContainers ?? []],
    ['ephemeralContainerStatuses', undefined],
  ] as const
  for (const [list, containers] of lists) {
    errors.push(...validateTransitions(status[list] ?? [], before[list] ?? [], containers, spec, at.child(list)))
  }
  const podIps = (status.podIPs ?? []).map(({ ip }) => ip)
  errors.push(
    ...validateIps(
      podIps,
      (before.podIPs ?? []).map(({ ip }) => ip),
      status.podIPs,
      at.child('podIPs'),
    ),
  )
  const hostIps = (status.hostIPs ?? []).map(({ ip }) => ip)
  if (hostIps.length > 0 && status.hostIP !== hostIps[0]) {
    errors.push(invalid(at.child('hostIPs').index(0).child('ip'), hostIps[0], 'must be equal to `hostIP`'))
  }
  errors.push(
    ...validateIps(
      hostIps,
      (before.hostIPs ?? []).map(({ ip }) => ip),
      status.hostIPs,
      at.child('hostIPs'),
    ),
  )
  return errors
}

function validateConditions(conditions: PodCondition[], at: FieldPath): FieldError[] {
  return conditions.flatMap(({ type, observedGeneration = 0 }, index) => {
    const own = at.index(index)
    const errors: FieldError[] = []
    if (observedGeneration < 0) {
      errors.push(invalid(own.child('observedGeneration'), observedGeneration, 'must be a non-negative integer'))
    }
    if (!systemConditions.includes(type)) errors.push(...validateByRule(type, qualifiedKey, own.child('Type')))
    return errors
  })
}

function validateNomination(pod: Pod, old: Pod, at: FieldPath): FieldError[] {
  const name = pod.status?.nominatedNodeName
  if (!name || name === old.status?.nominatedNodeName) return []
  const errors = validateSubdomain(name, at)
  if (old.spec?.nodeName) errors.push(forbidden(at, 'may not be set on pods that are already bound to a node'))
  return errors
}

// A container that has ended for good does not run again.
function validateTransitions(
  statuses: ContainerStatus[],
  before: ContainerStatus[],
  containers: readonly Container[] | undefined,
  spec: PodSpec,
  at: FieldPath,
): FieldError[] {
  return before.flatMap((old, index) => {
    const ended = old.state?.terminated
    const status = statuses.find(({ name }) => name === old.name)
    if (!ended || !status || status.state?.terminated) return []
    const container = containers?.find(({ name }) => name === old.name)
    if (container && mayRestart(container, spec, ended.exitCode)) return []
    return [forbidden(at.index(index).child('state'), 'may not be transitioned to non-terminated state')]
  })
}

/** k8s: pkg/api/v1/pod/util.go ContainerShouldRestart */
function mayRestart({ restartPolicy, restartPolicyRules = [] }: Container, spec: PodSpec, exitCode: number): boolean {
  const rule = restartPolicyRules.find(({ exitCodes }) => {
    const listed = exitCodes?.values?.includes(exitCode) ?? false
    return exitCodes?.operator === 'In' ? listed : exitCodes?.operator === 'NotIn' && !listed
  })
  if (restartPolicy !== undefined && rule?.action === 'Restart') return true
  const policy = restartPolicy ?? spec.restartPolicy
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0)
}

function validateIps(ips: string[], before: string[], shown: unknown, at: FieldPath): FieldError[] {
  const errors = ips.flatMap((ip, index) => validateLegacyIp(at.index(index), ip, before))
  if (ips.length < 2) return errors
  const addresses = ips.map(parseIp)
  const broken = addresses.findIndex((address) => !address)
  if (broken !== -1) {
    const detail = `failed to check for dual stack with error:invalid IP[${broken}]: ${ips[broken]}`
    errors.push({ type: 'Internal error', field: String(at), detail })
  }
  const families = new Set(addresses.map((address) => address?.family))
  if (ips.length > 2 || broken !== -1 || families.size < 2) {
    errors.push(invalid(at, goIps(shown), 'may specify no more than one IP for each IP family'))
  }
  return errors
}

// The message shows Go's own struct.
function goIps(shown: unknown): unknown {
  return (shown as { ip: string }[]).map(({ ip }) => ({ IP: ip }))
}
