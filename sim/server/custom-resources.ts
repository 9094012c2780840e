// The resources that somebody added to this cluster's API, by their definitions as they are at this instant.
import type { KubeObject } from '../api/object.ts'
import { customResourceDefinitions } from '../api/refs.ts'
import type { CustomResourceDefinition } from '../generated/types.ts'
import { customResourceStrategy } from '../resources/custom-resource/strategy.ts'
import type { ResourceStrategy } from '../resources/resource.ts'
import type { Store } from '../store/store.ts'
import { storeKey } from './machine.ts'

/** One strategy for each definition whose names are accepted. */
export function customResourcesOf(store: Store<KubeObject>): () => ResourceStrategy[] {
  // Stored objects never change: what was made of one holds.
  const made = new WeakMap<KubeObject, { strategy: ResourceStrategy | undefined }>()
  const prefix = storeKey(customResourceDefinitions, '', '')
  return () =>
    store.list(prefix).flatMap(({ value }) => {
      let known = made.get(value)
      if (!known) made.set(value, (known = { strategy: customResourceStrategy(value as CustomResourceDefinition) }))
      return known.strategy ? [known.strategy] : []
    })
}
