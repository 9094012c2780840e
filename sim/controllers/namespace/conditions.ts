// What a namespace that is being deleted says of what is still in it. Pure.
// k8s: pkg/controller/namespace/deletion/status_condition_utils.go
import { timestamp } from '../../clock.ts'
import type { NamespaceCondition } from '../../generated/types.ts'

/** What the deletion found: counts by `pods.` or `deployments.apps`, counts by finalizer, and what failed. */
export interface Remains {
  resources: ReadonlyMap<string, number>
  finalizers: ReadonlyMap<string, number>
  failures: readonly string[]
}

interface Kind {
  type: string
  ok: [reason: string, message: string]
  found: (remains: Remains) => [reason: string, message: string] | undefined
}

const kinds: Kind[] = [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    ok: ['ResourcesDiscovered', 'All resources successfully discovered'],
    found: () => undefined,
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    ok: ['ParsedGroupVersions', 'All legacy kube types successfully parsed'],
    found: () => undefined,
  },
  {
    type: 'NamespaceDeletionContentFailure',
    ok: ['ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
    found({ failures }) {
      if (failures.length === 0) return undefined
      const sorted = failures.toSorted().join(', ')
      const message = `Failed to delete all resource types, ${failures.length} remaining: ${sorted}`
      return ['ContentDeletionFailed', message]
    },
  },
  {
    type: 'NamespaceContentRemaining',
    ok: ['ContentRemoved', 'All content successfully removed'],
    found({ resources }) {
      const parts = [...resources].map(([name, count]) => `${name} has ${count} resource instances`)
      if (parts.length === 0) return undefined
      return ['SomeResourcesRemain', `Some resources are remaining: ${parts.toSorted().join(', ')}`]
    },
  },
  {
    type: 'NamespaceFinalizersRemaining',
    ok: ['ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
    found({ finalizers }) {
      const parts = [...finalizers].map(([name, count]) => `${name} in ${count} resource instances`)
      if (parts.length === 0) return undefined
      const list = parts.toSorted().join(', ')
      return ['SomeFinalizersRemain', `Some content in the namespace has finalizers remaining: ${list}`]
    },
  },
]

/** The conditions after a pass of deletion. */
export function deletionConditions(
  old: readonly NamespaceCondition[],
  remains: Remains,
  nowMs: number,
): NamespaceCondition[] {
  const result = [...old]
  for (const { type, ok, found } of kinds) {
    const problem = found(remains)
    const [reason, message] = problem ?? ok
    const status = problem ? 'True' : 'False'
    const at = result.findIndex((condition) => condition.type === type)
    const before = result[at]
    const since = before?.status === status ? before.lastTransitionTime : timestamp(nowMs)
    const next = { type, status, ...(since ? { lastTransitionTime: since } : {}), reason, message }
    if (before) result[at] = next
    else result.push(next)
  }
  return result
}
