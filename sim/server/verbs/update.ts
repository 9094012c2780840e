// Update, of an object and of its subresources. k8s: apiserver/pkg/registry/generic/registry/store.go Update, registry/rest/update.go
import { copyTree } from '../../api/copy-tree.ts'
import { kubernetes } from '../../api/facts.ts'
import { recordUpdate } from '../../api/managed-fields.ts'
import { sameValue, validateObjectMetaUpdate } from '../../api/meta-validation.ts'
import type { KubeObject } from '../../api/object.ts'
import { pruneEmpty } from '../../api/zero-values.ts'
import { badRequest, conflict, invalid, modifiedMessage, notFound } from '../../api/status.ts'
import { invalid as invalidField } from '../../api/field-errors.ts'
import type { ClusterView, ResourceStrategy } from '../../resources/resource.ts'
import { admitPodSecurity } from '../../resources/pod-security/admission.ts'
import { type Charge, chargesOf } from '../../resources/quota/admission.ts'
import type { Target, WriteOptions } from '../api.ts'
import { type Machine, sealed, targetKey, viewOf } from '../machine.ts'
import { payCharges } from '../quota.ts'
import { create, placeInNamespace, refuseInvalid } from './create.ts'

/** How an update came about: what managedFields say of it. */
export interface UpdateOptions extends WriteOptions {
  /** A patch works on what is there now: no resourceVersion is asked of it. */
  unconditional?: boolean
  /** The subresource by which it came, where that is not the target's own. */
  cameBy?: string
}

/** Replaces an object; where its resource lets a PUT create, makes it. Throws 404, 409, 422. */
export function update(
  machine: Machine,
  target: Target,
  body: KubeObject,
  options: UpdateOptions,
): { object: KubeObject; created: boolean } {
  const { strategy, name } = target
  const found = machine.store.get(targetKey(target))
  if (body.metadata?.name && body.metadata.name !== name) {
    throw badRequest(`the name of the object (${body.metadata.name}) does not match the name on the URL (${name})`)
  }
  if (!found) {
    if (!strategy.createOnUpdate || target.subresource !== '') throw notFound(strategy.ref, name)
    return { object: create(machine, target, body, options), created: true }
  }
  const old = found.value
  const view = viewOf(machine, options.dryRun ?? false)
  const object = copyTree(body)
  object.metadata ??= {}
  object.metadata.name ??= name
  placeInNamespace(object, strategy, target.namespace)
  checkVersion(strategy, object, old, options)
  strategy.custom?.prune(object)
  strategy.defaults?.(object)
  keepServerFields(object, old)
  if (!options.managedFieldsDone) {
    recordUpdate(object, old, {
      type: strategy.type,
      manager: options.fieldManager ?? 'unknown',
      subresource: options.cameBy ?? target.subresource,
      now: view.now,
    })
  }
  prepare(target, object, old, view)
  if (options.user && target.subresource === '') strategy.guard?.(object, view, { user: options.user, name }, old)
  refuseInvalid(strategy, object, faults(target, object, old, view))
  for (const sentence of strategy.warnings?.(object, old) ?? []) options.warn?.(sentence)
  if (target.subresource !== 'status' && options.cameBy === undefined)
    admitPodSecurity({ ref: strategy.ref, object, old }, view, options.warn)
  const charges = target.subresource === '' ? admitted(strategy, object, old, view) : []
  if (!options.dryRun) payCharges(machine, charges)
  return { object: write(machine, target, object, old, options), created: false }
}

/** Validating admission, and what quotas are to be charged. */
function admitted(strategy: ResourceStrategy, object: KubeObject, old: KubeObject, view: ClusterView): Charge[] {
  strategy.permit?.(object, view, old)
  return chargesOf(view, strategy.ref, object, old)
}

