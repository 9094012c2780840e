// Strategic merge patch: a merge patch that knows which lists are merged by which key, and its $directives.
// k8s: apimachinery/pkg/util/strategicpatch/patch.go mergeMap
import { copyTree } from '../copy-tree.ts'
import { setOwn } from '../decode/json-tree.ts'
import { kubernetes } from '../facts.ts'
import { badRequest, unsorted } from '../status.ts'
import type { FieldSchema } from '../schema.ts'
import { goPrint } from './go-print.ts'
import { isObject } from './merge.ts'
import { mergeList, removeDirectives, withoutNulls } from './strategic-list.ts'

type Tree = Record<string, unknown>

/**
 * The document with the patch merged into it by the rules of its type; neither is changed.
 * Throws ApiError (400, 422 or 500) in the server's words.
 */
export function applyStrategicMergePatch(document: unknown, patch: unknown, type: string): unknown {
  return mergeTree(copyTree(document) as Tree, copyTree(patch) as Tree, type)
}

// Merges into `original`, which it changes. `type` is '' where the schema ends.
function mergeTree(original: Tree, patch: Tree, type: string): Tree {
  if ('$patch' in patch) return wholeTree(patch)
  retainKeys(original, patch)
  const rest = mergeOrdered(original, patch, type)
  for (const [patchKey, value] of Object.entries(rest)) {
    const deletion = patchKey.startsWith(deletionPrefix)
    const key = deletion ? patchKey.slice(deletionPrefix.length) : patchKey
    mergeKey(original, key, value, fieldOf(type, key), deletion)
  }
  return original
}

const deletionPrefix = '$deleteFromPrimitiveList/'
const orderPrefix = '$setElementOrder/'

function mergeKey(
  original: Tree,
  key: string,
  value: unknown,
  field: FieldSchema | undefined,
  deletion: boolean,
): void {
  if (value === null) {
    delete original[key]
    return
  }
  const current = Object.hasOwn(original, key) ? original[key] : undefined
  const strategy = strategyOf(field)
  if (isObject(current) && isObject(value)) {
    setOwn(
      original,
      key,
      strategy === 'replace' ? value : mergeTree(current, value, field?.map ? '' : (field?.type ?? '')),
    )
  } else if (Array.isArray(current) && Array.isArray(value)) {
    const merged = strategy === 'merge' || deletion
    setOwn(original, key, merged ? mergeList(current, value, field, deletion, mergeTree) : value)
  } else if (!deletion) {
    const kept = removeDirectives(withoutNulls(value))
    if (kept.keep) setOwn(original, key, kept.value)
    else delete original[key]
  }
}

/** `$patch: replace` takes the patch as it is, `delete` leaves an empty object. */
function wholeTree({ $patch, ...rest }: Tree): Tree {
  if ($patch === 'replace') return rest
  if ($patch === 'delete') return {}
  throw unsorted(`unknown patch type: ${String($patch)} in map: ${goPrint({ $patch, ...rest })}`)
}

/** Only the keys that `$retainKeys` names stay in the original. */
function retainKeys(original: Tree, patch: Tree): void {
  if (!('$retainKeys' in patch)) return
  const keep = patch.$retainKeys
  delete patch.$retainKeys
  if (!Array.isArray(keep)) throw badRequest('invalid patch format of retainKeys')
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$') || value === null || keep.includes(key)) continue
    throw badRequest('invalid patch format of retainKeys')
  }
  for (const key of Object.keys(original)) if (!keep.includes(key)) delete original[key]
}

/** Merges the lists whose order the patch gives, and hands back the rest of the patch. */
function mergeOrdered(original: Tree, patch: Tree, type: string): Tree {
  const rest = { ...patch }
  for (const [directive, order] of Object.entries(patch)) {
    if (!directive.startsWith(orderPrefix)) continue
    delete rest[directive]
    const key = directive.slice(orderPrefix.length)
    if (!Array.isArray(order)) throw badRequest('invalid patch format of setElementOrder list')
    const field = fieldOf(type, key)
    const current = Array.isArray(original[key]) ? (original[key] as unknown[]) : undefined
    const patched = Array.isArray(rest[key]) ? (rest[key] as unknown[]) : undefined
    checkOrder(patched ?? [], order, field?.mergeKey)
    if (!current && !patched) continue
    delete rest[key]
    original[key] = mergeList(current ?? [], patched ?? [], field, false, mergeTree, order)
  }
  return rest
}

function checkOrder(patched: unknown[], order: unknown[], key: string | undefined): void {
  const identity = (item: unknown): unknown => (key === undefined || !isObject(item) ? item : item[key])
  const wanted = patched.filter((item) => !(isObject(item) && '$patch' in item)).map(identity)
  let at = 0
  for (const item of order.map(identity)) if (at < wanted.length && wanted[at] === item) at++
  if (order.length === 0 || at === wanted.length) return
  throw unsorted(
    `The order in patch list:\n${goPrint(patched)}\n doesn't match $setElementOrder list:\n${goPrint(order)}\n`,
  )
}

function fieldOf(type: string, key: string): FieldSchema | undefined {
  const fields = kubernetes.types[type]?.fields
  return fields && Object.hasOwn(fields, key) ? fields[key] : undefined
}

function strategyOf(field: FieldSchema | undefined): string {
  return (field?.patch ?? '').split(',').find((strategy) => strategy !== 'retainKeys') ?? ''
}
