// What to do with a claim. k8s: pkg/controller/volume/persistentvolume/pv_controller.go syncUnboundClaim, syncBoundClaim
import { persistentVolumeClaims, persistentVolumes, pods, storageClasses } from '../../api/refs.ts'
import { compareQuantities } from '../../api/quantity.ts'
import {
  bindCompletedAnnotation,
  boundByControllerAnnotation,
  claimHasClass,
  classOfClaim,
  classOfVolume,
  findVolumeByModes,
  isBoundTo,
  offersAccessModes,
  requestedStorage,
  sameVolumeMode,
  selectedNodeAnnotation,
  storageOf,
  waitsForConsumer,
} from '../../api/volume-matching.ts'
import type { Context } from '../../client/context.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../generated/types.ts'
import { isPodFinished } from '../workload/pod-state.ts'
import type { Binding } from './binding.ts'

const defaultClassAnnotations = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
]
const provisionerAnnotations = [
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
]
export const podsByClaim = 'claim'

/** A sync of one claim. The informers of volumes, classes and pods (with index {@link podsByClaim}) must exist. */
export function createClaimSync(
  context: Context,
  recorder: EventRecorder,
  binding: Binding,
): (claim: PersistentVolumeClaim) => Promise<void> {
  const { client, informers } = context
  const volumes = informers.for(persistentVolumes)
  const classes = informers.for(storageClasses)
  const podCache = informers.for(pods)

  async function syncUnbound(claim: PersistentVolumeClaim): Promise<void> {
    const storageClass = classes.get('', classOfClaim(claim))
    const delayBinding = waitsForConsumer(storageClass)
    const all = volumes.list().toSorted((a, b) => (a.metadata.name! < b.metadata.name! ? -1 : 1))
    const volume = findVolumeByModes(claim, all, delayBinding)
    if (volume) return binding.bind(volume, claim)
    if (!claimHasClass(claim) && (await assignDefaultClass(claim))) return
    if (delayBinding && claim.metadata.annotations?.[selectedNodeAnnotation] === undefined) tellWaiting(claim)
    else if (classOfClaim(claim) !== '') return provision(claim, storageClass)
    else recorder.event(claim, 'Normal', 'FailedBinding', noVolumeNoClass)
    await binding.setClaimPhase(claim, 'Pending')
  }

  /** The claim asks for one volume by name. */
  async function syncRequested(claim: PersistentVolumeClaim, volumeName: string): Promise<void> {
    const volume = volumes.get('', volumeName)
    if (volume && isBoundTo(volume, claim)) return binding.bind(volume, claim)
    if (volume?.spec?.claimRef) {
      recorder.event(claim, 'Warning', 'FailedBinding', `volume "${volumeName}" already bound to a different claim.`)
      // Somebody took the annotation away that said the binding was whole.
      if (claim.metadata.annotations?.[boundByControllerAnnotation] !== undefined) return
    } else if (volume) {
      const mismatch = mismatchOf(volume, claim)
      if (!mismatch) return binding.bind(volume, claim)
      const message = `Cannot bind to requested volume "${volumeName}": ${mismatch}`
      recorder.event(claim, 'Warning', 'VolumeMismatch', message)
    }
    await binding.setClaimPhase(claim, 'Pending')
  }

  async function syncBound(claim: PersistentVolumeClaim): Promise<void> {
    const { volumeName } = claim.spec ?? {}
    const volume = volumeName ? volumes.get('', volumeName) : undefined
    if (!volumeName) await lose(claim, 'ClaimLost', lostReference)
    else if (!volume) await lose(claim, 'ClaimLost', lostVolume)
    else if (!volume.spec?.claimRef || volume.spec.claimRef.uid === claim.metadata.uid) {
      await binding.bind(volume, claim)
    } else await lose(claim, 'ClaimMisbound', misbound)
  }

  async function lose(claim: PersistentVolumeClaim, reason: string, message: string): Promise<void> {
    if (claim.status?.phase === 'Lost') return
    const lost = await binding.setClaimPhase(claim, 'Lost')
    recorder.event(lost ?? claim, 'Warning', reason, message)
  }

  /** A class that became the default later counts for claims that said nothing of one. */
  async function assignDefaultClass(claim: PersistentVolumeClaim): Promise<boolean> {
    const defaults = classes.list().filter(isDefaultClass)
    const [newest] = defaults.toSorted(byNewest)
    if (!newest) return false
    await client.update(persistentVolumeClaims, {
      ...claim,
      spec: { ...claim.spec, storageClassName: newest.metadata.name! },
    })
    return true
  }

  function tellWaiting(claim: PersistentVolumeClaim): void {
    const users = podCache.byIndex(podsByClaim, `${claim.metadata.namespace}/${claim.metadata.name}`)
    const waiting = users.filter((pod) => !isPodFinished(pod) && !pod.spec?.nodeName).map((pod) => pod.metadata.name!)
    const several = waiting.length > 1 ? 'pods' : 'pod'
    if (waiting.length === 0) recorder.event(claim, 'Normal', 'WaitForFirstConsumer', waitingForConsumer)
    else {
      const message = `waiting for ${several} ${waiting.join(',')} to be scheduled`
      recorder.event(claim, 'Normal', 'WaitForPodScheduled', message)
    }
  }

  /** All provisioners are external: they are told by an annotation, and the claim hears who is awaited. */
  async function provision(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined): Promise<void> {
    if (!storageClass) {
      const message = `storageclass.storage.k8s.io "${classOfClaim(claim)}" not found`
      recorder.event(claim, 'Warning', 'ProvisioningFailed', message)
      return
    }
    const { provisioner } = storageClass
    const told = await tellProvisioner(claim, provisioner)
    const message =
      `Waiting for a volume to be created either by the external provisioner '${provisioner}' ` +
      'or manually by the system administrator. If volume creation is delayed, please verify that ' +
      'the provisioner is running and correctly registered.'
    recorder.event(told, 'Normal', 'ExternalProvisioning', message)
  }

  async function tellProvisioner(claim: PersistentVolumeClaim, provisioner: string): Promise<PersistentVolumeClaim> {
    const told = provisionerAnnotations.every((key) => claim.metadata.annotations?.[key] === provisioner)
    if (told) return claim
    const added = Object.fromEntries(provisionerAnnotations.map((key) => [key, provisioner]))
    const metadata = { ...claim.metadata, annotations: { ...claim.metadata.annotations, ...added } }
    return client.update(persistentVolumeClaims, { ...claim, metadata })
  }

  return async (claim) => {
    const { volumeName } = claim.spec ?? {}
    if (claim.metadata.annotations?.[bindCompletedAnnotation] !== undefined) await syncBound(claim)
    else if (volumeName) await syncRequested(claim, volumeName)
    else await syncUnbound(claim)
  }
}

