// Something that happened in the cluster, and may make a pod schedulable that was not. Pure.
// k8s: pkg/scheduler/framework/events.go
import type {
  CSINode,
  CSIStorageCapacity,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../generated/types.ts'

/** `old` is absent for what is new. */
export type ClusterChange =
  | { readonly of: 'node'; readonly now: Node; readonly old?: Node }
  | { readonly of: 'node gone'; readonly now: Node }
  /** A pod that has a node: come there, changed, or (`gone`) left it. */
  | { readonly of: 'pod'; readonly now: Pod; readonly old?: Pod; readonly gone: boolean }
  | { readonly of: 'claim'; readonly now: PersistentVolumeClaim; readonly old?: PersistentVolumeClaim }
  | { readonly of: 'volume'; readonly now: PersistentVolume; readonly old?: PersistentVolume }
  | { readonly of: 'class'; readonly now: StorageClass; readonly old?: StorageClass }
  | { readonly of: 'capacity'; readonly now: CSIStorageCapacity; readonly old?: CSIStorageCapacity }
  | { readonly of: 'csi node'; readonly now: CSINode; readonly old?: CSINode }

/** The node came, or something of it became as it had to be. */
export function nodeBecame(change: ClusterChange, fit: (node: Node) => boolean): boolean {
  return change.of === 'node' && fit(change.now) && !(change.old && fit(change.old))
}

/** The node came, or its labels are others. */
export function nodeLabelsChanged(change: ClusterChange): boolean {
  return change.of === 'node' && !(change.old && same(change.now.metadata.labels, change.old.metadata.labels))
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}
