// The simple paths by which a definition names fields: `.spec.replicas`, `.status.conditions[0].type`.
import { isJsonObject } from './schema.ts'

/** undefined where there is nothing. A filter (`[?(@.type=="Ready")]`) takes the first element that fits. */
export function valueAt(object: unknown, path: string): unknown {
  let value = object
  for (const [, name, index, key, wanted] of path.matchAll(
    /\.?([\w-]+)|\[(\d+)\]|\[\?\(@\.([\w.-]+)\s*==\s*["']([^"']*)["']\)\]/g,
  )) {
    if (name !== undefined) value = isJsonObject(value) ? value[name] : undefined
    else if (!Array.isArray(value)) return undefined
    else value = index === undefined ? value.find((item) => valueAt(item, key!) === wanted) : value[Number(index)]
  }
  return value
}

/** Sets a field by its path, making what is missing on the way. */
export function setAt(object: object, path: string, value: unknown): void {
  const names = path.split('.').filter(Boolean)
  const last = names.pop()!
  let at = object as Record<string, unknown>
  for (const name of names) at = (isJsonObject(at[name]) ? at[name] : (at[name] = {})) as Record<string, unknown>
  at[last] = value
}