function checkVersion(
  { ref, unconditionalUpdate = true }: ResourceStrategy,
  { metadata }: KubeObject,
  old: KubeObject,
  options: UpdateOptions,
): void {
  const name = old.metadata.name!
  if (metadata.uid && metadata.uid !== old.metadata.uid) {
    if (options.unconditional) {
      throw invalid(ref, name, [invalidField('metadata.uid', metadata.uid, 'field is immutable')])
    }
    const why = `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${old.metadata.uid}`
    const key = `/registry/${[ref.plural, old.metadata.namespace, name].filter(Boolean).join('/')}`
    const storage = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`
    throw conflict(ref, name, storage)
  }
  if (!metadata.resourceVersion && (unconditionalUpdate || options.unconditional)) {
    metadata.resourceVersion = old.metadata.resourceVersion!
  }
  if (metadata.resourceVersion && metadata.resourceVersion !== old.metadata.resourceVersion) {
    throw conflict(ref, name, modifiedMessage)
  }
}

function prepare({ strategy, subresource }: Target, object: KubeObject, old: KubeObject, view: ClusterView): void {
  if (subresource === 'status') {
    prepareStatus(strategy, object, old, view)
    return
  }
  if (strategy.status) restoreStatus(object, old)
  strategy.views?.[subresource]?.prepare(object, old)
  strategy.prepareForUpdate?.(object, old, view)
  strategy.admit?.(object, view, old)
  bumpGeneration(strategy, object, old)
}

/** What a client may not change, whatever it sends. k8s: rest.BeforeUpdate, ObjectMeta copying in each strategy */
function keepServerFields({ metadata }: KubeObject, old: KubeObject): void {
  const kept = ['uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generation'] as const
  for (const field of kept) {
    if (old.metadata[field] === undefined) delete metadata[field]
    else Object.assign(metadata, { [field]: old.metadata[field] })
  }
  if (!metadata.managedFields && old.metadata.managedFields) {
    metadata.managedFields = copyTree(old.metadata.managedFields)
  }
}

function restoreStatus(object: KubeObject, old: KubeObject): void {
  const status = (old as { status?: unknown }).status
  if (status === undefined) delete (object as { status?: unknown }).status
  else Object.assign(object, { status: copyTree(status) })
}

function prepareStatus(strategy: ResourceStrategy, object: KubeObject, old: KubeObject, view: ClusterView): void {
  if (strategy.status?.prepare) {
    strategy.status.prepare(object, old, view)
    return
  }
  const { status } = object as { status?: unknown }
  const { managedFields, resourceVersion } = object.metadata
  for (const key of Object.keys(object)) delete (object as unknown as Record<string, unknown>)[key]
  Object.assign(object, copyTree(old), status === undefined ? {} : { status })
  object.metadata = { ...object.metadata, ...(managedFields ? { managedFields } : {}) }
  if (resourceVersion) object.metadata.resourceVersion = resourceVersion
  if (status === undefined) delete (object as { status?: unknown }).status
}

/** Everything but metadata and status counts as spec. k8s: each strategy's PrepareForUpdate */
function bumpGeneration({ generation, type }: ResourceStrategy, object: KubeObject, old: KubeObject): void {
  if (!generation) return
  const spec = ({ metadata: _m, ...rest }: KubeObject): unknown => ({ ...rest, status: undefined })
  if (sameValue(spec(object), spec(old))) return
  // An empty map is no map: what stands has none, as it is kept.
  const kept = copyTree(object)
  pruneEmpty(kept, type, kubernetes.types)
  if (!sameValue(spec(kept), spec(old))) object.metadata.generation = (old.metadata.generation ?? 0) + 1
}

function faults(
  { strategy, subresource }: Target,
  object: KubeObject,
  old: KubeObject,
  view: ClusterView,
): ReturnType<typeof validateObjectMetaUpdate> {
  const meta = validateObjectMetaUpdate(object.metadata, old.metadata)
  if (!object.metadata.resourceVersion) {
    meta.unshift(invalidField('metadata.resourceVersion', '', 'must be specified for an update'))
  }
  if (subresource === 'status') return [...meta, ...(strategy.status?.validate?.(object, old) ?? [])]
  const part = strategy.views?.[subresource]
  return [
    ...meta,
    ...(strategy.validate?.(object, view, old) ?? []),
    ...((part ? part.validateUpdate(object, old) : strategy.validateUpdate?.(object, old, view)) ?? []),
  ]
}

function write(
  machine: Machine,
  target: Target,
  object: KubeObject,
  old: KubeObject,
  { dryRun }: WriteOptions,
): KubeObject {
  const { strategy } = target
  const unchanged = sealed(object, strategy, Number(old.metadata.resourceVersion))
  if (sameValue(withoutManagers(unchanged), withoutManagers(old))) return old
  if (dryRun) return unchanged
  const key = targetKey(target)
  const build = (revision: number): KubeObject => sealed(object, strategy, revision)
  // The last finalizer gone: what was waiting to be deleted goes now.
  return isFinished(object) ? machine.store.delete(key, build).value : machine.store.update(key, build).value
}

function withoutManagers({ metadata, ...rest }: KubeObject): unknown {
  const { managedFields, ...meta } = metadata
  return { ...rest, metadata: meta, managers: managedFields?.map(({ time: _time, ...entry }) => entry) }
}

/** Deleted, with nothing left to wait for. k8s: store.go deleteWithoutFinalizers, ShouldDeleteDuringUpdate */
export function isFinished(object: KubeObject): boolean {
  const { deletionTimestamp, finalizers = [], deletionGracePeriodSeconds = 0 } = object.metadata
  const own = (object as { spec?: { finalizers?: string[] } }).spec?.finalizers
  const namespaceWaits = object.kind === 'Namespace' && (own?.length ?? 0) > 0
  return Boolean(deletionTimestamp) && finalizers.length === 0 && deletionGracePeriodSeconds === 0 && !namespaceWaits
}
