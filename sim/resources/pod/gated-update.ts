// Where a pod that waits at a scheduling gate may still be sent: only to fewer nodes.
// k8s: pkg/apis/core/validation/validation.go validateNodeSelectorMutation, validateNodeAffinityMutation
import { invalid, type FieldError, type FieldPath } from '../../api/field-errors.ts'
import { internalJson } from '../../api/internal-json.ts'
import { sameValue } from '../../api/meta-validation.ts'
import type { NodeAffinity, NodeSelectorTerm, PodSpec } from '../../generated/types.ts'

const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution'

/** Judges the changes of nodeSelector and node affinity, and undoes them in `masked`, so that only others remain in it. */
export function maskGatedChanges(masked: PodSpec, old: PodSpec, at: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  if (!sameValue(masked.nodeSelector, old.nodeSelector)) {
    const { nodeSelector: after = {} } = masked
    const kept = Object.entries(old.nodeSelector ?? {}).every(([key, value]) => after[key] === value)
    if (!kept) {
      const rule = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'
      errors.push(invalid(at.child('nodeSelector'), masked.nodeSelector ?? null, rule))
    }
    if (old.nodeSelector) masked.nodeSelector = old.nodeSelector
    else delete masked.nodeSelector
  }
  const before = old.affinity?.nodeAffinity
  const after = masked.affinity?.nodeAffinity
  if (sameValue(before, after)) return errors
  errors.push(...validateNodeAffinityChange(after, before, at.child('affinity', 'nodeAffinity')))
  const { nodeAffinity: _, ...others } = masked.affinity ?? {}
  if (before) masked.affinity = { ...others, nodeAffinity: before }
  else if (old.affinity || Object.keys(others).length > 0) masked.affinity = others
  else delete masked.affinity
  return errors
}

function validateNodeAffinityChange(
  after: NodeAffinity | undefined,
  before: NodeAffinity | undefined,
  at: FieldPath,
): FieldError[] {
  const oldTerms = before?.[requiredTerms]?.nodeSelectorTerms ?? []
  const terms = after?.[requiredTerms]?.nodeSelectorTerms ?? []
  const own = at.child(requiredTerms, 'nodeSelectorTerms')
  if (oldTerms.length === 0) return []
  if (oldTerms.length !== terms.length) {
    const shown = terms.length > 0 ? terms.map(goTerm) : null
    return [invalid(own, shown, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed')]
  }
  return oldTerms.flatMap((old, index) => {
    const term = terms[index]!
    if (hasOnlyAdditions(term, old)) return []
    const rule = 'only additions are allowed (no mutations or deletions)'
    return [invalid(own.index(index), goTerm(term), rule)]
  })
}

function hasOnlyAdditions(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const lists = ['matchExpressions', 'matchFields'] as const
  const length = (of: NodeSelectorTerm): number => lists.reduce((sum, list) => sum + (of[list]?.length ?? 0), 0)
  if (length(old) === 0) return length(term) === 0
  return lists.every((list) => {
    const before = old[list] ?? []
    return before.length === 0 || sameValue((term[list] ?? []).slice(0, before.length), before)
  })
}

function goTerm(term: NodeSelectorTerm): unknown {
  return internalJson(term, 'NodeSelectorTerm')
}
