// Turns what the informers hear into changes that may make a pod schedulable. k8s: pkg/scheduler/eventhandlers.go
import type { KubeObject, ResourceRef } from '../api/object.ts'
import {
  csiNodes,
  csiStorageCapacities,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  storageClasses,
} from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { Pod } from '../generated/types.ts'
import type { ClusterChange } from './cluster-change.ts'
import { isFinished } from './snapshot.ts'

/**
 * Listens until the function returned is called.
 * @param served resources that the server has
 */
export function watchChanges(
  { informers }: Context,
  served: readonly ResourceRef[],
  changed: (change: ClusterChange) => void,
): () => void {
  const tell = <T extends KubeObject>(ref: ResourceRef<T>, of: (now: T, old?: T) => ClusterChange): (() => void) => {
    const isServed = served.some(({ group, plural }) => group === ref.group && plural === ref.plural)
    if (!isServed) return () => undefined
    return informers.for(ref).on({
      added: (now) => changed(of(now)),
      updated: (now, old) => changed(of(now, old)),
    })
  }
  const ends = [
    tell(nodes, (now, old) => ({ of: 'node', now, ...(old ? { old } : {}) })),
    informers.for(nodes).on({ deleted: (now) => changed({ of: 'node gone', now }) }),
    tell(persistentVolumeClaims, (now, old) => ({ of: 'claim', now, ...(old ? { old } : {}) })),
    tell(persistentVolumes, (now, old) => ({ of: 'volume', now, ...(old ? { old } : {}) })),
    tell(storageClasses, (now, old) => ({ of: 'class', now, ...(old ? { old } : {}) })),
    tell(csiNodes, (now, old) => ({ of: 'csi node', now, ...(old ? { old } : {}) })),
    tell(csiStorageCapacities, (now, old) => ({ of: 'capacity', now, ...(old ? { old } : {}) })),
    informers.for(pods).on({
      added: (now) => void (isPlaced(now) && changed({ of: 'pod', now, gone: false })),
      updated(now, old) {
        if (isPlaced(now)) changed({ of: 'pod', now, ...(isPlaced(old) ? { old } : {}), gone: false })
        else if (isPlaced(old)) changed({ of: 'pod', now, gone: true })
        else if (isNominated(old) && now.status?.nominatedNodeName !== old.status?.nominatedNodeName) {
          changed({ of: 'pod', now: old, gone: true })
        }
      },
      deleted: (now) => void ((isPlaced(now) || isNominated(now)) && changed({ of: 'pod', now, gone: true })),
    }),
  ]
  return () => ends.forEach((end) => end())
}

/** On a node, and not finished. */
function isPlaced(pod: Pod): boolean {
  return Boolean(pod.spec?.nodeName) && !isFinished(pod)
}

/** Has no node yet, but one where room is kept for it. */
function isNominated(pod: Pod): boolean {
  return Boolean(pod.status?.nominatedNodeName) && !pod.spec?.nodeName
}
