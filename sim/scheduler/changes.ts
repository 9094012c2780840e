// Turns what the informers hear into changes that may make a pod schedulable. k8s: pkg/scheduler/eventhandlers.go
import { nodes, persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { Node, PersistentVolumeClaim, Pod } from '../generated/types.ts'
import type { ClusterChange } from './plugin.ts'
import { isFinished } from './snapshot.ts'

export interface Changes {
  /** `claim` is the claim that changed, when it is about one. */
  changed: (change: ClusterChange, claim?: PersistentVolumeClaim) => void
}

/** Listens until the function returned is called. */
export function watchChanges({ informers }: Context, { changed }: Changes): () => void {
  const tellClaim = (claim: PersistentVolumeClaim): void => changed('claim', claim)
  const ends = [
    informers.for(nodes).on({
      added: () => changed('node added'),
      updated: (node, old) => nodeChanges(node, old).forEach((change) => changed(change)),
    }),
    informers.for(pods).on({
      added: (pod) => void (isPlaced(pod) && changed('pod assigned')),
      updated: (pod, old) => podChanges(pod, old).forEach((change) => changed(change)),
      deleted: (pod) => void (isPlaced(pod) && changed('pod gone')),
    }),
    informers.for(persistentVolumeClaims).on({ added: tellClaim, updated: tellClaim }),
    informers.for(persistentVolumes).on({ added: () => changed('volume'), updated: () => changed('volume') }),
    informers.for(storageClasses).on({ added: () => changed('class'), updated: () => changed('class') }),
  ]
  return () => ends.forEach((end) => end())
}

function nodeChanges(node: Node, old: Node): ClusterChange[] {
  const changes: ClusterChange[] = []
  if (!same(node.metadata.labels, old.metadata.labels)) changes.push('node labels')
  const taints = ({ spec }: Node): unknown => [spec?.taints ?? [], spec?.unschedulable ?? false]
  if (!same(taints(node), taints(old))) changes.push('node taints')
  if (!same(node.status?.allocatable, old.status?.allocatable)) changes.push('node allocatable')
  return changes
}

function podChanges(pod: Pod, old: Pod): ClusterChange[] {
  if (isPlaced(old) && !isPlaced(pod)) return ['pod gone']
  if (!isPlaced(pod)) return []
  if (!isPlaced(old)) return ['pod assigned']
  const leaving = Boolean(pod.metadata.deletionTimestamp) && !old.metadata.deletionTimestamp
  return leaving || !same(pod.metadata.labels, old.metadata.labels) ? ['pod labels'] : []
}

/** On a node, and not finished. */
function isPlaced(pod: Pod): boolean {
  return Boolean(pod.spec?.nodeName) && !isFinished(pod)
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}
