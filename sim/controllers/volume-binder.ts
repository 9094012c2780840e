// Binds claims to volumes. k8s: pkg/controller/volume/persistentvolume
import { splitKey } from '../api/object.ts'
import { persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../api/refs.ts'
import type { PersistentVolume, PersistentVolumeClaim } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { createBinding } from './volume-binder/binding.ts'
import { createClaimSync, podsByClaim } from './volume-binder/sync-claim.ts'
import { createVolumeSync } from './volume-binder/sync-volume.ts'

/** How often all claims and volumes are looked at again: what a new volume or class changes is seen then. */
const resyncMs = 15_000

/**
 * A claim is bound this much later than its volume is taken: each side is written twice, and a real store takes its
 * time. A pod created together with its claim is looked at in between, finds it unbound, and waits for its back-off.
 */
const writesMs = 30

/** Keys are `volume:NAME` and `claim:NAMESPACE/NAME`. */
export const createVolumeBinder: CreateController = (context) => {
  const { informers } = context
  const claims = informers.for(persistentVolumeClaims)
  const volumes = informers.for(persistentVolumes)
  informers.for(storageClasses)
  informers
    .for(pods)
    .index(podsByClaim, (pod) =>
      (pod.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
        persistentVolumeClaim ? [`${pod.metadata.namespace}/${persistentVolumeClaim.claimName}`] : [],
      ),
    )
  const recorder = context.recorderFor('persistentvolume-controller')
  const binding = createBinding(context.client)
  const syncClaim = createClaimSync(context, recorder, binding)
  const syncVolume = createVolumeSync(context, recorder, binding)

  return {
    name: 'volume-binder',
    workers: 1,
    watches: [
      watching(persistentVolumes, (volume) => [volumeKey(volume)], { gone: keyOfItsClaim }),
      watching(persistentVolumeClaims, (claim) => [claimKey(claim)], { gone: keyOfItsVolume }),
    ],
    resyncMs,
    resyncKeys: () => [...volumes.list().map(volumeKey), ...claims.list().map(claimKey)],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key.slice(key.indexOf(':') + 1))
      if (key.startsWith('volume:')) {
        const volume = volumes.get('', name)
        const next = volume && (await syncVolume(volume))
        if (next) queue.addAfter(`claim:${next}`, writesMs)
        return
      }
      const claim = claims.get(namespace, name)
      if (claim) await syncClaim(claim)
    },
  }
}

function volumeKey(volume: PersistentVolume): string {
  return `volume:${volume.metadata.name}`
}

function claimKey(claim: PersistentVolumeClaim): string {
  return `claim:${claim.metadata.namespace}/${claim.metadata.name}`
}

function keyOfItsClaim({ spec }: PersistentVolume): string[] {
  return spec?.claimRef ? [`claim:${spec.claimRef.namespace}/${spec.claimRef.name}`] : []
}

function keyOfItsVolume({ spec }: PersistentVolumeClaim): string[] {
  return spec?.volumeName ? [`volume:${spec.volumeName}`] : []
}
