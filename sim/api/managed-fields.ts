// Who manages which field: the entries of metadata.managedFields and how an update changes them.
// k8s: apimachinery/pkg/util/managedfields/internal/{managedfields,managedfieldsupdater,stripmeta,capmanagers,skipnonapplied}.go
import { copyTree } from './copy-tree.ts'
import type { ManagedFieldsEntry } from '../generated/types.ts'
import { kubernetes } from './facts.ts'
import {
  difference,
  fieldSetOf,
  fromFieldsV1,
  intersection,
  isEmptySet,
  noFields,
  recursiveDifference,
  toFieldsV1,
  union,
  type FieldSet,
} from './field-set.ts'
import { apiVersionOf, type KubeObject } from './object.ts'
import { compareValues, type Comparison } from './typed-value.ts'
import { normalizeZeroValues, pruneEmpty } from './zero-values.ts'

/** Who writes, and when. */
export interface Writer {
  /** Full name of the object's type. */
  type: string
  /** Name of the manager: the request's fieldManager, else what its user agent says. */
  manager: string
  /** '' for the object itself. */
  subresource: string
  /** RFC 3339, whole seconds. */
  now: string
}

/** One manager's part. */
export interface Managed {
  manager: string
  operation: 'Apply' | 'Update'
  apiVersion: string
  subresource: string
  time: string | undefined
  fields: FieldSet
}

/** Managers by their identity ({@link identityOf}). */
export type ManagedMap = Map<string, Managed>

/** An update of more than these managers folds the oldest into one. k8s: DefaultMaxUpdateManagers */
const updateManagersMax = 10

/**
 * Writes into `object.metadata.managedFields` what this create (no `old`) or update of `writer` changed; the entries that
 * the object brings along count as the ones before, as clients may edit them ([] or [{}] forgets all).
 * To be called with defaults filled in and before admission and preparation, whose changes belong to nobody.
 */
export function recordUpdate(object: KubeObject, old: KubeObject | undefined, writer: Writer): void {
  const brought = object.metadata.managedFields
  const managed = managersFor(brought, old, writer.subresource)
  // An object that nobody has tracked from its creation on stays untracked.
  if (managed.size === 0 && old) {
    delete object.metadata.managedFields
    return
  }
  const before = old ? withoutManagers(old) : typedView(emptyObject(writer.type), writer.type)
  const comparison = filtered(compareValues(before, typedView(object, writer.type), writer.type), writer)
  giveUp(managed, undefined, comparison)
  const changed = stripped(union(comparison.modified, comparison.added))
  if (!isEmptySet(changed)) {
    const entry = entryOf(writer, 'Update', apiVersion(writer.type))
    const identity = identityOf(entry)
    const previous = managed.get(identity)
    managed.set(identity, { ...entry, time: writer.now, fields: union(previous?.fields ?? noFields, changed) })
  }
  setManagers(object, capped(managed))
}

function managersFor(
  brought: ManagedFieldsEntry[] | undefined,
  old: KubeObject | undefined,
  subresource: string,
): ManagedMap {
  const kept = old?.metadata.managedFields
  if (subresource !== '') return readManagers(kept)
  if (brought && isReset(brought)) return new Map()
  const own = readManagers(brought)
  return own.size > 0 ? own : readManagers(kept)
}

function isReset(entries: ManagedFieldsEntry[]): boolean {
  return entries.length === 0 || (entries.length === 1 && Object.keys(entries[0]!).length === 0)
}

/** Entries as a map; none at all when one of them is malformed. */
export function readManagers(entries: readonly ManagedFieldsEntry[] = []): ManagedMap {
  const managed: ManagedMap = new Map()
  for (const {
    manager = '',
    operation,
    apiVersion: version,
    subresource = '',
    time,
    fieldsType,
    fieldsV1,
  } of entries) {
    if ((operation !== 'Apply' && operation !== 'Update') || !version || fieldsType !== 'FieldsV1') return new Map()
    const entry: Managed = {
      manager,
      operation,
      apiVersion: version,
      subresource,
      time,
      fields: fromFieldsV1(fieldsV1),
    }
    managed.set(identityOf(entry), entry)
  }
  return managed
}

/** An applier is one whatever the version; an updater is another for each. */
export function identityOf({ manager, operation, apiVersion: version, subresource }: Managed): string {
  return JSON.stringify([manager, operation, operation === 'Apply' ? '' : version, subresource])
}

/** A manager's entry with no fields yet. */
export function entryOf(writer: Writer, operation: Managed['operation'], version: string): Managed {
  const { manager, subresource } = writer
  return {
    manager: manager || 'unknown',
    operation,
    apiVersion: version,
    subresource,
    time: undefined,
    fields: noFields,
  }
}

