// A label selector as an error shows it: fields in Go's order, empty ones left out.
import type { LabelSelector } from '../../generated/types.ts'

/** @returns a value whose JSON is what the server prints. */
export function shownSelector(selector: LabelSelector | undefined): LabelSelector | null {
  if (!selector) return null
  const { matchLabels = {}, matchExpressions = [] } = selector
  return {
    ...(Object.keys(matchLabels).length > 0 ? { matchLabels: sorted(matchLabels) } : {}),
    ...(matchExpressions.length > 0
      ? {
          matchExpressions: matchExpressions.map(({ key, operator, values = [] }) => ({
            key,
            operator,
            ...(values.length > 0 ? { values } : {}),
          })),
        }
      : {}),
  }
}

function sorted(labels: { [key: string]: string }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
