// Delete: at once, after a grace, or when the last finalizer goes.
// k8s: apiserver/pkg/registry/generic/registry/store.go Delete, registry/rest/delete.go BeforeDelete
import { copyTree } from '../../api/copy-tree.ts'
import type { KubeObject } from '../../api/object.ts'
import { conflict, forbidden, notFound } from '../../api/status.ts'
import { timestamp } from '../../clock.ts'
import type { DeleteOptions, ListOptions, ListResult, Target } from '../api.ts'
import { type Machine, sealed, targetKey } from '../machine.ts'
import { list } from './list.ts'
import { isFinished } from './update.ts'

/** k8s: plugin/pkg/admission/namespace/lifecycle */
const immortal = new Set(['default', 'kube-system', 'kube-public'])
const orphanFinalizer = 'orphan'
const foregroundFinalizer = 'foregroundDeletion'

/** Deletes, or marks what has to wait; throws 404, or 409 where a precondition does not hold. */
export function remove(
  machine: Machine,
  target: Target,
  options: DeleteOptions,
): { object: KubeObject; pending: boolean } {
  const { strategy } = target
  const found = machine.store.get(targetKey(target))
  if (!found) throw notFound(strategy.ref, target.name)
  const old = found.value
  if (strategy.ref.kind === 'Namespace' && immortal.has(target.name)) {
    throw forbidden(strategy.ref, target.name, 'this namespace may not be deleted')
  }
  checkPreconditions(target, old, options)
  const marked = mark(machine, target, old, options)
  if (options.dryRun) return { object: marked ?? old, pending: marked !== undefined && !isFinished(marked) }
  if (marked === old) return { object: old, pending: true }
  const object = marked ?? copyTree(old)
  const build = (revision: number): KubeObject => sealed(object, strategy, revision)
  if (marked === undefined || isFinished(object)) {
    return { object: machine.store.delete(targetKey(target), build).value, pending: false }
  }
  return { object: machine.store.update(targetKey(target), build).value, pending: true }
}

function checkPreconditions({ strategy }: Target, { metadata }: KubeObject, { preconditions }: DeleteOptions): void {
  const { uid, resourceVersion } = preconditions ?? {}
  const name = metadata.name!
  const named = { group: strategy.ref.group, plural: strategy.ref.kind }
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`
    throw conflict(named, name, why)
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`
    throw conflict(named, name, why)
  }
}

/** The object as it waits for its end; itself when nothing changes; undefined when nothing keeps it. */
function mark(machine: Machine, { strategy }: Target, old: KubeObject, options: DeleteOptions): KubeObject | undefined {
  const graceSeconds = graceOf(strategy.gracePeriodSeconds?.(old), options)
  const asked = finalizersFor(old, options, strategy.orphansByDefault ?? false)
  const own = old.metadata.deletionTimestamp ? undefined : strategy.finalizerOnDelete
  const finalizers = own === undefined ? asked : [...new Set([...asked, own])]
  const isNamespace = strategy.ref.kind === 'Namespace'
  const { deletionTimestamp, deletionGracePeriodSeconds } = old.metadata
  if (deletionTimestamp) {
    const shorter = graceSeconds !== undefined && graceSeconds < (deletionGracePeriodSeconds ?? 0)
    const sameFinalizers = JSON.stringify(finalizers) === JSON.stringify(old.metadata.finalizers ?? [])
    if (!shorter && sameFinalizers) return isFinished(old) ? undefined : old
  }
  if (!deletionTimestamp && graceSeconds === undefined && finalizers.length === 0 && !isNamespace) return undefined
  const object = copyTree(old)
  const { metadata } = object
  const now = machine.clock.now()
  // A shorter grace counts from the first delete. What is over by now goes at once, yet gracefully.
  const beganMs = deletionTimestamp ? Date.parse(deletionTimestamp) - (deletionGracePeriodSeconds ?? 0) * 1000 : now
  const endMs = beganMs + (graceSeconds ?? 0) * 1000
  const seconds = endMs < now && graceSeconds ? 1 : (graceSeconds ?? 0)
  if (metadata.generation && !deletionTimestamp) metadata.generation++
  metadata.deletionTimestamp = timestamp(Math.max(endMs, now))
  if (!isNamespace) metadata.deletionGracePeriodSeconds = seconds
  if (finalizers.length > 0) metadata.finalizers = finalizers
  else delete metadata.finalizers
  if (isNamespace)
    Object.assign(object, { status: { ...(object as { status?: object }).status, phase: 'Terminating' } })
  return object
}

/** Only what has a grace of its own (pods) takes one; one already given can only be shortened. */
function graceOf(own: number | undefined, { gracePeriodSeconds }: DeleteOptions): number | undefined {
  if (own === undefined) return undefined
  return own === 0 ? 0 : Math.max(gracePeriodSeconds ?? own, 0)
}

/** k8s: store.go deletionFinalizersForGarbageCollection */
function finalizersFor({ metadata }: KubeObject, options: DeleteOptions, orphansByDefault: boolean): string[] {
  const present = metadata.finalizers ?? []
  const undecided = !present.includes(orphanFinalizer) && !present.includes(foregroundFinalizer)
  const propagationPolicy = options.propagationPolicy ?? (orphansByDefault && undecided ? 'Orphan' : undefined)
  if (propagationPolicy === undefined) return present
  const kept = present.filter((each) => each !== orphanFinalizer && each !== foregroundFinalizer)
  if (propagationPolicy === 'Orphan') return [...kept, orphanFinalizer]
  return propagationPolicy === 'Foreground' ? [...kept, foregroundFinalizer] : kept
}

/** Deletes everything that a list would give, and gives the list. */
export function removeCollection(
  machine: Machine,
  target: Target,
  selection: ListOptions,
  options: DeleteOptions,
): ListResult {
  const found = list(machine, target, selection)
  for (const { metadata } of found.items) {
    const each = { ...target, namespace: metadata.namespace ?? '', name: metadata.name! }
    remove(machine, each, options)
  }
  return found
}
