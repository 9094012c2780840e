// Server-side apply: what the client states becomes so, what it stated before and no longer does goes, others are not trampled on.
// k8s: structured-merge-diff/v6/merge/update.go, apimachinery/pkg/util/managedfields/internal/{structuredmerge,lastappliedmanager}.go
import { copyTree } from '../copy-tree.ts'
import { decodeValue, type Expected } from '../decode/decode.ts'
import {
  difference,
  hasPath,
  intersection,
  isEmptySet,
  pathsOf,
  pathText,
  recursiveDifference,
  union,
} from '../field-set.ts'
import { noFields, type FieldSet, type PathElement } from '../field-set.ts'
import {
  apiVersion,
  conflictsWith,
  emptyObject,
  entryOf,
  filtered,
  giveUp,
  identityOf,
  readManagers,
  recordUpdate,
  resetFields,
  setManagers,
  stripped,
  typedView,
  type Managed,
  type ManagedMap,
  type Writer,
} from '../managed-fields.ts'
import { sameValue } from '../meta-validation.ts'
import { apiVersionOf, type KubeObject } from '../object.ts'
import { badRequest, failure, unsorted } from '../status.ts'
import { validateTyped } from '../typed-validation.ts'
import { mergeValues, removeFields, withNamedMembers } from '../typed-merge.ts'
import { TypedValueError } from '../typed-place.ts'
import { compareValues, fieldSetOfValue } from '../typed-value.ts'
import { isObject } from './merge.ts'

/** What an apply asks. */
export interface ApplyOptions extends Writer {
  expected: Expected
  /** Takes the fields that others manage. */
  force: boolean
}

/**
 * The live object (undefined: there is none yet) after the apply, with its managedFields written; defaults come after.
 * Gives back `live` itself when nothing changes. Throws ApiError: 409 with a cause for each conflict, 400, 500.
 */
export function applyObject(live: KubeObject | undefined, applied: unknown, options: ApplyOptions): KubeObject {
  const config = checkedConfig(applied, options)
  const start = live ? copyTree(live) : undefined
  // Fields from before anyone applied belong to a manager of that name.
  if (start && readManagers(start.metadata.managedFields).size === 0) {
    start.metadata.managedFields = beforeFirstApply(start, options)
  }
  const base = start ?? emptyObject(options.type)
  const result = resolved(base, live, config, options)
  return syncedAnnotation(result, config, options)
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

function resolved(base: KubeObject, live: KubeObject | undefined, config: Tree, options: ApplyOptions): KubeObject {
  try {
    return merged(base, live, config, options)
  } catch (error) {
    if (!(error instanceof Conflicts)) throw error
    // What kubectl applied on the client's side before, it may take over. k8s: lastappliedmanager.go
    const allowed = options.manager === 'kubectl' && live ? ownLastApplied(live, options) : undefined
    if (!allowed) throw conflictError(error.list)
    const others = error.list.filter(({ path }) => !hasPath(allowed, path))
    if (others.length > 0) throw conflictError(others)
    return merged(base, live, config, { ...options, force: true })
  }
}

type Tree = Record<string, unknown>

function merged(base: KubeObject, live: KubeObject | undefined, config: Tree, options: ApplyOptions): KubeObject {
  const { type, expected } = options
  const managed = readManagers(base.metadata.managedFields)
  const entry = entryOf(options, 'Apply', apiVersion(type))
  const identity = identityOf(entry)
  const last = managed.get(identity)?.fields
  const before = typedView(base, type)
  const fields = recursiveDifference(fieldSetOfValue(config, type), resetFields(options))
  managed.set(identity, { ...entry, time: managed.get(identity)?.time, fields })
  const laid = typed(options, config, () => mergeValues(before, config, type)) as Tree
  const after = last ? prune(laid, managed, last, type) : laid
  const comparison = filtered(compareValues(before, after, type), options)
  if (!options.force) {
    const conflicts = conflictsWith(managed, identity, comparison)
    if (conflicts.length > 0) throw new Conflicts(conflicts)
  }
  giveUp(managed, identity, comparison)
  const same = live !== undefined && sameValue(before, after)
  const own = managed.get(identity)
  if (own) {
    const kept = stripped(own.fields)
    if (isEmptySet(kept)) managed.delete(identity)
    else managed.set(identity, { ...own, time: same ? own.time : options.now, fields: kept })
  }
  const object = same ? copyTree(live) : decodeValue(after, expected, 'Ignore').object
  setManagers(object, managed)
  return same && sameValue(object, live) ? live : object
}

/** Takes away what this applier stated last time and states no more, and nobody else does. k8s: Updater.prune */
function prune(laid: Tree, managed: ManagedMap, last: FieldSet, type: string): Tree {
  const all = withNamedMembers(fieldSetOfValue(laid, type), type)
  const lastNamed = withNamedMembers(last, type)
  const without = removeFields(laid, lastNamed, type)
  const owned = withNamedMembers([...managed.values()].map(({ fields }) => fields).reduce(union, noFields), type)
  const left = union(withNamedMembers(fieldSetOfValue(without, type), type), owned)
  const withOwned = removeFields(laid, difference(all, left), type)
  const kept = withNamedMembers(fieldSetOfValue(withOwned, type), type)
  return removeFields(laid, intersection(difference(all, kept), lastNamed), type) as Tree
}

function beforeFirstApply(live: KubeObject, options: ApplyOptions): KubeObject['metadata']['managedFields'] {
  const copy = copyTree(live)
  recordUpdate(copy, undefined, { ...options, manager: 'before-first-apply' })
  return copy.metadata.managedFields
}

/** The request's object, its kind checked and its values fitting the type. */
function checkedConfig(applied: unknown, options: ApplyOptions): Tree {
  if (!isObject(applied)) throw badRequest('error decoding YAML: the configuration is no object')
  const { expected, type } = options
  const kind = typeof applied.kind === 'string' ? applied.kind : ''
  const version = typeof applied.apiVersion === 'string' ? applied.apiVersion : ''
  if (kind !== expected.kind || version !== apiVersionOf(expected)) {
    throw badRequest(`invalid object type: ${gvkText(version, kind)}`)
  }
  const metadata = isObject(applied.metadata) ? applied.metadata : {}
  if (metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil')
  const faults = validateTyped(applied, type)
  if (faults.length > 0) throw typedFailure(applied, options, faults)
  return applied
}

function typed<T>(options: ApplyOptions, config: Tree, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof TypedValueError)) throw error
    throw typedFailure(config, options, [error.message])
  }
}

