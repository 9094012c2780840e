// Node selectors: required terms over a node's labels and name. k8s: component-helpers/scheduling/corev1/nodeaffinity
import type { PlacedNode, Requirement } from './objects.ts'

/** One of the terms has to hold; a term without anything holds for no node. */
export function someTermMatches(
  terms: { matchExpressions?: Requirement[]; matchFields?: Requirement[] }[],
  node: PlacedNode,
): boolean {
  const labels = node.metadata.labels ?? {}
  return terms.some(({ matchExpressions = [], matchFields = [] }) => {
    if (matchExpressions.length + matchFields.length === 0) return false
    return (
      matchExpressions.every((each) => holds(each, labels[each.key])) &&
      matchFields.every((each) => each.key === 'metadata.name' && holds(each, node.metadata.name))
    )
  })
}

/** The six operators. */
function holds({ operator, values = [] }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0])
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0])
    default:
      return false
  }
}

/** `zona In (a, b)`, as a learner reads it. */
export function requirementText({ key, operator, values = [] }: Requirement): string {
  return values.length > 0 ? `${key} ${operator} (${values.join(', ')})` : `${key} ${operator}`
}
