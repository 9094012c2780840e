// What a probe or a hook does: run a command, ask over HTTP, open a port, sleep.
// k8s: pkg/apis/core/validation/validation.go validateHandler, validateProbe, validateLifecycle
import { forbidden, invalid, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateNonnegative } from '../../api/meta-validation.ts'
import { httpHeaderName } from '../../api/names.ts'
import type { Container, GRPCAction, HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '../../generated/types.ts'
import { validateByRule } from './name-validation.ts'
import { validatePortReference } from './port-validation.ts'

type Handler = LifecycleHandler & { grpc?: GRPCAction }

const schemes = ['HTTP', 'HTTPS']

/** Every fault of a container's hooks and probes. @param graceSeconds the pod's, in which a hook must fit. */
export function validateHooksAndProbes(
  container: Container,
  graceSeconds: number | undefined,
  at: FieldPath,
): FieldError[] {
  const { lifecycle, livenessProbe, readinessProbe, startupProbe } = container
  return [
    ...(lifecycle ? validateLifecycle(lifecycle, graceSeconds, at.child('lifecycle')) : []),
    ...validateRestartingProbe(livenessProbe, graceSeconds, at.child('livenessProbe')),
    ...validateReadinessProbe(readinessProbe, graceSeconds, at.child('readinessProbe')),
    ...validateRestartingProbe(startupProbe, graceSeconds, at.child('startupProbe')),
  ]
}

function validateLifecycle(lifecycle: Lifecycle, graceSeconds: number | undefined, at: FieldPath): FieldError[] {
  const { postStart, preStop } = lifecycle
  return [
    ...(postStart ? validateHandler(postStart, graceSeconds, at.child('postStart')) : []),
    ...(preStop ? validateHandler(preStop, graceSeconds, at.child('preStop')) : []),
  ]
}

function validateRestartingProbe(probe: Probe | undefined, grace: number | undefined, at: FieldPath): FieldError[] {
  if (!probe) return []
  const errors = validateProbe(probe, grace, at)
  const { successThreshold = 0 } = probe
  if (successThreshold !== 1) errors.push(invalid(at.child('successThreshold'), successThreshold, 'must be 1'))
  return errors
}

function validateReadinessProbe(probe: Probe | undefined, grace: number | undefined, at: FieldPath): FieldError[] {
  if (!probe) return []
  const errors = validateProbe(probe, grace, at)
  const own = probe.terminationGracePeriodSeconds
  if (own !== undefined) {
    errors.push(invalid(at.child('terminationGracePeriodSeconds'), own, 'must not be set for readinessProbes'))
  }
  return errors
}

function validateProbe(probe: Probe, grace: number | undefined, at: FieldPath): FieldError[] {
  const errors = validateHandler(probe, grace, at)
  const counts = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold']
  for (const name of counts as (keyof Probe & `${string}${'Seconds' | 'Threshold'}`)[]) {
    errors.push(...validateNonnegative(probe[name] ?? 0, at.child(name)))
  }
  const own = probe.terminationGracePeriodSeconds
  if (own !== undefined && own <= 0) {
    errors.push(invalid(at.child('terminationGracePeriodSeconds'), own, 'must be greater than 0'))
  }
  return errors
}

// Only the first kind is judged; each further one is forbidden.
function validateHandler(handler: Handler, graceSeconds: number | undefined, at: FieldPath): FieldError[] {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler
  const kinds: [string, () => FieldError[]][] = []
  if (exec) {
    kinds.push(['exec', () => (exec.command?.length ? [] : [required(at.child('exec', 'command'))])])
  }
  if (httpGet) kinds.push(['httpGet', () => validateHttpGet(httpGet, at.child('httpGet'))])
  if (tcpSocket) kinds.push(['tcpSocket', () => validatePortReference(tcpSocket.port, at.child('tcpSocket', 'port'))])
  if (grpc) kinds.push(['grpc', () => validatePortReference(grpc.port, at.child('grpc', 'port'))])
  if (sleep) kinds.push(['sleep', () => validateSleep(sleep.seconds, graceSeconds, at.child('sleep'))])
  if (kinds.length === 0) return [required(at, 'must specify a handler type')]
  return kinds.flatMap(([name, validate], index) =>
    index === 0 ? validate() : [forbidden(at.child(name), 'may not specify more than 1 handler type')],
  )
}

function validateHttpGet(action: HTTPGetAction, at: FieldPath): FieldError[] {
  const errors = action.path ? [] : [required(at.child('path'))]
  errors.push(...validatePortReference(action.port, at.child('port')))
  if (!schemes.includes(action.scheme ?? '')) {
    errors.push(notSupported(at.child('scheme'), action.scheme ?? '', schemes))
  }
  for (const header of action.httpHeaders ?? []) {
    errors.push(...validateByRule(header.name, httpHeaderName, at.child('httpHeaders')))
  }
  return errors
}

function validateSleep(seconds: number, graceSeconds: number | undefined, at: FieldPath): FieldError[] {
  if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return []
  const rule = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`
  return [invalid(at, seconds, rule)]
}
