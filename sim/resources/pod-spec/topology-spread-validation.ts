// How evenly pods spread over zones and nodes. k8s: pkg/apis/core/validation/validation.go validateTopologySpreadConstraints
import { duplicate, invalid, notSupported, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLabelSelector } from '../../api/label-selector-validation.ts'
import type { TopologySpreadConstraint } from '../../generated/types.ts'
import { validateMatchLabelKeys } from './match-label-keys-validation.ts'

const actions = ['DoNotSchedule', 'ScheduleAnyway']
const inclusions = ['Honor', 'Ignore']

/** Every fault of a pod's spread constraints. */
export function validateTopologySpread(constraints: TopologySpreadConstraint[], at: FieldPath): FieldError[] {
  return constraints.flatMap((constraint, index) => {
    const own = at.index(index)
    const { maxSkew, topologyKey, whenUnsatisfiable, nodeAffinityPolicy, nodeTaintsPolicy } = constraint
    const errors = validatePositive(maxSkew, own.child('maxSkew'))
    if (!topologyKey) errors.push(required(own.child('topologyKey'), 'can not be empty'))
    if (!actions.includes(whenUnsatisfiable)) {
      errors.push(notSupported(own.child('whenUnsatisfiable'), whenUnsatisfiable, actions))
    }
    const twin = constraints
      .slice(index + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable)
    if (twin) {
      errors.push(duplicate(own.child('{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${whenUnsatisfiable}}`))
    }
    errors.push(...validateMinDomains(constraint, own.child('minDomains')))
    errors.push(...validateInclusion(nodeAffinityPolicy, own.child('nodeAffinityPolicy')))
    errors.push(...validateInclusion(nodeTaintsPolicy, own.child('nodeTaintsPolicy')))
    errors.push(...validateMatchLabelKeys(constraint, own))
    errors.push(...validateLabelSelector(constraint.labelSelector, own.child('labelSelector')))
    return errors
  })
}

function validatePositive(value: number, at: FieldPath): FieldError[] {
  return value > 0 ? [] : [invalid(at, value, 'must be greater than zero')]
}

function validateMinDomains({ minDomains, whenUnsatisfiable }: TopologySpreadConstraint, at: FieldPath): FieldError[] {
  if (minDomains === undefined) return []
  const errors = validatePositive(minDomains, at)
  if (whenUnsatisfiable !== 'DoNotSchedule') {
    const rule = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`
    errors.push(invalid(at, minDomains, rule))
  }
  return errors
}

function validateInclusion(policy: string | undefined, at: FieldPath): FieldError[] {
  return policy === undefined || inclusions.includes(policy) ? [] : [notSupported(at, policy, inclusions)]
}
