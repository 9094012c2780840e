// What Go forgets and what it writes out: an API object as Kubernetes would hand it back after decoding it.
// A plain Go field cannot tell "absent" from "empty", a pointer can; this makes a JSON tree behave the same.
import facts from '../generated/zero-values.json' with { type: 'json' }
import type { FieldSchema, TypeSchema } from './schema.ts'

/** Per type: fields that are pointers (kept even when empty), and those written even when empty. */
export type ZeroValueFacts = Record<string, { pointers?: string[]; always?: string[] }>

const known = facts as ZeroValueFacts
type Types = Record<string, TypeSchema>
type Tree = Record<string, unknown>

/** What is to be known of a field at each object of its type. */
interface Rule {
  field: FieldSchema
  pointer: boolean
  always: boolean
  /** Its values, or what its list or map holds, are structs. */
  struct: boolean
}

interface Rules {
  of: ReadonlyMap<string, Rule>
  always: [string, Rule][]
}

/** Every write passes here several times: what a type asks for is looked up once. */
const rulesOf = new WeakMap<Types, Map<string, Rules | undefined>>()

function rulesFor(type: string, types: Types): Rules | undefined {
  let ofTypes = rulesOf.get(types)
  if (!ofTypes) rulesOf.set(types, (ofTypes = new Map<string, Rules | undefined>()))
  if (!ofTypes.has(type)) ofTypes.set(type, makeRules(type, types))
  return ofTypes.get(type)
}

function makeRules(type: string, types: Types): Rules | undefined {
  const schema = types[type]
  if (!schema || schema.scalar) return undefined
  const { pointers = [], always = [] } = known[type] ?? {}
  const isStruct = (name: string): boolean => types[name] !== undefined && !types[name].scalar
  const of = new Map(
    Object.entries(schema.fields).map(([name, field]): [string, Rule] => [
      name,
      { field, pointer: pointers.includes(name), always: always.includes(name), struct: isStruct(field.type) },
    ]),
  )
  return { of, always: always.map((name): [string, Rule] => [name, of.get(name)!]) }
}

/**
 * Runs after decoding and before defaults: leaves out nulls and the empty scalars ('' 0 false) of plain optional fields,
 * and writes out those that Go always writes. Lists and maps keep their emptiness, which messages show.
 * @param object a decoded object of type `type`; changed in place.
 */
export function normalizeZeroValues(object: object, type: string, types: Types): void {
  const rules = rulesFor(type, types)
  if (!rules) return
  const tree = object as Tree
  for (const name of Object.keys(tree)) {
    const value = tree[name]
    if (value === null || value === undefined) {
      delete tree[name]
      continue
    }
    const rule = rules.of.get(name)
    if (!rule) continue
    if (isEmptyScalar(value) && !rule.pointer && !rule.always) delete tree[name]
    else if (rule.struct) eachChild(value, rule.field, normalizeZeroValues, types)
  }
  for (const [name, { field, pointer }] of rules.always) {
    if (tree[name] !== undefined) continue
    // Written as null at the end; until then absent, as nil is to Go.
    if (field.list || field.map || pointer) continue
    const zero = zeroOf(field, types)
    if (zero !== undefined) tree[name] = zero
  }
}

/**
 * Runs before storing: leaves out empty lists and maps of plain optional fields, and writes null for those that Go always writes.
 * @param object an object of type `type`; changed in place.
 */
export function pruneEmpty(object: object, type: string, types: Types): void {
  const rules = rulesFor(type, types)
  if (!rules) return
  const tree = object as Tree
  for (const name of Object.keys(tree)) {
    const value = tree[name]
    if (value === undefined) {
      delete tree[name]
      continue
    }
    if (typeof value !== 'object' || value === null) continue
    const rule = rules.of.get(name)
    if (!rule) continue
    const { field } = rule
    if ((field.list || field.map) && !rule.pointer && isEmptyCollection(value)) delete tree[name]
    else if (rule.struct) eachChild(value, field, pruneEmpty, types)
  }
  for (const [name, { field, pointer }] of rules.always) {
    if (tree[name] !== undefined) continue
    if (field.list || field.map || pointer || isTime(field, types)) tree[name] = null
  }
}

function isEmptyScalar(value: unknown): boolean {
  return value === '' || value === 0 || value === false
}

function isEmptyCollection(value: object): boolean {
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0
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

/** Does to each struct in a field's value what is done to the value's owner. */
function eachChild(
  value: unknown,
  field: FieldSchema,
  act: (child: object, type: string, types: Types) => void,
  types: Types,
): void {
  const isList = Array.isArray(value)
  if (!isTree(value) || (field.list && !isList)) return
  if (!field.list && !field.map) return act(value, field.type, types)
  for (const child of isList ? (value as unknown[]) : Object.values(value)) {
    for (const inner of field.nested && Array.isArray(child) ? (child as unknown[]) : [child]) {
      if (isTree(inner)) act(inner, field.type, types)
    }
  }
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
