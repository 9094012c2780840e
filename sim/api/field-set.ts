// Sets of fields, as managedFields write them down: {"f:spec":{"f:ports":{"k:{\"port\":80}":{".":{}}}}}.
// k8s: sigs.k8s.io/structured-merge-diff/v6/fieldpath
import { deepFreeze } from './freeze.ts'

/** One step of a path as the wire spells it: `f:name`, `k:{"port":80}`, `v:"x"`, `i:0`. */
export type PathElement = string

/** A set of paths. Immutable: every operation gives a new one. */
export interface FieldSet {
  /** Elements that are themselves in the set. */
  readonly members: ReadonlySet<PathElement>
  /** Elements with paths below them. */
  readonly children: ReadonlyMap<PathElement, FieldSet>
}

/** No field at all. */
export const noFields: FieldSet = { members: new Set(), children: new Map() }

export function isEmptySet(set: FieldSet): boolean {
  return set.members.size === 0 && set.children.size === 0
}

/** Reads what {@link toFieldsV1} writes; what is no object counts as nothing. */
export function fromFieldsV1(fields: unknown): FieldSet {
  if (typeof fields !== 'object' || fields === null) return noFields
  const known = read.get(fields)
  if (known) return known
  const set = setOf(fields)
  if (Object.isFrozen(fields)) read.set(fields, set)
  return set
}

// A write mostly leaves what each manager has as it is: the same set is read and written once.
const read = new WeakMap<object, FieldSet>()
const written = new WeakMap<FieldSet, Readonly<Record<string, unknown>>>()

function setOf(fields: object): FieldSet {
  const members = new Set<PathElement>()
  const children = new Map<PathElement, FieldSet>()
  for (const [element, below] of Object.entries(fields as Record<string, unknown>)) {
    if (element === '.') continue
    const child = typeof below === 'object' && below !== null ? setOf(below) : noFields
    const itself = typeof below === 'object' && below !== null && '.' in below
    if (itself || isEmptySet(child)) members.add(element)
    if (!isEmptySet(child)) children.set(element, child)
  }
  return { members, children }
}

/** The wire form, frozen; "." marks a field that is in the set besides what is below it. */
export function toFieldsV1(set: FieldSet): Readonly<Record<string, unknown>> {
  let fields = written.get(set)
  if (!fields) {
    fields = deepFreeze(spelled(set))
    written.set(set, fields)
    read.set(fields, set)
  }
  return fields
}

function spelled(set: FieldSet): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const element of elementsOf(set)) {
    const child = set.children.get(element)
    if (!child) fields[element] = {}
    else fields[element] = { ...(set.members.has(element) ? { '.': {} } : {}), ...spelled(child) }
  }
  return fields
}

function elementsOf(set: FieldSet): PathElement[] {
  return [...new Set([...set.members, ...set.children.keys()])].toSorted(byElement)
}

const ranks = ['f', 'k', 'v', 'i']

/** Names, then keys, then values, then indexes. */
function byElement(a: PathElement, b: PathElement): number {
  const rank = ranks.indexOf(a[0]!) - ranks.indexOf(b[0]!)
  if (rank !== 0) return rank
  if (a.startsWith('k:') && a !== b) return byKeys(a.slice(2), b.slice(2))
  return a < b ? -1 : a > b ? 1 : 0
}

/** Keys compare one by one, numbers as numbers. */
function byKeys(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Object.entries(JSON.parse(text) as Record<string, string | number>))
  for (const [index, [name, value]] of left!.entries()) {
    const [otherName, other] = right![index] ?? []
    if (otherName === undefined || other === undefined) return 1
    if (name !== otherName) return name < otherName ? -1 : 1
    if (value !== other) return value < other ? -1 : 1
  }
  return -1
}

/** A set under construction. */
export class FieldSetBuilder {
  private readonly members = new Set<PathElement>()
  private readonly children = new Map<PathElement, FieldSetBuilder>()

  insert(path: readonly PathElement[]): void {
    const [first, ...rest] = path
    if (first === undefined) return
    if (rest.length === 0) {
      this.members.add(first)
      return
    }
    let child = this.children.get(first)
    if (!child) this.children.set(first, (child = new FieldSetBuilder()))
    child.insert(rest)
  }

  build(): FieldSet {
    return {
      members: new Set(this.members),
      children: new Map([...this.children].map(([element, child]) => [element, child.build()])),
    }
  }
}

/** The set of these paths. */
export function fieldSetOf(...paths: PathElement[][]): FieldSet {
  const builder = new FieldSetBuilder()
  for (const path of paths) builder.insert(path)
  return builder.build()
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map(a.children)
  for (const [element, child] of b.children) {
    const own = children.get(element)
    children.set(element, own ? union(own, child) : child)
  }
  return { members: new Set([...a.members, ...b.members]), children }
}

/** What is in `a` and not in `b`; what is below a field of `b` stays. `a` itself where nothing goes. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  let same = true
  const members = [...a.members].filter((element) => !b.members.has(element))
  const children = [...a.children].map(([element, child]): [PathElement, FieldSet] => {
    const other = b.children.get(element)
    const left = other ? difference(child, other) : child
    same &&= left === child
    return [element, left]
  })
  return same && members.length === a.members.size ? a : pruned(members, children)
}

/** As {@link difference}, and what is below a field of `b` goes too. */
export function recursiveDifference(a: FieldSet, b: FieldSet): FieldSet {
  return pruned(
    [...a.members].filter((element) => !b.members.has(element)),
    [...a.children]
      .filter(([element]) => !b.members.has(element))
      .map(([element, child]) => {
        const other = b.children.get(element)
        return [element, other ? recursiveDifference(child, other) : child]
      }),
  )
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return pruned(
    [...a.members].filter((element) => b.members.has(element)),
    [...a.children].flatMap(([element, child]) => {
      const other = b.children.get(element)
      return other ? [[element, intersection(child, other)]] : []
    }),
  )
}

function pruned(members: PathElement[], children: [PathElement, FieldSet][]): FieldSet {
  return { members: new Set(members), children: new Map(children.filter(([, child]) => !isEmptySet(child))) }
}

/** Is the very path in the set? */
export function hasPath(set: FieldSet, path: readonly PathElement[]): boolean {
  const [first, ...rest] = path
  if (first === undefined) return false
  if (rest.length === 0) return set.members.has(first)
  const child = set.children.get(first)
  return child !== undefined && hasPath(child, rest)
}

/** Every path, in order: members of a level before what is below them. */
export function pathsOf(set: FieldSet, before: PathElement[] = []): PathElement[][] {
  const own = [...set.members].toSorted(byElement).map((element) => [...before, element])
  const below = [...set.children]
    .toSorted(([a], [b]) => byElement(a, b))
    .flatMap(([element, child]) => pathsOf(child, [...before, element]))
  return [...own, ...below]
}

/** A path as conflicts show it: `.spec.ports[port=80,protocol="TCP"].name`. */
export function pathText(path: readonly PathElement[]): string {
  return path.map(elementText).join('')
}

function elementText(element: PathElement): string {
  const content = element.slice(2)
  if (element.startsWith('f:')) return `.${content}`
  if (element.startsWith('i:')) return `[${content}]`
  if (element.startsWith('v:')) return `[=${content}]`
  const keys = Object.entries(JSON.parse(content) as Record<string, unknown>)
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`
}
