// Turns `matchLabelKeys` into plain selector requirements with the pod's own labels, once, at creation.
// k8s: pkg/registry/core/pod/strategy.go mutatePodAffinity, mutateTopologySpreadConstraints
import type { LabelSelector, PodAffinity, PodSpec } from '../../generated/types.ts'

type Labels = { [key: string]: string }

/** @param labels the pod's; keys that it lacks are left out. The spec is changed in place. */
export function mergeMatchLabelKeys(spec: PodSpec, labels: Labels): void {
  for (const affinity of [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity]) {
    for (const term of affinity ? termsOf(affinity) : []) {
      require(term.labelSelector, term.matchLabelKeys, 'In', labels)
      require(term.labelSelector, term.mismatchLabelKeys, 'NotIn', labels)
    }
  }
  for (const constraint of spec.topologySpreadConstraints ?? []) {
    require(constraint.labelSelector, constraint.matchLabelKeys, 'In', labels)
  }
}

function termsOf(affinity: PodAffinity): NonNullable<PodAffinity['requiredDuringSchedulingIgnoredDuringExecution']> {
  return [
    ...(affinity.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]
}

// A term without selector matches nothing, and stays so.
function require(
  selector: LabelSelector | undefined,
  keys: string[] | undefined,
  operator: string,
  labels: Labels,
): void {
  if (!selector || !keys) return
  const added = keys.flatMap((key) => (labels[key] === undefined ? [] : [{ key, operator, values: [labels[key]] }]))
  if (added.length > 0) selector.matchExpressions = [...(selector.matchExpressions ?? []), ...added]
}
