// namespaces/NAME/finalize: takes finalizers off spec.finalizers; with the last one the namespace goes.
// k8s: pkg/registry/core/namespace/storage/storage.go FinalizeREST
import { copyTree } from '../../api/copy-tree.ts'
import type { KubeObject } from '../../api/object.ts'
import { conflict, modifiedMessage } from '../../api/status.ts'
import type { Namespace } from '../../generated/types.ts'
import type { Target, WriteOptions } from '../api.ts'
import { type Machine, sealed, targetKey } from '../machine.ts'
import { get } from '../verbs/get.ts'
import { isFinished } from '../verbs/update.ts'

/** Keeps everything but spec.finalizers. Throws 404, and 409 for an old resourceVersion. */
export function finalizeNamespace(
  machine: Machine,
  target: Target,
  body: KubeObject,
  { dryRun }: WriteOptions,
): KubeObject {
  const old = get(machine, target) as Namespace & KubeObject
  const { resourceVersion } = body.metadata ?? {}
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) {
    throw conflict(target.strategy.ref, target.name, modifiedMessage)
  }
  const object = copyTree(old)
  const finalizers = (body as Namespace).spec?.finalizers ?? []
  object.spec = finalizers.length > 0 ? { finalizers: [...finalizers] } : {}
  if (dryRun) return object
  const build = (revision: number): KubeObject => sealed(object, target.strategy, revision)
  const key = targetKey(target)
  return isFinished(object) ? machine.store.delete(key, build).value : machine.store.update(key, build).value
}
