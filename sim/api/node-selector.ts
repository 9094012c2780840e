// Node selectors of affinity and of volumes. k8s: component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go
import type { Node, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../generated/types.ts'
import { fulfils, requirement, SelectorError, type Requirement, type SelectorOperator } from './requirement.ts'

/** What a term looks at: a whole Node, or anything with labels. */
export type SelectableNode = Pick<Node, 'metadata'>

const operators = new Map<string, SelectorOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
])

/** A term with its requirements read. `error` is the sentence of what cannot be read; such a term matches nothing. */
export interface ParsedTerm {
  readonly error?: string
  matches(node: SelectableNode): boolean
}

/** Reads one term. An empty term matches nothing. `at` stands in front of what cannot be read: `[2]`. */
export function parseTerm(term: NodeSelectorTerm, at = ''): ParsedTerm {
  const expressions = term.matchExpressions ?? []
  const fields = term.matchFields ?? []
  if (expressions.length === 0 && fields.length === 0) return { matches: () => false }
  try {
    const labels = expressions.map((expression, index) =>
      readRequirement(expression, `${at}.matchExpressions[${index}]`),
    )
    return {
      matches: (node) =>
        labels.every((wanted) => fulfils(wanted, node.metadata.labels ?? {})) &&
        fields.every((field) => fieldMatches(field, node)),
    }
  } catch (error) {
    if (error instanceof SelectorError) return { error: error.message, matches: () => false }
    throw error
  }
}

/** Does any term match? Terms that cannot be read do not. */
export function nodeSelectorMatches(selector: NodeSelector, node: SelectableNode): boolean {
  return selector.nodeSelectorTerms.some((term) => parseTerm(term).matches(node))
}

function readRequirement({ key, operator, values }: NodeSelectorRequirement, at: string): Requirement {
  const known = operators.get(operator)
  if (!known) throw new SelectorError(`${at}.operator: Invalid value: "${operator}": not a valid selector operator`)
  try {
    return requirement(key, known, values ?? [])
  } catch (error) {
    if (error instanceof SelectorError) throw new SelectorError(`${at}.${error.message}`)
    throw error
  }
}

/** Only metadata.name can be asked for. */
function fieldMatches({ key, operator, values }: NodeSelectorRequirement, node: SelectableNode): boolean {
  if (key !== 'metadata.name' || values?.length !== 1) return false
  const equal = node.metadata.name === values[0]
  return operator === 'In' ? equal : operator === 'NotIn' && !equal
}
