// Volumes and claims in use do not go away. k8s: pkg/controller/volume/{pvprotection,pvcprotection}
import { keyOf, splitKey, type KubeObject, type ResourceRef } from '../api/object.ts'
import { persistentVolumeClaims, persistentVolumes, pods } from '../api/refs.ts'
import type { Client } from '../client/client.ts'
import type { Pod } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'

const claimFinalizer = 'kubernetes.io/pvc-protection'
const volumeFinalizer = 'kubernetes.io/pv-protection'
const byClaim = 'protected claim'

/** A claim stays as long as a pod that has a node uses it. */
export const createClaimProtection: CreateController = ({ client, informers }) => {
  const claims = informers.for(persistentVolumeClaims)
  const podCache = informers.for(pods)
  podCache.index(byClaim, claimKeysOf)
  return {
    name: 'pvc-protection',
    watches: [
      watching(persistentVolumeClaims, (claim) => [keyOf(claim)]),
      watching(pods, (pod) => (pod.spec?.nodeName ? claimKeysOf(pod) : []), { gone: claimKeysOf }),
    ],
    async sync(key) {
      const { namespace, name } = splitKey(key)
      const claim = claims.get(namespace, name)
      if (!claim) return
      const used = podCache.byIndex(byClaim, key).some(({ spec }) => Boolean(spec?.nodeName))
      await protect(client, persistentVolumeClaims, claim, claimFinalizer, used)
    },
  }
}

/** A volume stays as long as it is bound. */
export const createVolumeProtection: CreateController = ({ client, informers }) => {
  const volumes = informers.for(persistentVolumes)
  return {
    name: 'pv-protection',
    watches: [watching(persistentVolumes, (volume) => [keyOf(volume)])],
    async sync(key) {
      const volume = volumes.get('', key)
      if (!volume) return
      await protect(client, persistentVolumes, volume, volumeFinalizer, volume.status?.phase === 'Bound')
    },
  }
}

/** Puts the finalizer on what has none; takes it off what is to go and in nobody's use. */
async function protect<T extends KubeObject>(
  client: Client,
  ref: ResourceRef<T>,
  object: T,
  finalizer: string,
  used: boolean,
): Promise<void> {
  const { finalizers = [], deletionTimestamp } = object.metadata
  const has = finalizers.includes(finalizer)
  if (deletionTimestamp && has && !used) {
    const left = finalizers.filter((name) => name !== finalizer)
    await client.update(ref, { ...object, metadata: { ...object.metadata, finalizers: left } })
  } else if (!deletionTimestamp && !has) {
    await client.update(ref, { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } })
  }
}

function claimKeysOf({ metadata, spec }: Pod): string[] {
  return (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim) return [`${metadata.namespace}/${persistentVolumeClaim.claimName}`]
    return ephemeral ? [`${metadata.namespace}/${metadata.name}-${name}`] : []
  })
}
