// The three patches that change what is there: read, applied to the live object, and decoded again with their own refusals.
// k8s: apiserver/pkg/endpoints/handlers/patch.go jsonPatcher, smpPatcher
import { decodeValue, type DecodedObject, type Expected, type FieldValidation } from '../decode/decode.ts'
import { JsonSyntaxError, parseJson, plainValue, type JsonNode } from '../decode/json-tree.ts'
import { duplicateFields } from '../decode/duplicate-fields.ts'
import { DecodeError, type TypeMismatch } from '../decode/typed-decoder.ts'
import { errorBody, invalid } from '../field-errors.ts'
import type { KubeObject } from '../object.ts'
import { ApiError, badRequest, failure, requestTooLarge, unprocessable } from '../status.ts'
import { applyJsonPatch, JsonPatchError, jsonPatchOperationsMax } from './json.ts'
import { applyMergePatch, isObject } from './merge.ts'
import { goPrint } from './go-print.ts'
import { applyStrategicMergePatch } from './strategic.ts'

/** Which of the three. */
export type PatchKind = 'json' | 'merge' | 'strategic'

/**
 * The live object (as clients see it) with the patch applied, decoded again; defaults come after.
 * `body` is the request's bytes, or a plain value from a client in the process. Throws ApiError in the server's words.
 */
export function patchObject(
  live: KubeObject,
  kind: PatchKind,
  body: unknown,
  expected: Expected,
  fieldValidation: FieldValidation = 'Warn',
): DecodedObject {
  const node = readPatch(body, kind)
  const faults = kind === 'json' ? operationFaults(node) : duplicateFields(node)
  const patch = plainValue(node)
  const patched = apply(live, kind, patch, expected)
  const shown = kind === 'strategic' ? goPrint(patch) : shownObject(patched, kind, patch)
  let decoded: DecodedObject
  try {
    decoded = decodeValue(patched, expected, fieldValidation === 'Ignore' ? 'Ignore' : 'Warn')
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw invalidPatch(shown, reasonOf(error, kind))
  }
  if (fieldValidation === 'Ignore') return decoded
  const warnings = [...faults, ...decoded.warnings]
  if (fieldValidation === 'Strict' && warnings.length > 0) {
    throw invalidPatch(shown, `strict decoding error: ${warnings.join(', ')}`)
  }
  return { object: decoded.object, warnings }
}

function apply(live: KubeObject, kind: PatchKind, patch: unknown, expected: Expected): unknown {
  if (kind === 'merge') return applyMergePatch(live, patch)
  if (kind === 'strategic') return applyStrategicMergePatch(live, patch, expected.type)
  try {
    return applyJsonPatch(
      live,
      (patch as (Record<string, unknown> | null)[]).map((operation) => operation ?? {}),
    )
  } catch (error) {
    // The server keeps the reason for itself.
    if (error instanceof JsonPatchError) throw unprocessable()
    throw error
  }
}

function readPatch(body: unknown, kind: PatchKind): JsonNode {
  const [refusal, goType] = {
    json: ['error decoding patch: ', '[]handlers.jsonPatchOp'],
    merge: ['error decoding patch: ', 'map[string]interface {}'],
    strategic: ['', 'map[string]interface {}'],
  }[kind] as [string, string]
  let node: JsonNode
  try {
    node = parseJson(body instanceof Uint8Array ? new TextDecoder().decode(body) : JSON.stringify(body))
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw badRequest(`${refusal}${error.message}`)
    throw error
  }
  // Null is a patch that says nothing.
  if (node.kind === 'null') return kind === 'json' ? { kind: 'array', items: [] } : { kind: 'object', entries: [] }
  if (node.kind === (kind === 'json' ? 'array' : 'object')) return node
  throw badRequest(`${refusal}json: cannot unmarshal ${node.kind} into Go value of type ${goType}`)
}

const operationFields = ['op', 'path', 'from', 'value']

