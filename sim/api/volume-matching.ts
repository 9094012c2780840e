// Which volume fits a claim: asked by the volume binder and by the scheduler. Pure.
// k8s: component-helpers/storage/volume/{helpers,pv_helpers}.go, pkg/controller/volume/persistentvolume/index.go
import type { Node, PersistentVolume, PersistentVolumeClaim, StorageClass } from '../generated/types.ts'
import { nodeSelectorMatches } from './node-selector.ts'
import { compareQuantities } from './quantity.ts'
import { selectorFromObject } from './selector.ts'

/** The binding of this claim or volume is whole on this side. */
export const bindCompletedAnnotation = 'pv.kubernetes.io/bind-completed'
/** The controller, not a user, chose the other side. */
export const boundByControllerAnnotation = 'pv.kubernetes.io/bound-by-controller'
/** The scheduler's word to the provisioner: make the volume for this node. */
export const selectedNodeAnnotation = 'volume.kubernetes.io/selected-node'
/** Who made the volume. */
export const provisionedByAnnotation = 'pv.kubernetes.io/provisioned-by'
const classAnnotation = 'volume.beta.kubernetes.io/storage-class'

/** Class that a claim asks for; '' for none. */
export function classOfClaim(claim: PersistentVolumeClaim): string {
  return claim.metadata.annotations?.[classAnnotation] ?? claim.spec?.storageClassName ?? ''
}

/** Whether the claim says anything of a class, '' included. */
export function claimHasClass(claim: PersistentVolumeClaim): boolean {
  return claim.metadata.annotations?.[classAnnotation] !== undefined || claim.spec?.storageClassName !== undefined
}

export function classOfVolume(volume: PersistentVolume): string {
  return volume.metadata.annotations?.[classAnnotation] ?? volume.spec?.storageClassName ?? ''
}

/** Binding waits for the first pod that uses the claim. */
export function waitsForConsumer(storageClass: StorageClass | undefined): boolean {
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer'
}

/** Pre-bound or bound: the volume names this claim, by uid too when it has one. */
export function isBoundTo(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const reference = volume.spec?.claimRef
  if (!reference) return false
  if (reference.name !== claim.metadata.name || reference.namespace !== claim.metadata.namespace) return false
  return !reference.uid || reference.uid === claim.metadata.uid
}

export function sameVolumeMode(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  return (claim.spec?.volumeMode ?? 'Filesystem') === (volume.spec?.volumeMode ?? 'Filesystem')
}

/** The volume offers every access mode that the claim asks for. */
export function offersAccessModes(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  return (claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode))
}

export function requestedStorage(claim: PersistentVolumeClaim): string {
  return claim.spec?.resources?.requests?.storage ?? '0'
}

export function storageOf(volume: PersistentVolume): string {
  return volume.spec?.capacity?.storage ?? '0'
}

/** The node can reach the volume. */
export function volumeFitsNode(volume: PersistentVolume, node: Node): boolean {
  const required = volume.spec?.nodeAffinity?.required
  return !required || nodeSelectorMatches(required, node)
}

export interface MatchOptions {
  /** Set by the scheduler: the volume must be reachable from there. */
  node?: Node
  /** Volumes already promised to other claims of the same pod. */
  excluded?: ReadonlySet<string>
  /** The claim waits for its consumer: only a volume that already names it fits. */
  delayBinding?: boolean
}

/** The volume to bind: the one that already names the claim, else the smallest that fits. */
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: PersistentVolume[],
  options: MatchOptions = {},
): PersistentVolume | undefined {
  const { node, excluded, delayBinding } = options
  let best: PersistentVolume | undefined
  for (const volume of volumes) {
    if (excluded?.has(volume.metadata.name!) || !couldServe(claim, volume)) continue
    const reachable = !node || volumeFitsNode(volume, node)
    if (isBoundTo(volume, claim)) return reachable ? volume : undefined
    if (delayBinding && !node) continue
    if (!reachable || !isFreeFor(claim, volume)) continue
    if (node && !offersAccessModes(claim, volume)) continue
    if (!best || compareQuantities(storageOf(volume), storageOf(best)) < 0) best = volume
  }
  return best
}

/** Not someone else's, large enough, of the same mode and attributes, and not going away. */
function couldServe(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  return (
    (!volume.spec?.claimRef || isBoundTo(volume, claim)) &&
    compareQuantities(storageOf(volume), requestedStorage(claim)) >= 0 &&
    sameVolumeMode(claim, volume) &&
    (claim.spec?.volumeAttributesClassName ?? '') === (volume.spec?.volumeAttributesClassName ?? '') &&
    !volume.metadata.deletionTimestamp
  )
}

function isFreeFor(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  const selector = claim.spec?.selector
  return (
    volume.status?.phase === 'Available' &&
    (!selector || selectorFromObject(selector).matches(volume.metadata.labels)) &&
    classOfVolume(volume) === classOfClaim(claim)
  )
}

/** As the binder searches: volumes with the fewest access modes first, so that nobody takes more than was asked for. */
export function findVolumeByModes(
  claim: PersistentVolumeClaim,
  volumes: PersistentVolume[],
  delayBinding: boolean,
): PersistentVolume | undefined {
  const fitting = volumes.filter((volume) => offersAccessModes(claim, volume))
  const groups = Map.groupBy(fitting, modesOf)
  for (const modes of [...groups.keys()].toSorted((a, b) => a.split(',').length - b.split(',').length)) {
    const found = findVolume(claim, groups.get(modes)!, { delayBinding })
    if (found) return found
  }
  return undefined
}

function modesOf(volume: PersistentVolume): string {
  return [...new Set(volume.spec?.accessModes)].toSorted().join(',')
}
