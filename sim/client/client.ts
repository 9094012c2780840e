// The in-process client: the only door through which controllers, scheduler, node agents and network reach the API.
import type { KubeObject, ResourceRef } from '../api/object.ts'
import type { DeleteOptions, ListOptions, PatchKind, WatchEvent, WatchOptions } from '../server/api.ts'

/**
 * A typed client. Objects come frozen. Every method rejects with ApiError (`.code`, `.reason`) as the server refuses,
 * except `get`, which gives undefined for what is not there. Namespace '' for cluster-wide resources (or all namespaces, in lists).
 */
export interface Client {
  get<T extends KubeObject>(ref: ResourceRef<T>, namespace: string, name: string): Promise<T | undefined>
  /** What a subresource shows (`scale`); rejects with ApiError 404 where the object or the subresource is not there. */
  getSubresource(ref: ResourceRef, namespace: string, name: string, subresource: string): Promise<KubeObject>
  list<T extends KubeObject>(
    ref: ResourceRef<T>,
    namespace: string,
    options?: ListOptions,
  ): Promise<{ items: T[]; resourceVersion: string }>
  create<T extends KubeObject>(ref: ResourceRef<T>, object: T): Promise<T>
  /** Replaces, the object or a subresource of it (`finalize`); the object's resourceVersion, when it has one, must be current. */
  update<T extends KubeObject>(ref: ResourceRef<T>, object: T, subresource?: string): Promise<T>
  updateStatus<T extends KubeObject>(ref: ResourceRef<T>, object: T): Promise<T>
  patch<T extends KubeObject>(
    ref: ResourceRef<T>,
    namespace: string,
    name: string,
    patch: { kind: PatchKind; body: unknown; subresource?: string },
  ): Promise<T>
  delete<T extends KubeObject>(
    ref: ResourceRef<T>,
    namespace: string,
    name: string,
    options?: DeleteOptions,
  ): Promise<void>
  /** POSTs to a subresource: `binding`, `eviction`. */
  createSubresource<T extends KubeObject>(
    ref: ResourceRef<T>,
    namespace: string,
    name: string,
    subresource: string,
    body: KubeObject,
  ): Promise<KubeObject>
  /** Events from `options.resourceVersion` on, delivered in order; returns what ends it. */
  watch<T extends KubeObject>(
    ref: ResourceRef<T>,
    namespace: string,
    options: WatchOptions,
    listener: (event: WatchEvent & { object: T }) => void,
  ): () => void
}
