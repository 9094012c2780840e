// What `kubectl apply` sends for an object that is already there: the difference between what was applied last time, what
// is to be applied now, and what the cluster has.
// k8s: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch CreateThreeWayMergePatch
import { isDeepStrictEqual } from 'node:util'
import { isObject, type JsonObject } from './json.ts'
import type { MergeSchema } from './merge-schema.ts'

export interface ThreeWay {
  /** What was applied last time; empty when nobody knows. */
  original: JsonObject
  modified: JsonObject
  current: JsonObject
}

/**
 * @param schema how the kind's lists merge; undefined gives a JSON merge patch, in which a list is replaced whole.
 * @returns an empty object when there is nothing to send.
 */
export function threeWayPatch({ original, modified, current }: ThreeWay, schema: MergeSchema | undefined): JsonObject {
  return joined(changes(current, modified, schema), deletions(original, modified, schema), schema)
}

function changes(current: JsonObject, modified: JsonObject, schema: MergeSchema | undefined): JsonObject {
  const patch: JsonObject = {}
  for (const [key, wanted] of Object.entries(modified)) {
    const there = current[key]
    const field = schema?.field(key)
    if (wanted === null) {
      if (there !== undefined) patch[key] = null
    } else if (there === undefined) {
      patch[key] = wanted
    } else if (isObject(wanted) && isObject(there)) {
      const inner = changes(there, wanted, field)
      if (Object.keys(inner).length === 0) continue
      patch[key] = field?.retainKeys ? { ...inner, $retainKeys: Object.keys(wanted) } : inner
    } else if (Array.isArray(wanted) && Array.isArray(there) && field?.merges) {
      const items = listChanges(there, wanted, field)
      if (items.length > 0) patch[key] = items
    } else if (!isDeepStrictEqual(wanted, there)) {
      patch[key] = wanted
    }
  }
  return patch
}

function listChanges(current: unknown[], modified: unknown[], field: MergeSchema): unknown[] {
  const { mergeKey } = field
  if (mergeKey === undefined) return modified.filter((item) => !current.includes(item))
  return modified.filter(isObject).flatMap((item) => {
    const there = current.filter(isObject).find((each) => each[mergeKey] === item[mergeKey])
    if (!there) return [item]
    const inner = changes(there, item, field.item)
    return Object.keys(inner).length === 0 ? [] : [{ ...inner, [mergeKey]: item[mergeKey] }]
  })
}

function deletions(original: JsonObject, modified: JsonObject, schema: MergeSchema | undefined): JsonObject {
  const patch: JsonObject = {}
  for (const [key, was] of Object.entries(original)) {
    const wanted = modified[key]
    const field = schema?.field(key)
    if (wanted === undefined) {
      patch[key] = null
    } else if (isObject(was) && isObject(wanted)) {
      const inner = deletions(was, wanted, field)
      if (Object.keys(inner).length > 0) patch[key] = inner
    } else if (Array.isArray(was) && Array.isArray(wanted) && field?.merges) {
      Object.assign(patch, listDeletions(key, was, wanted, field))
    }
  }
  return patch
}

function listDeletions(key: string, original: unknown[], modified: unknown[], field: MergeSchema): JsonObject {
  const { mergeKey } = field
  if (mergeKey === undefined) {
    const gone = original.filter((item) => !modified.includes(item))
    return gone.length > 0 ? { [`$deleteFromPrimitiveList/${key}`]: gone } : {}
  }
  const items = original.filter(isObject).flatMap((item) => {
    const wanted = modified.filter(isObject).find((each) => each[mergeKey] === item[mergeKey])
    if (!wanted) return [{ $patch: 'delete', [mergeKey]: item[mergeKey] }]
    const inner = deletions(item, wanted, field.item)
    return Object.keys(inner).length === 0 ? [] : [{ ...inner, [mergeKey]: item[mergeKey] }]
  })
  return items.length > 0 ? { [key]: items } : {}
}

function joined(a: JsonObject, b: JsonObject, schema: MergeSchema | undefined): JsonObject {
  const patch: JsonObject = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const mine = patch[key]
    const field = schema?.field(key)
    if (mine === undefined) patch[key] = value
    else if (isObject(mine) && isObject(value)) patch[key] = joined(mine, value, field)
    else if (Array.isArray(mine) && Array.isArray(value)) patch[key] = joinedLists(mine, value, field)
  }
  return patch
}

function joinedLists(a: unknown[], b: unknown[], field: MergeSchema | undefined): unknown[] {
  const key = field?.mergeKey
  if (key === undefined) return a
  const mine = a.filter(isObject)
  const others = b.filter(isObject)
  const same = (item: JsonObject, list: JsonObject[]): JsonObject | undefined =>
    list.find((each) => each[key] === item[key])
  return [
    ...mine.map((item) => {
      const other = same(item, others)
      return other ? joined(item, other, field?.item) : item
    }),
    ...others.filter((item) => !same(item, mine)),
  ]
}
