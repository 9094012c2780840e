// Objects as server-side apply sees them: which fields they have, and what differs between two.
// k8s: sigs.k8s.io/structured-merge-diff/v6/typed/{tofieldset,compare}.go
import { FieldSetBuilder, type FieldSet, type PathElement } from './field-set.ts'
import { sameValue } from './meta-validation.ts'
import { atomOf, isEmpty, isTree, listElement, type Atom, type Place } from './typed-place.ts'

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
