// Nodes that a pod requires (nodeSelector, required affinity) or prefers. k8s: plugins/nodeaffinity
import { aggregate } from '../../api/requirement.ts'
import { parseTerm } from '../../api/node-selector.ts'
import type { NodeSelectorTerm, Pod } from '../../generated/types.ts'
import { nodeBecame } from '../cluster-change.ts'
import { normalized, PluginError, refuse, scored, type Plugin } from '../plugin.ts'
import { matchesRequiredNodeAffinity } from '../../api/required-node-affinity.ts'

const sentence = "node(s) didn't match Pod's node affinity/selector"
const conflict = 'pod affinity terms conflict'

export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  weight: 2,
  helps: (pod, change) => nodeBecame(change, (node) => matchesRequiredNodeAffinity(pod, node)),
  filter(pod) {
    const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
    if (!required && Object.keys(pod.spec?.nodeSelector ?? {}).length === 0) return undefined
    const nodes = required && singledOut(required.nodeSelectorTerms)
    if (nodes?.size === 0) return { refused: refuse(conflict, true) }
    return {
      ...(nodes ? { nodes } : {}),
      of: ({ node }) => (matchesRequiredNodeAffinity(pod, node) ? undefined : refuse(sentence, true)),
    }
  },
  score(pod, feasible) {
    const preferred = preferredTerms(pod)
    if (preferred.length === 0) return undefined
    const raw = scored(feasible, ({ node }) =>
      preferred.reduce((sum, { weight, term }) => sum + (term.matches(node) ? weight : 0), 0),
    )
    return normalized(raw)
  },
}

/** Nodes that matchFields name, when every term names some: no others need to be looked at. */
function singledOut(terms: NodeSelectorTerm[]): Set<string> | undefined {
  let names = new Set<string>()
  for (const term of terms) {
    const fields = (term.matchFields ?? []).filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
    if (fields.length === 0) return undefined
    const sets = fields.map(({ values }) => new Set(values))
    names = names.union(sets.reduce((all, set) => all.intersection(set)))
  }
  return names
}

function preferredTerms(pod: Pod): { weight: number; term: ReturnType<typeof parseTerm> }[] {
  const wishes = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  const terms = wishes.map(({ weight, preference }, index) => ({ weight, term: parseTerm(preference, `[${index}]`) }))
  const errors = terms.flatMap(({ term }) => (term.error === undefined ? [] : [term.error]))
  if (errors.length > 0) throw new PluginError(aggregate(errors))
  return terms.filter(({ weight }) => weight > 0)
}
