// The verbs of the API as functions over objects: what the HTTP handler decodes into and the in-process client calls.
// Synchronous on purpose: one process owns the store, so a verb is atomic.
import type { KubeObject } from '../api/object.ts'
import type { UserInfo } from '../api/user.ts'
import type { ResourceStrategy } from '../resources/resource.ts'

/** Which object a request is about. `namespace` and `name` are '' where there is none. */
export interface Target {
  strategy: ResourceStrategy
  namespace: string
  name: string
  subresource: string
}

/** What every write may ask. */
export interface WriteOptions {
  dryRun?: boolean
  fieldManager?: string
  /** Who asks; without, one of the cluster's own parts. */
  user?: UserInfo
  /** Server-side apply has written managedFields itself. */
  managedFieldsDone?: boolean
  /** Collects the sentences of Warning headers. */
  warn?: (sentence: string) => void
}

export interface DeleteOptions extends WriteOptions {
  gracePeriodSeconds?: number
  propagationPolicy?: 'Orphan' | 'Background' | 'Foreground'
  preconditions?: { uid?: string; resourceVersion?: string }
}

export interface ListOptions {
  labelSelector?: string
  fieldSelector?: string
  /** Objects of one chunk; the answer then carries a continue token. */
  limit?: number
  continue?: string
  resourceVersion?: string
  resourceVersionMatch?: 'Exact' | 'NotOlderThan'
}

export interface ListResult {
  items: KubeObject[]
  resourceVersion: string
  continue?: string
  remainingItemCount?: number
}

export interface WatchOptions extends Pick<ListOptions, 'labelSelector' | 'fieldSelector' | 'resourceVersion'> {
  allowBookmarks?: boolean
  sendInitialEvents?: boolean
}

export type WatchType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'
export interface WatchEvent {
  type: WatchType
  object: KubeObject
}

export type PatchKind = 'json' | 'merge' | 'strategic' | 'apply'

/** Throws ApiError, nothing else, on whatever a client sent wrong. */
export interface Api {
  get(target: Target): KubeObject
  list(target: Target, options: ListOptions): ListResult
  /** Calls `listener` for what is there (when asked) and for each change, synchronously with it; returns what ends it. */
  watch(target: Target, options: WatchOptions, listener: (event: WatchEvent) => void): () => void
  create(target: Target, body: KubeObject, options: WriteOptions): KubeObject
  update(target: Target, body: KubeObject, options: WriteOptions): { object: KubeObject; created: boolean }
  patch(
    target: Target,
    kind: PatchKind,
    body: unknown,
    options: WriteOptions & { force?: boolean; fieldValidation?: 'Strict' | 'Warn' | 'Ignore' },
  ): { object: KubeObject; created: boolean }
  /** The object as it was, or as it now waits for its finalizers or grace (then `pending`). */
  delete(target: Target, options: DeleteOptions): { object: KubeObject; pending: boolean }
  deleteCollection(target: Target, list: ListOptions, options: DeleteOptions): ListResult
}
