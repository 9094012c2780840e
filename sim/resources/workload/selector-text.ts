// A label selector as tables and `/scale` write it: `app=web,tier in (a,b)`. k8s: apimachinery/pkg/labels/selector.go String
import type { LabelSelector, LabelSelectorRequirement } from '../../generated/types.ts'

/** '' for a selector that says nothing. */
export function selectorText(selector: LabelSelector | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` }))
  const expressions = (selector?.matchExpressions ?? []).map((requirement) => ({
    key: requirement.key,
    text: requirementText(requirement),
  }))
  return [...labels, ...expressions]
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join(',')
}

function requirementText({ key, operator, values }: LabelSelectorRequirement): string {
  if (operator === 'Exists') return key
  if (operator === 'DoesNotExist') return `!${key}`
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${(values ?? []).toSorted().join(',')})`
}
