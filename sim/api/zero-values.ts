// What Go forgets and what it writes out: an API object as Kubernetes would hand it back after decoding it.
// A plain Go field cannot tell "absent" from "empty", a pointer can; this makes a JSON tree behave the same.
import facts from '../generated/zero-values.json' with { type: 'json' }
import type { FieldSchema, TypeSchema } from './schema.ts'

/** Per type: fields that are pointers (kept even when empty), and those written even when empty. */
export type ZeroValueFacts = Record<string, { pointers?: string[]; always?: string[] }>

const known = facts as ZeroValueFacts
type Types = Record<string, TypeSchema>
type Tree = Record<string, unknown>

/**
 * Runs after decoding and before defaults: leaves out nulls and the empty scalars ('' 0 false) of plain optional fields,
 * and writes out those that Go always writes. Lists and maps keep their emptiness, which messages show.
 * @param object a decoded object of type `type`; changed in place.
 */
export function normalizeZeroValues(object: object, type: string, types: Types): void {
  const schema = types[type]
  if (!schema || schema.scalar) return
  const tree = object as Tree
  const { pointers = [], always = [] } = known[type] ?? {}
  for (const [name, value] of Object.entries(tree)) {
    const field = schema.fields[name]
    if (value === null || value === undefined) delete tree[name]
    else if (!field) continue
    else if (isEmptyScalar(value) && !pointers.includes(name) && !always.includes(name)) delete tree[name]
    else for (const child of childrenOf(value, field)) normalizeZeroValues(child, field.type, types)
  }
  for (const name of always) {
    if (tree[name] !== undefined) continue
    const field = schema.fields[name]!
    // Written as null at the end; until then absent, as nil is to Go.
    if (field.list || field.map || pointers.includes(name)) continue
    const zero = zeroOf(field, types)
    if (zero !== undefined) tree[name] = zero
  }
}

/**
 * Runs before storing: leaves out empty lists and maps of plain optional fields, and writes null for those that Go always writes.
 * @param object an object of type `type`; changed in place.
 */
export function pruneEmpty(object: object, type: string, types: Types): void {
  const schema = types[type]
  if (!schema || schema.scalar) return
  const tree = object as Tree
  const { pointers = [], always = [] } = known[type] ?? {}
  for (const [name, value] of Object.entries(tree)) {
    const field = schema.fields[name]
    if (value === undefined) delete tree[name]
    else if (!field || value === null) continue
    else if ((field.list || field.map) && !pointers.includes(name) && isEmptyCollection(value)) delete tree[name]
    else for (const child of childrenOf(value, field)) pruneEmpty(child, field.type, types)
  }
  for (const name of always) {
    const field = schema.fields[name]!
    if (tree[name] !== undefined) continue
    if (field.list || field.map || pointers.includes(name) || isTime(field, types)) tree[name] = null
  }
}

function isEmptyScalar(value: unknown): boolean {
  return value === '' || value === 0 || value === false
}

function isEmptyCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function isTime(field: FieldSchema, types: Types): boolean {
  const scalar = types[field.type]?.scalar
  return scalar === 'time' || scalar === 'microTime'
}

function zeroOf(field: FieldSchema, types: Types): unknown {
  const schema = types[field.type]
  if (schema && !schema.scalar) {
    const struct = {}
    normalizeZeroValues(struct, field.type, types)
    return struct
  }
  const type = schema?.scalar ?? field.type
  if (type === 'string' || type === 'bytes') return ''
  if (type === 'int32' || type === 'int64' || type === 'double' || type === 'intOrString') return 0
  if (type === 'quantity') return '0'
  return type === 'bool' ? false : undefined
}

function childrenOf(value: unknown, field: FieldSchema): object[] {
  const inside = field.list ? asArray(value) : field.map && typeof value === 'object' ? Object.values(value!) : [value]
  const flat = field.nested ? inside.flatMap(asArray) : inside
  return flat.filter((child): child is object => typeof child === 'object' && child !== null)
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
