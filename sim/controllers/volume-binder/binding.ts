// Writes both sides of a binding, volume first, each step only when it changes something.
// k8s: pkg/controller/volume/persistentvolume/pv_controller.go bind, unbindVolume, updateClaimStatus
import { persistentVolumeClaims, persistentVolumes } from '../../api/refs.ts'
import { compareQuantities } from '../../api/quantity.ts'
import {
  bindCompletedAnnotation,
  boundByControllerAnnotation,
  isBoundTo,
  storageOf,
} from '../../api/volume-matching.ts'
import type { Client } from '../../client/client.ts'
import { referenceTo } from '../../client/event-recorder.ts'
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimStatus } from '../../generated/types.ts'
import { semanticallyEqual } from '../workload/semantic.ts'

export interface Binding {
  /** Takes the volume for the claim; once it is taken, points the claim to it. */
  bind(volume: PersistentVolume, claim: PersistentVolumeClaim): Promise<void>
  /** Undoes what the controller did; a volume that its user pre-bound stays so. */
  unbind(volume: PersistentVolume): Promise<void>
  /** Gives undefined when the phase was set already. */
  setVolumePhase(volume: PersistentVolume, phase: string, message?: string): Promise<PersistentVolume | undefined>
  /** `volume` is what the claim got, and its status shows; gives undefined when nothing changed. */
  setClaimPhase(
    claim: PersistentVolumeClaim,
    phase: string,
    volume?: PersistentVolume,
  ): Promise<PersistentVolumeClaim | undefined>
}

export function createBinding(client: Client): Binding {
  async function claimVolume(volume: PersistentVolume, claim: PersistentVolumeClaim): Promise<PersistentVolume> {
    const chosenByUser = isBoundTo(volume, claim)
    const annotations = { ...volume.metadata.annotations }
    if (!chosenByUser) annotations[boundByControllerAnnotation] ??= 'yes'
    const complete = chosenByUser && volume.spec?.claimRef?.uid === claim.metadata.uid
    if (complete) return volume
    const metadata = { ...volume.metadata, annotations }
    return client.update(persistentVolumes, {
      ...volume,
      metadata,
      spec: { ...volume.spec, claimRef: referenceTo(claim) },
    })
  }

  async function pointClaim(claim: PersistentVolumeClaim, volume: PersistentVolume): Promise<PersistentVolumeClaim> {
    const annotations = { ...claim.metadata.annotations }
    const pointed = claim.spec?.volumeName === volume.metadata.name
    if (!pointed) annotations[boundByControllerAnnotation] ??= 'yes'
    if (pointed && annotations[bindCompletedAnnotation] !== undefined) return claim
    annotations[bindCompletedAnnotation] ??= 'yes'
    const spec = { ...claim.spec, volumeName: volume.metadata.name! }
    return client.update(persistentVolumeClaims, { ...claim, metadata: { ...claim.metadata, annotations }, spec })
  }

  const binding: Binding = {
    async bind(volume, claim) {
      const taken = await claimVolume(volume, claim)
      const bound = (await binding.setVolumePhase(taken, 'Bound')) ?? taken
      if (taken !== volume) return
      const pointed = await pointClaim(claim, bound)
      await binding.setClaimPhase(pointed, 'Bound', bound)
    },
    async unbind(volume) {
      const { claimRef, ...spec } = volume.spec ?? {}
      const { [boundByControllerAnnotation]: byController, ...annotations } = volume.metadata.annotations ?? {}
      const { uid: _uid, ...preBound } = claimRef ?? {}
      const freed =
        byController === undefined
          ? { ...volume, spec: { ...spec, claimRef: preBound } }
          : { ...volume, metadata: { ...volume.metadata, annotations }, spec }
      await binding.setVolumePhase(await client.update(persistentVolumes, freed), 'Available')
    },
    async setVolumePhase(volume, phase, message) {
      if (volume.status?.phase === phase) return undefined
      const { message: _old, ...status } = volume.status ?? {}
      const next = { ...status, phase, ...(message ? { message } : {}) }
      return client.updateStatus(persistentVolumes, { ...volume, status: next })
    },
    async setClaimPhase(claim, phase, volume) {
      const status = claimStatus(claim, phase, volume)
      if (semanticallyEqual(status, claim.status)) return undefined
      return client.updateStatus(persistentVolumeClaims, { ...claim, status })
    },
  }
  return binding
}

function claimStatus(
  claim: PersistentVolumeClaim,
  phase: string,
  volume: PersistentVolume | undefined,
): PersistentVolumeClaimStatus {
  const { accessModes: _modes, capacity, currentVolumeAttributesClassName: _class, ...rest } = claim.status ?? {}
  if (!volume) return { ...rest, phase }
  // A size that differs later is meant so: the file system may be smaller than its device.
  const grows =
    claim.status?.phase !== phase &&
    (!capacity?.storage || compareQuantities(capacity.storage, storageOf(volume)) !== 0)
  const shown = grows ? volume.spec?.capacity : capacity
  const attributes = volume.spec?.volumeAttributesClassName
  return {
    ...rest,
    phase,
    ...(volume.spec?.accessModes ? { accessModes: volume.spec.accessModes } : {}),
    ...(shown ? { capacity: shown } : {}),
    ...(attributes ? { currentVolumeAttributesClassName: attributes } : {}),
  }
}
