// The schema as server-side apply walks it: what is one value, what is taken apart, and how items of a list are told apart.
// k8s: sigs.k8s.io/structured-merge-diff/v6/{schema,typed/helpers.go}
import { kubernetes } from './facts.ts'
import type { PathElement } from './field-set.ts'
import type { FieldSchema } from './schema.ts'

/** A place in the schema. */
export type Place = Pick<FieldSchema, 'type' | 'list' | 'map' | 'nested' | 'keys' | 'mapType'>

/** How a value at a place is taken apart; `child` and `item` are the places below. */
export type Atom =
  | { kind: 'leaf' }
  | { kind: 'map'; struct: boolean; child(key: string): Place | undefined }
  | { kind: 'list'; item: Place; place: Place }

/** What stands at a place; where the schema says nothing, one value. */
export function atomOf(place: Place | undefined): Atom {
  if (!place) return { kind: 'leaf' }
  if (place.list) {
    const item: Place = { type: place.type }
    return place.list === 'map' || place.list === 'set' ? { kind: 'list', item, place } : { kind: 'leaf' }
  }
  if (place.map) {
    if (place.mapType === 'atomic') return { kind: 'leaf' }
    const child: Place = { type: place.type, ...(place.nested ? { list: 'plain' as const } : {}) }
    return { kind: 'map', struct: false, child: () => child }
  }
  const schema = kubernetes.types[place.type]
  if (!schema || schema.scalar) return { kind: 'leaf' }
  if ((place.mapType ?? schema.mapType) === 'atomic') return { kind: 'leaf' }
  return {
    kind: 'map',
    struct: true,
    child: (key) => (Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined),
  }
}

export type Tree = Record<string, unknown>

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
}

/** A list whose items cannot be told apart. `message` is the server's sentence. */
export class TypedValueError extends Error {}

/** What a key that an item leaves out then is; else the zero of a required field. k8s: +default in the types */
const keyDefaults: Record<string, unknown> = { protocol: 'TCP', name: '' }

function keyDefault(type: string, key: string): unknown {
  if (key in keyDefaults) return keyDefaults[key]
  const schema = kubernetes.types[type]
  if (!schema?.required?.includes(key)) return undefined
  return schema.fields[key]?.type === 'string' ? '' : 0
}

/** The path element of a list's item. Throws {@link TypedValueError}. */
export function listElement(item: unknown, { list, keys = [], type }: Place): PathElement {
  if (list === 'set') {
    if (typeof item === 'object') {
      throw new TypedValueError(
        item === null
          ? 'associative list without keys has an element that is an explicit null'
          : `associative list without keys has an element that's a ${Array.isArray(item) ? 'list' : 'map'} type`,
      )
    }
    return `v:${JSON.stringify(item)}`
  }
  if (item === null) throw new TypedValueError('associative list with keys may not have a null element')
  if (!isTree(item)) throw new TypedValueError('associative list with keys may not have non-map elements')
  const found = keys
    .toSorted()
    .map((key) => [key, item[key] ?? keyDefault(type, key)] as const)
    .filter(([, value]) => value !== undefined)
  if (found.length === 0) {
    const shown = `[${keys.map((key) => JSON.stringify(key)).join(' ')}]`
    throw new TypedValueError(
      `associative list with keys has an element that omits all key fields ${shown} (and doesn't have default values for any key fields)`,
    )
  }
  return `k:${JSON.stringify(Object.fromEntries(found))}`
}
