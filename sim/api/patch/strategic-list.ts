// Lists of a strategic merge patch: merged by key or as a set, then put in order.
// k8s: apimachinery/pkg/util/strategicpatch/patch.go mergeSlice, normalizeElementOrder
import type { FieldSchema } from '../schema.ts'
import { unsorted } from '../status.ts'
import { goPrint } from './go-print.ts'
import { isObject } from './merge.ts'

type Tree = Record<string, unknown>
type MergeTree = (original: Tree, patch: Tree, type: string) => Tree

/**
 * Merges `patch` into `original` (both may change). `order` is a `$setElementOrder`; without it the patch gives the order.
 * Throws ApiError.
 */
export function mergeList(
  original: unknown[],
  patch: unknown[],
  field: FieldSchema | undefined,
  deletion: boolean,
  mergeTree: MergeTree,
  order?: unknown[],
): unknown[] {
  if (original.length === 0 && patch.length === 0) return original
  const kinds = new Set([...original, ...patch].map(kindOf))
  if (kinds.size > 1) throw unsorted(`list element types are not identical: ${goPrint([original, patch])}`)
  if (!kinds.has('object')) {
    if (deletion) return original.filter((item) => !patch.includes(item))
    return ordered([...new Set([...original, ...patch])], order ?? patch, original, undefined)
  }
  const key = field?.mergeKey
  if (key === undefined) throw unsorted(`cannot merge lists without merge key for ${field?.type ?? ''}`)
  const { base, items } = specialItems(original as Tree[], patch as Tree[], key)
  const merged = [...base]
  for (const item of items) {
    if (!(key in item)) throw noMergeKey(item, key)
    const at = merged.findIndex((candidate) => candidate[key] === item[key])
    if (at === -1) merged.push(order ? (removeDirectives(item).value as Tree) : item)
    else merged[at] = mergeTree(merged[at]!, item, field?.type ?? '')
  }
  return ordered(merged, order ?? items, base, key)
}

function kindOf(item: unknown): string {
  return isObject(item) ? 'object' : Array.isArray(item) ? 'array' : typeof item
}

/** Takes the items that are directives out of the patch and does what they say. */
function specialItems(original: Tree[], patch: Tree[], key: string): { base: Tree[]; items: Tree[] } {
  let base = original
  const items: Tree[] = []
  let replaced = false
  for (const item of patch) {
    if (!('$patch' in item)) items.push(item)
    else if (item.$patch === 'replace') replaced = true
    else if (item.$patch === 'merge') throw unsorted('merging lists cannot yet be specified in the patch')
    else if (item.$patch !== 'delete') {
      throw unsorted(`unknown patch type: ${String(item.$patch)} in map: ${goPrint(item)}`)
    } else {
      if (!(key in item)) throw noMergeKey(item, key)
      base = base.filter((candidate) => candidate[key] !== item[key])
    }
  }
  return replaced ? { base: items, items: [] } : { base, items }
}

function noMergeKey(item: Tree, key: string): Error {
  return unsorted(`map: ${goPrint(item)} does not contain declared merge key: ${key}`)
}

/** What the order names stands in its order; the others keep their place before what followed them. */
function ordered<T>(merged: T[], order: unknown[], server: unknown[], key: string | undefined): T[] {
  const identity = (item: unknown): unknown => (key === undefined || !isObject(item) ? item : item[key])
  const position = (list: unknown[], item: unknown): number => list.map(identity).indexOf(identity(item))
  const named = merged
    .filter((item) => position(order, item) !== -1)
    .toSorted((a, b) => position(order, a) - position(order, b))
  const others = merged
    .filter((item) => position(order, item) === -1)
    .toSorted((a, b) => position(server, a) - position(server, b))
  const result: T[] = []
  for (let [i, j] = [0, 0]; i < others.length || j < named.length;) {
    if (i >= others.length) result.push(named[j++]!)
    else if (j >= named.length) result.push(others[i++]!)
    else {
      const [left, right] = [position(server, others[i]), position(server, named[j])]
      if (left !== -1 && right !== -1 && left < right) result.push(others[i++]!)
      else result.push(named[j++]!)
    }
  }
  return result
}

/** Without the objects that are directives; `keep` is false when the value itself is one. */
export function removeDirectives(value: unknown): { value: unknown; keep: boolean } {
  if (Array.isArray(value)) {
    const items = value.map(removeDirectives).filter(({ keep }) => keep)
    return { value: items.map((item) => item.value), keep: true }
  }
  if (!isObject(value)) return { value, keep: true }
  if ('$patch' in value) return { value: undefined, keep: false }
  const result: Tree = {}
  for (const [key, child] of Object.entries(value)) {
    const kept = removeDirectives(child)
    if (kept.keep) result[key] = kept.value
  }
  return { value: result, keep: true }
}

/** Without the keys whose value is null, all the way down. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  const entries = Object.entries(value).filter(([, child]) => child !== null)
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutNulls(child)]))
}
