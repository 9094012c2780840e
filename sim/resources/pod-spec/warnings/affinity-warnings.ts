// Advice about where a pod may run. k8s: pkg/api/pod/warnings.go, pkg/api/node/util.go
import type { FieldPath } from '../../../api/field-errors.ts'
import { labelValue } from '../../../api/names.ts'
import type { NodeSelectorTerm, PodAffinity, PodSpec } from '../../../generated/types.ts'
import { deprecatedLabelAdvice, nodeSelectorTermWarnings } from '../../node-selector/deprecated-labels.ts'

const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution'
const preferredTerms = 'preferredDuringSchedulingIgnoredDuringExecution'

/** Old names of node labels, and spread constraints that match nothing. @param at the spec's path. */
export function placementWarnings(spec: PodSpec, at: FieldPath): string[] {
  const warnings = Object.keys(spec.nodeSelector ?? {}).flatMap((key) => {
    const advice = deprecatedLabelAdvice(key)
    return advice ? [`${String(at.child('nodeSelector').key(key))}: ${advice}`] : []
  })
  const affinity = spec.affinity?.nodeAffinity ?? {}
  const own = at.child('affinity', 'nodeAffinity')
  for (const [index, term] of (affinity[requiredTerms]?.nodeSelectorTerms ?? []).entries()) {
    warnings.push(...nodeSelectorTermWarnings(term, own.child(requiredTerms, 'nodeSelectorTerms').index(index)))
  }
  for (const [index, { preference }] of (affinity[preferredTerms] ?? []).entries()) {
    const term = own.child(preferredTerms).index(index).child('preference')
    warnings.push(...nodeSelectorTermWarnings(preference, term), ...valueWarnings(preference, term))
  }
  for (const [index, { topologyKey, labelSelector }] of (spec.topologySpreadConstraints ?? []).entries()) {
    const constraint = at.child('topologySpreadConstraints').index(index)
    const advice = deprecatedLabelAdvice(topologyKey)
    if (advice) warnings.push(`${String(constraint.child('topologyKey'))}: ${topologyKey} is ${advice}`)
    if (!labelSelector) warnings.push(nullSelector(constraint.child('labelSelector')))
  }
  return warnings
}

// In a preferred term any value is let pass. The real server puts these between those of the labels' names.
function valueWarnings({ matchExpressions = [] }: NodeSelectorTerm, at: FieldPath): string[] {
  return matchExpressions.flatMap(({ values = [] }, index) =>
    values.flatMap((value, position) => {
      const own = at.child('matchExpressions').index(index).child('values').index(position)
      return labelValue(value).map((sentence) => `${String(own)}: ${value} is invalid, ${sentence}`)
    }),
  )
}

/** Terms of pod affinity without a selector. @param at the path of `affinity`. */
export function affinityWarnings({ affinity }: PodSpec, at: FieldPath): string[] {
  return [
    ...termWarnings(affinity?.podAffinity ?? {}, at.child('podAffinity')),
    ...termWarnings(affinity?.podAntiAffinity ?? {}, at.child('podAntiAffinity')),
  ]
}

function termWarnings(affinity: PodAffinity, at: FieldPath): string[] {
  const needed = (affinity[requiredTerms] ?? []).flatMap(({ labelSelector }, index) =>
    labelSelector ? [] : [nullSelector(at.child(requiredTerms).index(index).child('labelSelector'))],
  )
  const wished = (affinity[preferredTerms] ?? []).flatMap(({ podAffinityTerm }, index) =>
    podAffinityTerm.labelSelector
      ? []
      : [nullSelector(at.child(preferredTerms).index(index).child('podAffinityTerm', 'labelSelector'))],
  )
  return [...needed, ...wished]
}

function nullSelector(at: FieldPath): string {
  return `${String(at)}: a null labelSelector results in matching no pod`
}