const noVolumeNoClass = 'no persistent volumes available for this claim and no storage class is set'
const waitingForConsumer = 'waiting for first consumer to be created before binding'
const lostReference = 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!'
const lostVolume = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!'
const misbound = 'Two claims are bound to the same volume, this one is bound incorrectly'

/** Why a requested volume does not do, in the server's words. k8s: checkVolumeSatisfyClaim */
function mismatchOf(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (volume.metadata.deletionTimestamp) return `the volume is marked for deletion "${volume.metadata.name}"`
  if (compareQuantities(storageOf(volume), requestedStorage(claim)) < 0) return 'requested PV is too small'
  if (classOfVolume(volume) !== classOfClaim(claim)) return 'storageClassName does not match'
  const attributes = (spec: { volumeAttributesClassName?: string } = {}): string => spec.volumeAttributesClassName ?? ''
  if (attributes(claim.spec) !== attributes(volume.spec)) return 'volumeAttributesClassName does not match'
  if (!sameVolumeMode(claim, volume)) return 'incompatible volumeMode'
  if (!offersAccessModes(claim, volume)) return 'incompatible accessMode'
  return undefined
}

function isDefaultClass(storageClass: StorageClass): boolean {
  return defaultClassAnnotations.some((key) => storageClass.metadata.annotations?.[key] === 'true')
}

function byNewest(a: StorageClass, b: StorageClass): number {
  const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (left !== right) return left < right ? 1 : -1
  return a.metadata.name! < b.metadata.name! ? -1 : 1
}
