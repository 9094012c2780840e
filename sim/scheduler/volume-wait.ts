// Waiting until all claims of a pod are bound. k8s: plugins/volumebinding PreBind
import { persistentVolumeClaims, pods } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { Pod } from '../generated/types.ts'
import { claimNamesOf } from './pod-claims.ts'
import { isFullyBound } from './volume-plan.ts'

/** How long a pod waits for its volumes before it is tried anew. k8s: bindTimeoutSeconds */
const volumesMaxMs = 10 * 60_000

/** `gone`: the pod was deleted meanwhile; `late`: the time is over. */
export function volumesBound({ clock, informers }: Context, pod: Pod): Promise<'bound' | 'gone' | 'late'> {
  const { namespace, name, uid } = pod.metadata
  const claims = informers.for(persistentVolumeClaims)
  return new Promise((resolve) => {
    const finish = (outcome: 'bound' | 'gone' | 'late'): void => {
      for (const end of ends) end()
      resolve(outcome)
    }
    const look = (): void => {
      const all = claimNamesOf(pod).map((claim) => claims.get(namespace!, claim.name))
      if (informers.for(pods).get(namespace!, name!)?.metadata.uid !== uid) finish('gone')
      else if (all.every((claim) => claim && isFullyBound(claim))) finish('bound')
    }
    const ends = [
      clock.after(volumesMaxMs, () => finish('late')),
      claims.on({ updated: look, deleted: look }),
      informers.for(pods).on({ deleted: look }),
    ]
    look()
  })
}
