// What every API object has, and how objects are named.
import type { ObjectMeta } from '../generated/types.ts'

/** Any API object. Objects from the store are frozen: copy with `copyTree` before changing one. */
export interface KubeObject {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
}

/** A resource as a URL names it. `T` is what lives there. */
export interface ResourceRef<T extends KubeObject = KubeObject> {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly kind: string
  readonly namespaced: boolean
  /** Never set: carries the type. */
  readonly _object?: T
}

/** `v1` or `apps/v1`. */
export function apiVersionOf(ref: { group: string; version: string }): string {
  return ref.group === '' ? ref.version : `${ref.group}/${ref.version}`
}

/** `pods` or `deployments.apps`, as messages name a resource. */
export function qualifiedName(ref: { group: string; plural: string }): string {
  return ref.group === '' ? ref.plural : `${ref.plural}.${ref.group}`
}

/** `/api/v1` or `/apis/apps/v1`, the path under which discovery and tables are keyed. */
export function groupPath(ref: { group: string; version: string }): string {
  return ref.group === '' ? `/api/${ref.version}` : `/apis/${ref.group}/${ref.version}`
}

/** `namespace/name`, or `name` for what has no namespace: the key that queues and caches use. */
export function keyOf(object: { metadata: ObjectMeta }): string {
  const { namespace, name } = object.metadata
  return namespace ? `${namespace}/${name}` : name!
}

/** The inverse of {@link keyOf}. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/')
  return slash === -1 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}
