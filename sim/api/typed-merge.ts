// Laying one object over another, and taking fields out of one. k8s: structured-merge-diff/v6/typed/{merge,remove}.go
import { pathText, type FieldSet, type PathElement } from './field-set.ts'
import {
  atomOf,
  isEmpty,
  isTree,
  listElement,
  TypedValueError,
  type Atom,
  type Place,
  type Tree,
} from './typed-place.ts'

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
