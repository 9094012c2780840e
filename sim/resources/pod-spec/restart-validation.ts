// When a container starts again, of itself and when it is resized.
// k8s: pkg/apis/core/validation/validation.go validateContainerRestartPolicy, validateResizePolicy
import {
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  tooLong,
  type FieldError,
  type FieldPath,
} from '../../api/field-errors.ts'
import type { Container, ContainerResizePolicy, ContainerRestartRule } from '../../generated/types.ts'

const policies = ['Always', 'Never', 'OnFailure']
const operators = ['In', 'NotIn']
const actions = ['Restart']
const rulesMax = 20
const exitCodesMax = 255
const resizable = ['cpu', 'memory']
const resizePolicies = ['NotRequired', 'RestartContainer']

/** A container's own restartPolicy and its rules. An init container's `Always` makes it a sidecar, which has no rules. */
export function validateRestart(container: Container, isInit: boolean, at: FieldPath): FieldError[] {
  const { restartPolicy, restartPolicyRules: rules = [] } = container
  if (restartPolicy === undefined) {
    const missing = required(at.child('restartPolicy'), 'must specify restartPolicy when restart rules are used')
    if (rules.length === 0) return []
    return isInit ? [missing] : [missing, ...validateRules(rules, at.child('restartPolicyRules'))]
  }
  if (isInit && restartPolicy === 'Always') {
    if (rules.length === 0) return []
    const detail = 'restartPolicyRules are not allowed for init containers with restart policy Always'
    return [forbidden(at.child('restartPolicyRules'), detail)]
  }
  const known = policies.includes(restartPolicy)
  return [
    ...(known ? [] : [notSupported(at.child('restartPolicy'), restartPolicy, policies)]),
    ...validateRules(rules, at.child('restartPolicyRules')),
  ]
}

function validateRules(rules: ContainerRestartRule[], at: FieldPath): FieldError[] {
  const errors = rules.length > rulesMax ? [tooLong(at, rulesMax)] : []
  for (const [index, { action, exitCodes }] of rules.entries()) {
    const own = at.index(index)
    if (!actions.includes(action)) errors.push(notSupported(own.child('action'), action, actions))
    if (!exitCodes) errors.push(required(own.child('exitCodes'), 'must be specified'))
    else {
      // Stated as required, but the server takes it left out and then refuses it.
      const sent: Partial<typeof exitCodes> = exitCodes
      const operator = sent.operator ?? ''
      if (!operators.includes(operator)) {
        errors.push(notSupported(own.child('exitCodes', 'operator'), operator, operators))
      }
      if ((exitCodes.values ?? []).length > exitCodesMax) {
        errors.push(tooLong(own.child('exitCodes', 'values'), exitCodesMax))
      }
    }
  }
  return errors
}

/** What a change of resources does to the container. Most errors stand at the list, as in Kubernetes. */
export function validateResizePolicy(
  resizes: ContainerResizePolicy[],
  podRestartPolicy: string | undefined,
  at: FieldPath,
): FieldError[] {
  const seen = new Set<string>()
  return resizes.flatMap(({ resourceName, restartPolicy }, index) => {
    const errors = seen.has(resourceName) ? [duplicate(at.index(index), resourceName)] : []
    seen.add(resourceName)
    errors.push(...oneOf(resourceName, resizable, at), ...oneOf(restartPolicy, resizePolicies, at))
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      errors.push(invalid(at, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"))
    }
    return errors
  })
}

function oneOf(value: string, supported: string[], at: FieldPath): FieldError[] {
  if (!value) return [required(at)]
  return supported.includes(value) ? [] : [notSupported(at, value, supported)]
}
