// Volumes and claims in use do not go away. k8s: pkg/controller/volume/{pvprotection,pvcprotection}
import { keyOf, splitKey, type KubeObject, type ResourceRef } from '../api/object.ts'
import { persistentVolumeClaims, persistentVolumes, pods, volumeAttributesClasses } from '../api/refs.ts'
import type { Client } from '../client/client.ts'
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'

const claimFinalizer = 'kubernetes.io/pvc-protection'
const volumeFinalizer = 'kubernetes.io/pv-protection'
const attributesClassFinalizer = 'kubernetes.io/vac-protection'
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

/** A class of attributes stays as long as a claim or a volume has it, or is to get it. k8s: pkg/controller/volume/vacprotection */
export const createAttributesClassProtection: CreateController = ({ client, informers }) => {
  const classes = informers.for(volumeAttributesClasses)
  const claims = informers.for(persistentVolumeClaims)
  const volumes = informers.for(persistentVolumes)
  const namedBy = (...names: (string | undefined)[]): string[] => names.filter((name) => name !== undefined)
  const ofClaim = ({ spec, status }: PersistentVolumeClaim): string[] =>
    namedBy(
      spec?.volumeAttributesClassName,
      status?.currentVolumeAttributesClassName,
      status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
    )
  const ofVolume = ({ spec }: PersistentVolume): string[] => namedBy(spec?.volumeAttributesClassName)
  return {
    name: 'vac-protection',
    watches: [
      watching(volumeAttributesClasses, (each) => [keyOf(each)]),
      watching(persistentVolumeClaims, ofClaim),
      watching(persistentVolumes, ofVolume),
    ],
    async sync(key) {
      const found = classes.get('', key)
      if (!found?.metadata.deletionTimestamp) return
      const used = claims.list().some((claim) => ofClaim(claim).includes(key))
      const held = volumes.list().some((volume) => ofVolume(volume).includes(key))
      await protect(client, volumeAttributesClasses, found, attributesClassFinalizer, used || held)
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
