// Objects as server-side apply sees them: which fields they have, what differs, what a merge or a removal gives.
// k8s: sigs.k8s.io/structured-merge-diff/v6/typed
import { kubernetes } from './facts.ts'
import { FieldSetBuilder, pathText, type FieldSet, type PathElement } from './field-set.ts'
import { sameValue } from './meta-validation.ts'
import type { FieldSchema } from './schema.ts'

/** A place in the schema. */
type Place = Pick<FieldSchema, 'type' | 'list' | 'map' | 'nested' | 'keys' | 'mapType'>

/** How a value at a place is taken apart. `element` gives the place below. */
type Atom =
  | { kind: 'leaf' }
  | { kind: 'map'; struct: boolean; child(key: string): Place | undefined }
  | { kind: 'list'; item: Place; place: Place }

/** `types` of the schema end here; what is below counts as one value. */
function atomOf(place: Place | undefined): Atom {
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

type Tree = Record<string, unknown>

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEmpty(value: unknown): boolean {
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

/** The set of fields that the object states. */
export function fieldSetOfValue(value: unknown, type: string): FieldSet {
  const builder = new FieldSetBuilder()
  collect(value, { type }, [], builder)
  return builder.build()
}

function collect(value: unknown, place: Place | undefined, path: PathElement[], into: FieldSetBuilder): void {
  const atom = atomOf(place)
  if (atom.kind === 'map' && isTree(value)) {
    for (const [key, child] of Object.entries(value)) {
      if (child === undefined) continue
      const below = [...path, `f:${key}`]
      collect(child, atom.child(key), below, into)
      if (child === null || (isTree(child) && isEmpty(child)) || !atom.struct) into.insert(below)
    }
  } else if (atom.kind === 'list' && Array.isArray(value)) {
    for (const item of value) {
      const below = [...path, listElement(item, atom.place)]
      collect(item, atom.item, below, into)
      into.insert(below)
    }
  } else if (atom.kind === 'leaf') into.insert(path)
}

/** What differs from one object to another. */
export interface Comparison {
  added: FieldSet
  removed: FieldSet
  modified: FieldSet
}

/** Compares two objects of a type, field by field. */
export function compareValues(old: unknown, current: unknown, type: string): Comparison {
  const builders = { added: new FieldSetBuilder(), removed: new FieldSetBuilder(), modified: new FieldSetBuilder() }
  compare(old, current, { type }, [], builders)
  return { added: builders.added.build(), removed: builders.removed.build(), modified: builders.modified.build() }
}

type Builders = Record<keyof Comparison, FieldSetBuilder>

function compare(old: unknown, current: unknown, place: Place | undefined, path: PathElement[], into: Builders): void {
  const atom = atomOf(place)
  const sample = current ?? old
  // Two empties are a leaf: that keeps null and {} apart.
  const leaf =
    atom.kind === 'leaf' ||
    (isEmpty(old) && isEmpty(current)) ||
    (atom.kind === 'map' ? !isTree(sample) : !Array.isArray(sample))
  if (leaf) {
    if (old === undefined) into.added.insert(path)
    else if (current === undefined) into.removed.insert(path)
    else if (!sameLeaf(old, current)) into.modified.insert(path)
    return
  }
  if (atom.kind === 'map') compareTrees(old, current, atom, path, into)
  else compareLists(old, current, atom, path, into)
  if (old === undefined) into.added.insert(path)
  else if (current === undefined) into.removed.insert(path)
}

function sameLeaf(old: unknown, current: unknown): boolean {
  return (old === null) === (current === null) && sameValue(old, current)
}

function compareTrees(
  old: unknown,
  current: unknown,
  atom: Extract<Atom, { kind: 'map' }>,
  path: PathElement[],
  into: Builders,
): void {
  const [left, right] = [isTree(old) ? old : {}, isTree(current) ? current : {}]
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (left[key] === undefined && right[key] === undefined) continue
    compare(left[key], right[key], atom.child(key), [...path, `f:${key}`], into)
  }
}

function compareLists(
  old: unknown,
  current: unknown,
  atom: Extract<Atom, { kind: 'list' }>,
  path: PathElement[],
  into: Builders,
): void {
  const [left, right] = [grouped(old, atom.place), grouped(current, atom.place)]
  for (const element of new Set([...left.keys(), ...right.keys()])) {
    const [before, after] = [left.get(element) ?? [], right.get(element) ?? []]
    const below = [...path, element]
    if (before.length <= 1 && after.length <= 1) compare(before[0], after[0], atom.item, below, into)
    else if (before.length >= 2 && after.length >= 2) {
      if (!sameValue(before, after)) into.modified.insert(below)
    } else if (before.length >= 2) {
      if (after.length > 0) compare(undefined, after[0], atom.item, below, into)
      into.removed.insert(below)
    } else {
      if (before.length > 0) compare(before[0], undefined, atom.item, below, into)
      into.added.insert(below)
    }
  }
}

function grouped(list: unknown, place: Place): Map<PathElement, unknown[]> {
  const groups = new Map<PathElement, unknown[]>()
  for (const item of Array.isArray(list) ? list : []) {
    const element = listElement(item, place)
    groups.set(element, [...(groups.get(element) ?? []), item])
  }
  return groups
}

/** `live` with `applied` laid over it: maps and keyed lists merged, all else replaced. Throws {@link TypedValueError}. */
export function mergeValues(live: unknown, applied: unknown, type: string): unknown {
  return merge(live, applied, { type })
}

function merge(live: unknown, applied: unknown, place: Place | undefined): unknown {
  const atom = atomOf(place)
  if (applied === undefined) return live
  if (atom.kind === 'leaf' || (isEmpty(live) && isEmpty(applied))) return applied
  if (atom.kind === 'map') {
    if (!isTree(applied) && applied !== null) return applied
    const [left, right] = [isTree(live) ? live : {}, isTree(applied) ? applied : {}]
    const result: Tree = {}
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      result[key] = merge(left[key], right[key], atom.child(key))
    }
    return result
  }
  if (!Array.isArray(applied) && applied !== null) return applied
  return mergeLists(Array.isArray(live) ? live : [], Array.isArray(applied) ? applied : [], atom)
}

