// Affinities of a pod to nodes and to other pods. k8s: pkg/apis/core/validation/validation.go validateAffinity
import { invalid, required, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { validateLabelName, validateLabelSelector } from '../../api/label-selector-validation.ts'
import { nameIsLabel } from '../../api/names.ts'
import type { Affinity, NodeAffinity, PodAffinity, PodAffinityTerm } from '../../generated/types.ts'
import { validateMatchLabelKeys } from './match-label-keys-validation.ts'
import { validateByRule } from './name-validation.ts'
import { validateNodeSelector, validateNodeSelectorTerm } from './node-selector-validation.ts'

const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution'
const preferredTerms = 'preferredDuringSchedulingIgnoredDuringExecution'

/** Every fault of a pod's affinity. */
export function validateAffinity(affinity: Affinity | undefined, at: FieldPath): FieldError[] {
  if (!affinity) return []
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity
  return [
    ...(nodeAffinity ? validateNodeAffinity(nodeAffinity, at.child('nodeAffinity')) : []),
    ...(podAffinity ? validatePodAffinity(podAffinity, at.child('podAffinity')) : []),
    ...(podAntiAffinity ? validatePodAffinity(podAntiAffinity, at.child('podAntiAffinity')) : []),
  ]
}

function validateNodeAffinity(affinity: NodeAffinity, at: FieldPath): FieldError[] {
  const selector = affinity[requiredTerms]
  const errors = selector ? validateNodeSelector(selector, at.child(requiredTerms)) : []
  for (const [index, { weight, preference }] of (affinity[preferredTerms] ?? []).entries()) {
    const own = at.child(preferredTerms).index(index)
    errors.push(...validateWeight(weight, own.child('weight')))
    errors.push(...validateNodeSelectorTerm(preference, false, own.child('preference')))
  }
  return errors
}

function validatePodAffinity(affinity: PodAffinity, at: FieldPath): FieldError[] {
  return [
    ...(affinity[requiredTerms] ?? []).flatMap((term, index) =>
      validateTerm(term, at.child(requiredTerms).index(index)),
    ),
    ...(affinity[preferredTerms] ?? []).flatMap(({ weight, podAffinityTerm }, index) => {
      const own = at.child(preferredTerms).index(index)
      return [
        ...validateWeight(weight, own.child('weight')),
        ...validateTerm(podAffinityTerm, own.child('podAffinityTerm')),
      ]
    }),
  ]
}

function validateWeight(weight: number, at: FieldPath): FieldError[] {
  return weight > 0 && weight <= 100 ? [] : [invalid(at, weight, 'must be in the range 1-100')]
}

function validateTerm(term: PodAffinityTerm, at: FieldPath): FieldError[] {
  const errors = [
    ...validateLabelSelector(term.labelSelector, at.child('labelSelector')),
    ...validateLabelSelector(term.namespaceSelector, at.child('namespaceSelector')),
  ]
  for (const namespace of term.namespaces ?? []) {
    errors.push(...validateByRule(namespace, (name) => nameIsLabel(name, false), at.child('namespace')))
  }
  errors.push(...validateMatchLabelKeys(term, at))
  if (!term.topologyKey) errors.push(required(at.child('topologyKey'), 'can not be empty'))
  return [...errors, ...validateLabelName(term.topologyKey, at.child('topologyKey'))]
}
