// What all verbs work with: the store, the strategies, the clock, and the rules that hold for every resource.
import { kubernetes } from '../api/facts.ts'
import { deepFreeze } from '../api/freeze.ts'
import type { KubeObject, ResourceRef } from '../api/object.ts'
import { pruneEmpty } from '../api/zero-values.ts'
import { timestamp, type Clock } from '../clock.ts'
import type { ClusterView, ResourceStrategy } from '../resources/resource.ts'
import type { Store } from '../store/store.ts'
import type { Target } from './api.ts'

export interface Machine {
  readonly store: Store<KubeObject>
  readonly clock: Clock
  random(): number
}

/** Key of an object, or with name '' the prefix of all in a namespace; with namespace '' too, of all. */
export function storeKey(ref: ResourceRef, namespace: string, name: string): string {
  const resource = `${ref.group}/${ref.plural}/`
  if (name !== '') return `${resource}${namespace}/${name}`
  return namespace === '' ? resource : `${resource}${namespace}/`
}

/** Key of what a request is about. */
export function targetKey({ strategy, namespace, name }: Target): string {
  return storeKey(strategy.ref, namespace, name)
}

/** The cluster as admission and allocation see it at this instant. */
export function viewOf(machine: Machine, dryRun: boolean): ClusterView {
  const nowMs = machine.clock.now()
  return {
    nowMs,
    now: timestamp(nowMs),
    dryRun,
    random: () => machine.random(),
    get: <T extends KubeObject>(ref: ResourceRef<T>, namespace: string, name: string) =>
      machine.store.get(storeKey(ref, namespace, name))?.value as T | undefined,
    list: <T extends KubeObject>(ref: ResourceRef<T>, namespace = '') =>
      machine.store.list(storeKey(ref, namespace, '')).map(({ value }) => value as T),
  }
}

/** `object` as the store keeps it at `revision`: frozen, without empty lists and maps, with its resourceVersion, apiVersion and kind. */
export function sealed(object: KubeObject, strategy: ResourceStrategy, revision: number): KubeObject {
  const { ref } = strategy
  pruneEmpty(object, strategy.type, kubernetes.types)
  const { metadata, apiVersion: _apiVersion, kind: _kind, ...rest } = object
  return deepFreeze({
    kind: ref.kind,
    apiVersion: ref.group === '' ? ref.version : `${ref.group}/${ref.version}`,
    metadata: { ...metadata, resourceVersion: String(revision) },
    ...rest,
  })
}