/** Writes the entries in the order that the server keeps: by operation, time, manager. */
export function setManagers(object: KubeObject, managed: ManagedMap): void {
  const entries = [...managed.values()].toSorted(
    (a, b) =>
      byText(a.operation, b.operation) ||
      byText(a.time ?? '', b.time ?? '') ||
      byText(a.manager, b.manager) ||
      byText(a.apiVersion, b.apiVersion) ||
      byText(a.subresource, b.subresource),
  )
  if (entries.length === 0) {
    delete object.metadata.managedFields
    return
  }
  object.metadata.managedFields = entries.map(
    ({ manager, operation, apiVersion: version, time, fields, subresource }) => ({
      manager,
      operation,
      apiVersion: version,
      ...(time === undefined ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
      ...(subresource === '' ? {} : { subresource }),
    }),
  )
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Everyone but `except` loses what was changed or taken away; who has nothing left goes. */
export function giveUp(
  managed: ManagedMap,
  except: string | undefined,
  { added, modified, removed }: Comparison,
): void {
  for (const [identity, entry] of managed) {
    if (identity === except) continue
    const fields = difference(difference(entry.fields, union(modified, added)), removed)
    if (isEmptySet(fields)) managed.delete(identity)
    else managed.set(identity, { ...entry, fields })
  }
}

/** What each manager but `except` would lose against its will. */
export function conflictsWith(
  managed: ManagedMap,
  except: string,
  { added, modified }: Comparison,
): [Managed, FieldSet][] {
  return [...managed]
    .filter(([identity]) => identity !== except)
    .map(([, entry]): [Managed, FieldSet] => [entry, intersection(entry.fields, union(modified, added))])
    .filter(([, lost]) => !isEmptySet(lost))
}

/** The comparison without the fields that this kind of request cannot write. */
export function filtered(comparison: Comparison, writer: Pick<Writer, 'type' | 'subresource'>): Comparison {
  const reset = resetFields(writer)
  return {
    added: recursiveDifference(comparison.added, reset),
    removed: recursiveDifference(comparison.removed, reset),
    modified: recursiveDifference(comparison.modified, reset),
  }
}

/** Fields that a request throws away: the status of the object itself, all but it of the status. k8s: GetResetFields of each strategy */
export function resetFields({ type, subresource }: Pick<Writer, 'type' | 'subresource'>): FieldSet {
  const fields = kubernetes.types[type]?.fields ?? {}
  if (subresource === 'status') return fieldSetOf(['f:spec'])
  return subresource === '' && fields.status && fields.spec ? fieldSetOf(['f:status']) : noFields
}

const identityFields = [
  'creationTimestamp',
  'generation',
  'managedFields',
  'name',
  'namespace',
  'resourceVersion',
  'selfLink',
  'uid',
]
const neverManaged = fieldSetOf(
  ['f:apiVersion'],
  ['f:kind'],
  ['f:metadata'],
  ...identityFields.map((field) => ['f:metadata', `f:${field}`]),
)

/** Without the fields that nobody manages. k8s: stripmeta.go */
export function stripped(fields: FieldSet): FieldSet {
  return difference(fields, neverManaged)
}

function capped(managed: ManagedMap): ManagedMap {
  const updaters = [...managed]
    .filter(([, { operation }]) => operation === 'Update')
    .toSorted(([a, left], [b, right]) => byText(left.time ?? '', right.time ?? '') || byText(a, b))
  const first = new Map<string, string>()
  let count = updaters.length
  for (const [identity, entry] of updaters) {
    if (count <= updateManagersMax) break
    const bucket: Managed = { ...entry, manager: 'ancient-changes', subresource: '' }
    const bucketIdentity = identityOf(bucket)
    const earlier = first.get(entry.apiVersion)
    if (earlier === undefined) {
      first.set(entry.apiVersion, identity)
      continue
    }
    const kept = managed.get(bucketIdentity) ?? managed.get(earlier)
    managed.delete(earlier)
    managed.delete(identity)
    managed.set(bucketIdentity, { ...bucket, fields: union(entry.fields, kept?.fields ?? noFields) })
    count--
  }
  return managed
}

/** The object as Go's types would write it: what is compared. */
export function typedView(object: object, type: string): Record<string, unknown> {
  const view = copyTree('metadata' in object ? withoutManagers(object as KubeObject) : object)
  pruneEmpty(view, type, kubernetes.types)
  return view as unknown as Record<string, unknown>
}

/** What is stored is as Go's types write it already. */
function withoutManagers(object: KubeObject): object {
  return { ...object, metadata: { ...object.metadata, managedFields: undefined } }
}

/** A new object of the type, as Go makes it. */
export function emptyObject(type: string): KubeObject {
  const object = { metadata: {} }
  normalizeZeroValues(object, type, kubernetes.types)
  return object
}

/** `apps/v1` of a type. */
export function apiVersion(type: string): string {
  const gvk = kubernetes.types[type]?.gvk?.[0]
  return gvk ? apiVersionOf(gvk) : ''
}
