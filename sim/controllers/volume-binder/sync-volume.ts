// What to do with a volume. k8s: pkg/controller/volume/persistentvolume/pv_controller.go syncVolume, reclaimVolume
import { keyOf } from '../../api/object.ts'
import { persistentVolumeClaims, persistentVolumes } from '../../api/refs.ts'
import { ApiError } from '../../api/status.ts'
import { bindCompletedAnnotation, provisionedByAnnotation, sameVolumeMode } from '../../api/volume-matching.ts'
import type { Context } from '../../client/context.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import type { PersistentVolume, PersistentVolumeClaim } from '../../generated/types.ts'
import type { Binding } from './binding.ts'

/** A sync of one volume; gives the key of a claim that should be looked at next. */
export function createVolumeSync(
  context: Context,
  recorder: EventRecorder,
  binding: Binding,
): (volume: PersistentVolume) => Promise<string | undefined> {
  const { client, informers } = context
  const claims = informers.for(persistentVolumeClaims)

  return async (volume) => {
    const reference = volume.spec?.claimRef
    if (!reference?.uid) {
      await binding.setVolumePhase(volume, 'Available')
      return undefined
    }
    const named = claims.get(reference.namespace!, reference.name!)
    const claim = named?.metadata.uid === reference.uid ? named : undefined
    if (!claim) await release(volume)
    else if (!claim.spec?.volumeName) return awaitClaim(volume, claim)
    else if (claim.spec.volumeName === volume.metadata.name) {
      await binding.setVolumePhase(volume, 'Bound')
      if (claim.metadata.annotations?.[bindCompletedAnnotation] === undefined) return keyOf(claim)
    } else if (isProvisioned(volume) && volume.spec?.persistentVolumeReclaimPolicy === 'Delete') await release(volume)
    else await binding.unbind(volume)
    return undefined
  }

  /** The volume names the claim; the claim's own sync does the rest. */
  function awaitClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
    const { name } = claim.metadata
    if (sameVolumeMode(claim, volume)) return keyOf(claim)
    const why = 'due to incompatible volumeMode.'
    const ofVolume = `Cannot bind PersistentVolume to requested PersistentVolumeClaim "${name}" ${why}`
    const ofClaim = `Cannot bind PersistentVolume "${volume.metadata.name}" to requested PersistentVolumeClaim ${why}`
    recorder.event(volume, 'Warning', 'VolumeMismatch', ofVolume)
    recorder.event(claim, 'Warning', 'VolumeMismatch', ofClaim)
    return undefined
  }

  async function release(volume: PersistentVolume): Promise<void> {
    const settled = volume.status?.phase === 'Released' || volume.status?.phase === 'Failed'
    const released = settled ? volume : ((await binding.setVolumePhase(volume, 'Released')) ?? volume)
    const policy = released.spec?.persistentVolumeReclaimPolicy
    if (policy === 'Delete') await deleteVolume(released)
    else if (policy === 'Recycle')
      await fail(released, 'VolumeFailedRecycle', 'No recycler plugin found for the volume!')
  }

  /** External provisioners delete their own; of the rest only a host path under /tmp can be deleted. */
  async function deleteVolume(volume: PersistentVolume): Promise<void> {
    if (isProvisioned(volume) || volume.spec?.csi) return
    const failure = deleteFailure(volume)
    if (failure) return fail(volume, 'VolumeFailedDelete', failure)
    try {
      await client.delete(persistentVolumes, '', volume.metadata.name!)
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 404)) throw error
    }
  }

  async function fail(volume: PersistentVolume, reason: string, message: string): Promise<void> {
    const failed = await binding.setVolumePhase(volume, 'Failed', message)
    if (failed) recorder.event(failed, 'Warning', reason, message)
  }
}

function deleteFailure(volume: PersistentVolume): string | undefined {
  const path = volume.spec?.hostPath?.path
  if (path === undefined) {
    return `error getting deleter volume plugin for volume "${volume.metadata.name}": no deletable volume plugin matched`
  }
  if (/\/tmp\/.+/.test(path)) return undefined
  return `host_path deleter only supports /tmp/.+ but received provided ${path}`
}

function isProvisioned(volume: PersistentVolume): boolean {
  return Boolean(volume.metadata.annotations?.[provisionedByAnnotation])
}
