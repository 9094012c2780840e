// Deletes what nobody owns any more. k8s: pkg/controller/garbagecollector
import { apiVersionOf, keyOf, splitKey, type KubeObject, type ResourceRef } from '../api/object.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import type { OwnerReference } from '../generated/types.ts'
import { watching, type Controller } from './controller.ts'

const foreground = 'foregroundDeletion'
const orphan = 'orphan'
const byOwner = 'owner'
/** Events own nothing and are owned by nobody. */
const ignored = new Set(['events', 'bindings'])

/**
 * Keys are `GROUP/PLURAL:NAMESPACE/NAME`.
 * @param resources every resource of the server
 */
export function createGarbageCollector(context: Context, resources: ResourceRef[]): Controller {
  const { client, informers } = context
  const recorder = context.recorderFor('garbage-collector-controller')
  const refs = resources.filter(({ plural }) => !ignored.has(plural))
  const byId = new Map(refs.map((ref) => [idOf(ref), ref]))
  for (const ref of refs) informers.for(ref).index(byOwner, ({ metadata }) => ownersOf(metadata).map(({ uid }) => uid))

  /** All objects that name an owner, as [resource, object]. */
  function dependentsOf(uid: string): { ref: ResourceRef; object: KubeObject }[] {
    return refs.flatMap((ref) =>
      informers
        .for(ref)
        .byIndex(byOwner, uid)
        .map((object) => ({ ref, object })),
    )
  }

  function keysOfDependents(object: KubeObject): string[] {
    return dependentsOf(object.metadata.uid!).map(({ ref, object: dependent }) => `${idOf(ref)}:${keyOf(dependent)}`)
  }

  /** The owner as it is now; undefined when there is none of that uid. `unknown` when its kind says nothing to us. */
  function findOwner(dependent: KubeObject, reference: OwnerReference): KubeObject | 'unknown' | undefined {
    const ref = refs.find(({ kind, ...one }) => kind === reference.kind && apiVersionOf(one) === reference.apiVersion)
    if (!ref) return 'unknown'
    const { namespace } = dependent.metadata
    // What belongs to no namespace cannot be owned from within one.
    if (ref.namespaced && !namespace) return 'unknown'
    const owner = informers.for(ref).get(ref.namespaced ? namespace! : '', reference.name)
    return owner?.metadata.uid === reference.uid ? owner : undefined
  }

  async function collect(ref: ResourceRef, object: KubeObject): Promise<void> {
    const { metadata } = object
    const owners = ownersOf(metadata).map((reference) => ({ reference, owner: findOwner(object, reference) }))
    if (owners.length === 0 || owners.some(({ owner }) => owner === 'unknown')) return
    const dangling = owners.filter(({ owner }) => owner === undefined)
    const waiting = owners.filter(({ owner }) => typeof owner === 'object' && deletesDependents(owner))
    const gone = [...dangling, ...waiting]
    for (const { reference } of dangling) tellWrongNamespace(object, reference)
    if (gone.length === 0) return
    if (gone.length < owners.length) {
      const left = owners.filter((one) => !gone.includes(one)).map(({ reference }) => reference)
      await patchMetadata(ref, object, { ownerReferences: left })
      return
    }
    const hasDependents = waiting.length > 0 && dependentsOf(metadata.uid!).length > 0
    await remove(ref, object, hasDependents ? 'Foreground' : policyOf(object))
  }

  function tellWrongNamespace(object: KubeObject, { apiVersion, kind, name, uid }: OwnerReference): void {
    const elsewhere = refs.some(
      (ref) =>
        ref.kind === kind &&
        ref.namespaced &&
        informers
          .for(ref)
          .list()
          .some(({ metadata }) => metadata.uid === uid),
    )
    if (!elsewhere) return
    const { namespace = '' } = object.metadata
    const identity = `[${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}]`
    const message = `ownerRef ${identity} does not exist in namespace "${namespace}"`
    recorder.event(object, 'Warning', 'OwnerRefInvalidNamespace', message)
  }

  async function remove(ref: ResourceRef, { metadata }: KubeObject, propagationPolicy: Policy): Promise<void> {
    const options = { propagationPolicy, preconditions: { uid: metadata.uid! } }
    await unlessGone(client.delete(ref, metadata.namespace ?? '', metadata.name!, options))
  }

  async function patchMetadata(ref: ResourceRef, { metadata }: KubeObject, change: object): Promise<void> {
    const body = { metadata: { resourceVersion: metadata.resourceVersion, ...change } }
    await unlessGone(client.patch(ref, metadata.namespace ?? '', metadata.name!, { kind: 'merge', body }))
  }

  async function dropFinalizer(ref: ResourceRef, object: KubeObject, finalizer: string): Promise<void> {
    const finalizers = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer)
    await patchMetadata(ref, object, { finalizers })
  }

  /** The owner goes last: first those dependents that block it. */
  async function deleteForeground(ref: ResourceRef, owner: KubeObject): Promise<void> {
    const dependents = dependentsOf(owner.metadata.uid!)
    const blocking = dependents.filter(({ object }) =>
      ownersOf(object.metadata).some(({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion),
    )
    if (blocking.length === 0) return dropFinalizer(ref, owner, foreground)
    for (const { ref: dependentRef, object } of dependents) {
      if (!object.metadata.deletionTimestamp) await collect(dependentRef, object)
    }
  }

  async function orphanDependents(ref: ResourceRef, owner: KubeObject): Promise<void> {
    for (const { ref: dependentRef, object } of dependentsOf(owner.metadata.uid!)) {
      const left = ownersOf(object.metadata).filter(({ uid }) => uid !== owner.metadata.uid)
      await patchMetadata(dependentRef, object, { ownerReferences: left })
    }
    await dropFinalizer(ref, owner, orphan)
  }

  return {
    name: 'garbage-collector',
    workers: 20,
    watches: refs.map((ref) => {
      const key = (object: KubeObject): string => `${idOf(ref)}:${keyOf(object)}`
      return watching(ref, (object) => (isOfInterest(object) ? [key(object), ...ownersKeys(object)] : []), {
        gone: (object) => [...keysOfDependents(object), ...ownersKeys(object)],
      })
    }),
    async sync(key) {
      const colon = key.indexOf(':')
      const ref = byId.get(key.slice(0, colon))!
      const { namespace, name } = splitKey(key.slice(colon + 1))
      const object = informers.for(ref).get(namespace, name)
      if (!object) return
      const { deletionTimestamp, finalizers = [] } = object.metadata
      if (!deletionTimestamp) await collect(ref, object)
      else if (finalizers.includes(orphan)) await orphanDependents(ref, object)
      else if (finalizers.includes(foreground)) await deleteForeground(ref, object)
    },
  }

  /** Owners that wait for this dependent look again. */
  function ownersKeys(object: KubeObject): string[] {
    return ownersOf(object.metadata).flatMap((reference) => {
      const owner = findOwner(object, reference)
      if (typeof owner !== 'object' || !deletesDependents(owner)) return []
      const ref = refs.find(({ kind, ...one }) => kind === reference.kind && apiVersionOf(one) === reference.apiVersion)
      return ref ? [`${idOf(ref)}:${keyOf(owner)}`] : []
    })
  }
}

type Policy = 'Orphan' | 'Background' | 'Foreground'

function idOf({ group, plural }: ResourceRef): string {
  return `${group}/${plural}`
}

function ownersOf({ ownerReferences }: KubeObject['metadata']): OwnerReference[] {
  return ownerReferences ?? []
}

function isOfInterest({ metadata }: KubeObject): boolean {
  return Boolean(metadata.deletionTimestamp) || ownersOf(metadata).length > 0
}

function deletesDependents({ metadata }: KubeObject): boolean {
  return Boolean(metadata.deletionTimestamp) && (metadata.finalizers ?? []).includes(foreground)
}

/** As its own finalizers ask. */
function policyOf({ metadata }: KubeObject): Policy {
  if (metadata.finalizers?.includes(orphan)) return 'Orphan'
  return metadata.finalizers?.includes(foreground) ? 'Foreground' : 'Background'
}

/** Gone, or another of the same name by now: then there is nothing left to do. */
async function unlessGone(write: Promise<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    const uidChanged = error instanceof ApiError && error.code === 409 && error.message.includes('Precondition failed')
    if (!uidChanged && !(error instanceof ApiError && error.code === 404)) throw error
  }
}
