// Accepts the names of new resources, and empties those whose definition is to go.
// k8s: apiextensions-apiserver/pkg/controller/{status,establish,finalizer}
import { keyOf, type ResourceRef } from '../api/object.ts'
import { customResourceDefinitions } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import { timestamp } from '../clock.ts'
import type { CustomResourceDefinition, CustomResourceDefinitionCondition } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { semanticallyEqual } from './workload/semantic.ts'

const finalizer = 'customresourcecleanup.apiextensions.k8s.io'

export const createCustomResourceDefinitionController: CreateController = ({ client, informers, clock }) => {
  const cache = informers.for(customResourceDefinitions)

  /** Who has these names already, in words. */
  function conflictOf({ metadata, spec }: CustomResourceDefinition): string | undefined {
    const taken = cache
      .list()
      .filter((other) => other.spec.group === spec.group && other.metadata.name !== metadata.name)
      .map(({ status }) => status?.acceptedNames)
    const kinds = taken.flatMap((names) => [names?.kind, names?.listKind])
    return kinds.includes(spec.names.kind) ? `"${spec.names.kind}" is already in use` : undefined
  }

  async function accept(definition: CustomResourceDefinition): Promise<void> {
    const conflict = conflictOf(definition)
    const now = timestamp(clock.now())
    const old = definition.status?.conditions ?? []
    const condition = (
      type: string,
      status: string,
      reason: string,
      message: string,
    ): CustomResourceDefinitionCondition => ({
      lastTransitionTime: old.find((one) => one.type === type && one.status === status)?.lastTransitionTime ?? now,
      message,
      reason,
      status,
      type,
    })
    const conditions = conflict
      ? [
          condition('NamesAccepted', 'False', 'KindConflict', conflict),
          old.find(({ type }) => type === 'Established') ??
            condition('Established', 'False', 'NotAccepted', 'not all names are accepted'),
        ]
      : [
          condition('NamesAccepted', 'True', 'NoConflicts', 'no conflicts found'),
          condition('Established', 'True', 'InitialNamesAccepted', 'the initial names have been accepted'),
        ]
    const accepted = conflict ? {} : { acceptedNames: definition.spec.names }
    const status = { ...definition.status, conditions, ...accepted }
    if (semanticallyEqual(status, definition.status)) return
    await client.updateStatus(customResourceDefinitions, { ...definition, status })
  }

  async function empty({ spec }: CustomResourceDefinition): Promise<boolean> {
    const version = spec.versions.find(({ storage }) => storage)?.name ?? ''
    const { plural, kind } = spec.names
    const ref: ResourceRef = { group: spec.group, version, plural, kind, namespaced: spec.scope === 'Namespaced' }
    const { items } = await client.list(ref, '')
    for (const { metadata } of items) {
      if (metadata.deletionTimestamp) continue
      await client.delete(ref, metadata.namespace ?? '', metadata.name!).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.code === 404)) throw error
      })
    }
    return items.length === 0 || (await client.list(ref, '')).items.length === 0
  }

  return {
    name: 'customresourcedefinition',
    watches: [watching(customResourceDefinitions, (definition) => [keyOf(definition)])],
    async sync(key, queue) {
      const definition = cache.get('', key)
      if (!definition) return
      const finalizers = definition.metadata.finalizers ?? []
      if (!definition.metadata.deletionTimestamp) return accept(definition)
      if (!finalizers.includes(finalizer)) return
      if (!(await empty(definition))) return queue.addAfter(key, 1000)
      const metadata = { ...definition.metadata, finalizers: finalizers.filter((name) => name !== finalizer) }
      await client.update(customResourceDefinitions, { ...definition, metadata })
    },
  }
}