function typedFailure(config: Tree, { expected }: ApplyOptions, faults: string[]): Error {
  const metadata = isObject(config.metadata) ? config.metadata : {}
  const name = `${String((metadata.namespace as string) ?? '')}/${String((metadata.name as string) ?? '')}`
  const list = faults.length === 1 ? faults[0] : ['errors:', ...faults.map((fault) => `  ${fault}`)].join('\n')
  const kind = gvkText(apiVersionOf(expected), expected.kind)
  return unsorted(`failed to create typed patch object (${name}; ${kind}): ${list}`)
}

/** `apps/v1, Kind=Deployment`, `/v1, Kind=Pod`. */
function gvkText(version: string, kind: string): string {
  return `${version.includes('/') ? '' : '/'}${version}, Kind=${kind}`
}

interface Conflict {
  with: Managed
  path: PathElement[]
}

class Conflicts extends Error {
  readonly list: Conflict[]
  constructor(lost: [Managed, FieldSet][]) {
    super('conflicts')
    this.list = lost.flatMap(([manager, fields]) => pathsOf(fields).map((path) => ({ with: manager, path })))
  }
}

/** 409, with a cause for each field. k8s: conflict.go NewConflictError */
function conflictError(conflicts: Conflict[]): Error {
  const causes = conflicts.map((conflict) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${managerText(conflict.with)}`,
    field: pathText(conflict.path),
  }))
  const single = conflicts.length === 1
  const message = single
    ? `Apply failed with 1 conflict: ${causes[0]!.message}: ${causes[0]!.field}`
    : `Apply failed with ${conflicts.length} conflicts: ${grouped(conflicts)}`
  return failure(409, 'Conflict', message, { causes })
}

function grouped(conflicts: Conflict[]): string {
  const managers = new Map<string, Conflict[]>()
  for (const conflict of conflicts) {
    const identity = identityOf(conflict.with)
    managers.set(identity, [...(managers.get(identity) ?? []), conflict])
  }
  return [...managers]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, list]) => [
      `conflicts with ${managerText(list[0]!.with)}:`,
      ...list.map(({ path }) => `- ${pathText(path)}`),
    ])
    .join('\n')
}

function managerText({ manager, operation, apiVersion: version, subresource }: Managed): string {
  const name = `${JSON.stringify(manager)}${subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`}`
  return operation === 'Update' ? `${name} using ${version}` : name
}

/** What kubectl's annotation says it applied, as far as the object still has it so. */
function ownLastApplied(live: KubeObject, { type }: ApplyOptions): FieldSet | undefined {
  const config = parsedAnnotation(live)
  if (!config || config.apiVersion !== apiVersion(type)) return undefined
  const { added, removed, modified } = compareValues(config, typedView(live, type), type)
  return difference(difference(difference(fieldSetOfValue(config, type), modified), added), removed)
}

function parsedAnnotation(object: KubeObject): Tree | undefined {
  const text = object.metadata.annotations?.[lastApplied]
  if (!text) return undefined
  try {
    const config: unknown = JSON.parse(text)
    return isObject(config) ? config : undefined
  } catch {
    return undefined
  }
}

/** kubectl's annotation follows what kubectl applies here. k8s: lastappliedupdater.go */
function syncedAnnotation(object: KubeObject, config: Tree, { manager }: ApplyOptions): KubeObject {
  if (manager !== 'kubectl' || object.metadata.annotations?.[lastApplied] === undefined) return object
  const metadata = isObject(config.metadata) ? { ...config.metadata } : {}
  if (isObject(metadata.annotations)) {
    const { [lastApplied]: _own, ...annotations } = metadata.annotations
    metadata.annotations = annotations
  }
  const text = `${JSON.stringify(sorted({ ...config, metadata }))}\n`
  if (object.metadata.annotations[lastApplied] === text) return object
  const copy = copyTree(object)
  copy.metadata.annotations![lastApplied] = text
  return copy
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]))
}