interface Indexed {
  elements: PathElement[]
  items: Map<PathElement, unknown>
}

function indexed(list: unknown[], place: Place, duplicatesAllowed: boolean): Indexed {
  const items = new Map<PathElement, unknown>()
  const elements: PathElement[] = []
  for (const [index, item] of list.entries()) {
    const element = withIndex(index, () => listElement(item, place))
    if (items.has(element) && !duplicatesAllowed) {
      throw new TypedValueError(`duplicate entries for key ${pathText([element])}`)
    }
    // Items that stand twice are not merged with the new one.
    items.set(element, items.has(element) ? undefined : item)
    elements.push(element)
  }
  return { elements, items }
}

function withIndex<T>(index: number, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof TypedValueError)) throw error
    throw new TypedValueError(`element ${index}: ${error.message}`)
  }
}

/** The applied order holds among what both have; what only the live list has keeps its place between. */
function mergeLists(live: unknown[], applied: unknown[], atom: Extract<Atom, { kind: 'list' }>): unknown[] {
  const right = indexed(applied, atom.place, false)
  const left = indexed(live, atom.place, true)
  const shared = right.elements.filter((element) => left.items.has(element))
  const result: unknown[] = []
  const merged = new Set<PathElement>()
  const take = (element: PathElement): void => {
    merged.add(element)
    result.push(merge(left.items.get(element), right.items.get(element), atom.item))
    if (shared[0] === element) shared.shift()
  }
  for (let [l, r] = [0, 0]; l < left.elements.length || r < right.elements.length;) {
    const [own, theirs] = [left.elements[l], right.elements[r]]
    if (own !== undefined && own === theirs) {
      take(own)
      l++
      r++
    } else if (
      own !== undefined &&
      theirs !== undefined &&
      right.items.has(own) &&
      shared[0] !== undefined &&
      shared[0] !== own
    ) {
      l++
    } else if (own !== undefined && !right.items.has(own)) {
      result.push(live[l])
      l++
    } else {
      if (own !== undefined && merged.has(own)) l++
      if (theirs !== undefined) {
        take(theirs)
        r++
      }
    }
  }
  return result
}

/** The value without the fields of the set and all below them. */
export function removeFields(value: unknown, set: FieldSet, type: string): unknown {
  return remove(value, set, { type })
}

function remove(value: unknown, set: FieldSet, place: Place | undefined): unknown {
  const atom = atomOf(place)
  if (atom.kind === 'map' && isTree(value) && !isEmpty(value)) {
    const result: Tree = {}
    for (const [key, child] of Object.entries(value)) {
      const element = `f:${key}`
      if (set.members.has(element)) continue
      const below = set.children.get(element)
      result[key] = below ? remove(child, below, atom.child(key)) : child
    }
    return isEmpty(result) ? null : result
  }
  if (atom.kind === 'list' && Array.isArray(value) && value.length > 0) {
    const result = value.flatMap((item: unknown) => {
      const element = listElement(item, atom.place)
      if (set.members.has(element)) return []
      const below = set.children.get(element)
      return [below ? remove(item, below, atom.item) : item]
    })
    return result.length === 0 ? null : result
  }
  return atom.kind === 'leaf' ? value : null
}

/** The set with every declared field that has something below it as a member of its own. k8s: Set.EnsureNamedFieldsAreMembers */
export function withNamedMembers(set: FieldSet, type: string): FieldSet {
  return named(set, { type })
}

function named(set: FieldSet, place: Place | undefined): FieldSet {
  const atom = atomOf(place)
  const members = new Set(set.members)
  const children = new Map<PathElement, FieldSet>()
  for (const [element, child] of set.children) {
    const key = element.slice(2)
    const isName = element.startsWith('f:')
    if (isName && atom.kind === 'map' && atom.struct && atom.child(key)) members.add(element)
    const below = atom.kind === 'map' && isName ? atom.child(key) : atom.kind === 'list' ? atom.item : undefined
    children.set(element, named(child, below))
  }
  return { members, children }
}
