// Labels of nodes that have a newer name, and the advice about them. k8s: pkg/api/node/util.go
import type { FieldPath } from '../../api/field-errors.ts'
import type { NodeSelectorTerm } from '../../generated/types.ts'

const advice: Record<string, string> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
}

/** The sentence about a label, or undefined when it is a good one. */
export function deprecatedLabelAdvice(key: string): string | undefined {
  return Object.hasOwn(advice, key) ? advice[key] : undefined
}

/** Warnings about one term of a node selector. */
export function nodeSelectorTermWarnings(term: NodeSelectorTerm, at: FieldPath): string[] {
  return (term.matchExpressions ?? []).flatMap(({ key }, index) => {
    const sentence = deprecatedLabelAdvice(key)
    return sentence
      ? [`${at.child('matchExpressions').index(index).child('key').toString()}: ${key} is ${sentence}`]
      : []
  })
}