/** Unknown fields of operations; throws on what is no operation, or too many of them. */
function operationFaults(node: JsonNode): string[] {
  const items = node.kind === 'array' ? node.items : []
  const refuse = (found: string, where: string): Error =>
    badRequest(`error decoding patch: json: cannot unmarshal ${found} into Go ${where}`)
  const faults: string[] = []
  for (const [index, item] of items.entries()) {
    if (item.kind === 'null') continue
    if (item.kind !== 'object') throw refuse(item.kind, 'value of type handlers.jsonPatchOp')
    const seen = new Set<string>()
    for (const [key, value] of item.entries) {
      if (!operationFields.includes(key)) faults.push(`json patch unknown field "[${index}].${key}"`)
      else if (seen.has(key)) faults.push(`json patch duplicate field "[${index}].${key}"`)
      else if (key !== 'value' && value.kind !== 'string' && value.kind !== 'null') {
        throw refuse(value.kind, `struct field jsonPatchOp.${key} of type string`)
      }
      seen.add(key)
    }
  }
  if (items.length > jsonPatchOperationsMax) {
    const limit = `The allowed maximum operations in a JSON patch is ${jsonPatchOperationsMax}, got ${items.length}`
    throw requestTooLarge(limit)
  }
  return faults
}

/** The patched object as the message shows it: JSON, with the keys in order wherever the patch has been. */
function shownObject(patched: unknown, kind: PatchKind, patch: unknown): string {
  const trail = kind === 'merge' ? patch : trailOf(patch as { path?: unknown; from?: unknown }[])
  return JSON.stringify(ordered(patched, isObject(trail) ? trail : {}))
}

function ordered(value: unknown, trail: unknown): unknown {
  if (!isObject(trail)) return value
  if (Array.isArray(value)) return value.map((item, index) => ordered(item, trail[index]))
  if (!isObject(value)) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, child]) => [key, ordered(child, trail[key])]))
}

/** The containers that operations opened, as a tree of their keys. */
function trailOf(operations: { path?: unknown; from?: unknown }[]): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const pointer of operations.flatMap((operation) => [operation?.path, operation?.from])) {
    if (typeof pointer !== 'string') continue
    let at = root
    for (const part of pointer.split('/').slice(1, -1)) at = (at[part] ??= {}) as Record<string, unknown>
  }
  return root
}

/** The decoder's own words, without the sentence that it stands in for whole bodies. */
function reasonOf(error: ApiError, kind: PatchKind): string {
  const cause = error.cause instanceof DecodeError ? error.cause : undefined
  if (kind === 'strategic' && cause?.mismatch) return conversionFault(cause.mismatch)
  return cause?.message ?? error.message.replace(/^.* cannot be handled as a \w+: /, '')
}

/** A strategic patch goes from a map to the type without JSON, and so says other words. k8s: runtime/converter.go fromUnstructured */
function conversionFault({ found, goType, kind }: TypeMismatch): string {
  const source = /^number .*[.eE]/.test(found) ? 'float64' : foundKinds[found.split(' ')[0]!]!
  const number = source === 'int64' || source === 'float64'
  if (kind === 'custom') return `json: cannot unmarshal ${found} into Go value of type ${goType}`
  if (kind === 'struct') return `cannot restore struct from: ${source}`
  if (kind === 'slice' || kind === 'map') return `cannot restore ${kind} from ${source}`
  const convertible = kind === 'string' ? source === 'int64' : number && kind !== 'bool'
  return convertible ? `cannot convert ${source} to ${goType}` : `unrecognized type: ${goKinds[kind] ?? kind}`
}

const foundKinds: Record<string, string> = {
  number: 'int64',
  string: 'string',
  bool: 'bool',
  object: 'map',
  array: 'slice',
}
const goKinds: Record<string, string> = { double: 'float64' }

/** The refusal of a patch names no kind and no object. */
function invalidPatch(shown: string, reason: string): ApiError {
  const error = invalid('patch', shown, reason)
  const body = errorBody(error)
  return failure(422, 'Invalid', ` "" is invalid: patch: ${body}`, {
    causes: [{ reason: 'FieldValueInvalid', message: body, field: 'patch' }],
  })
}
