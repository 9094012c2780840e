// Empties a namespace that is being deleted, then lets it go. k8s: pkg/controller/namespace/deletion
import { keyOf, type KubeObject, type ResourceRef } from '../api/object.ts'
import { namespaces, pods } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import type { Namespace } from '../generated/types.ts'
import { watching, type Controller } from './controller.ts'
import { deletionConditions, type Remains } from './namespace/conditions.ts'
import { semanticallyEqual } from './workload/semantic.ts'

const finalizer = 'kubernetes'
/** Until the next look when something other than pods holds on. k8s: finalizerEstimateSeconds, of which half is waited */
const retryMs = 8_000

/** @param resources all resources of the server; `added` gives those that somebody added to it. */
export function createNamespaceController(
  context: Context,
  resources: ResourceRef[],
  added: () => ResourceRef[] = () => [],
): Controller {
  const { client, informers, clock } = context
  const cache = informers.for(namespaces)
  const contents = resources.filter(({ namespaced, plural }) => namespaced && plural !== 'bindings')

  async function deleteContents(namespace: string): Promise<Remains & { waitMs: number }> {
    const found = new Map<string, number>()
    const finalizers = new Map<string, number>()
    const failures: string[] = []
    let waitMs = 0
    for (const ref of [...contents, ...added().filter(({ namespaced }) => namespaced)]) {
      try {
        const remaining = await emptyOf(ref, namespace)
        if (remaining.length > 0) found.set(`${ref.plural}.${ref.group}`, remaining.length)
        for (const name of remaining.flatMap(({ metadata }) => metadata.finalizers ?? [])) {
          finalizers.set(name, (finalizers.get(name) ?? 0) + 1)
        }
        if (remaining.length > 0) waitMs = Math.max(waitMs, waitFor(ref, remaining))
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        failures.push(error.message)
      }
    }
    return { resources: found, finalizers, failures, waitMs }
  }

  /** Asks for the deletion of everything of one resource; gives what is still there. */
  async function emptyOf(ref: ResourceRef, namespace: string): Promise<KubeObject[]> {
    const { items } = await client.list(ref, namespace)
    for (const item of items) {
      if (item.metadata.deletionTimestamp) continue
      try {
        await client.delete(ref, namespace, item.metadata.name!, { propagationPolicy: 'Background' })
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 404)) throw error
      }
    }
    return items.length === 0 ? [] : (await client.list(ref, namespace)).items
  }

  async function finalize(namespace: Namespace): Promise<void> {
    const finalizers = (namespace.spec?.finalizers ?? []).filter((name) => name !== finalizer)
    await client.update(namespaces, { ...namespace, spec: { ...namespace.spec, finalizers } }, 'finalize')
  }

  return {
    name: 'namespace',
    watches: [watching(namespaces, (namespace) => (namespace.metadata.deletionTimestamp ? [keyOf(namespace)] : []))],
    async sync(key, queue) {
      let namespace = cache.get('', key)
      if (!namespace?.metadata.deletionTimestamp) return
      if (namespace.status?.phase !== 'Terminating') {
        const status = { ...namespace.status, phase: 'Terminating' }
        namespace = await client.updateStatus(namespaces, { ...namespace, status })
      }
      if (!namespace.spec?.finalizers?.includes(finalizer)) return
      const remains = await deleteContents(key)
      const conditions = deletionConditions(namespace.status?.conditions ?? [], remains, clock.now())
      if (!semanticallyEqual(conditions, namespace.status?.conditions)) {
        const status = { ...namespace.status, conditions }
        namespace = await client.updateStatus(namespaces, { ...namespace, status })
      }
      if (remains.resources.size === 0 && remains.failures.length === 0) await finalize(namespace)
      else queue.addAfter(key, remains.waitMs || retryMs)
    },
  }
}

/** Pods say how long they need; for what else stays nobody can tell. */
function waitFor(ref: ResourceRef, remaining: KubeObject[]): number {
  if (ref.plural !== pods.plural) return retryMs
  const grace = Math.max(...remaining.map(({ metadata }) => metadata.deletionGracePeriodSeconds ?? 0))
  return (grace / 2 + 1) * 1000
}
