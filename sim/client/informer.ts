// A cache of one resource, kept by list and watch, with handlers. k8s: client-go/tools/cache/shared_informer.go
import type { KubeObject, ResourceRef } from '../api/object.ts'
import type { Client } from './client.ts'

export interface InformerHandlers<T> {
  added?(object: T): void
  updated?(object: T, old: T): void
  deleted?(object: T): void
}

/** Read access to a cache. Objects are frozen. */
export interface Lister<T> {
  get(namespace: string, name: string): T | undefined
  list(namespace?: string): T[]
  /** Objects that an index function filed under `value`. */
  byIndex(index: string, value: string): T[]
}

export interface Informer<T extends KubeObject> extends Lister<T> {
  readonly ref: ResourceRef<T>
  /** Adds handlers; they hear at once (as added) of what is there. Returns what removes them. */
  on(handlers: InformerHandlers<T>): () => void
  /** Declares an index: `of` gives the values under which an object is filed. Before `start`. */
  index(name: string, of: (object: T) => string[]): void
}

/** One informer a resource, shared by all who work on it. */
export interface InformerFactory {
  readonly client: Client
  for<T extends KubeObject>(ref: ResourceRef<T>): Informer<T>
  /** Lists and watches everything asked for so far; resolves when all caches are filled. Later `for` calls start by themselves. */
  start(): Promise<void>
  stop(): void
}
