// Who owns a claim of a StatefulSet, and so when it goes: the set, the pod that is scaled away, or nobody.
// k8s: pkg/controller/statefulset/stateful_set_utils.go isClaimOwnerUpToDate, updateClaimOwnerRefForSetAndPod
import { pods, statefulSets } from '../../api/refs.ts'
import { apiVersionOf, type KubeObject, type ResourceRef } from '../../api/object.ts'
import type { OwnerReference, PersistentVolumeClaim, Pod, StatefulSet } from '../../generated/types.ts'
import { controllerReference } from '../workload/owner.ts'
import { isInRange } from './identity.ts'

function names(reference: OwnerReference, ref: ResourceRef, object: KubeObject): boolean {
  const { apiVersion, kind, name } = reference
  return apiVersion === apiVersionOf(ref) && kind === ref.kind && name === object.metadata.name
}

function owns(object: KubeObject, claim: PersistentVolumeClaim): boolean {
  return referencesOf(claim).some(({ uid }) => uid === object.metadata.uid)
}

function referencesOf(claim: PersistentVolumeClaim): OwnerReference[] {
  return claim.metadata.ownerReferences ?? []
}

/** Is it owned by one that had the name before? */
function isStale(claim: PersistentVolumeClaim, ref: ResourceRef, object: KubeObject): boolean {
  const found = referencesOf(claim).find((reference) => names(reference, ref, object))
  return found !== undefined && found.uid !== object.metadata.uid
}

function policyOf(set: StatefulSet): { scaled: boolean; deleted: boolean } {
  const { whenScaled, whenDeleted } = set.spec?.persistentVolumeClaimRetentionPolicy ?? {}
  return { scaled: whenScaled === 'Delete', deleted: whenDeleted === 'Delete' }
}

/** The claim waits to go with an earlier pod of the name: no new pod may take it. */
export function blocksPod(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  return policyOf(set).scaled && isStale(claim, pods, pod)
}

/** Another controller has the claim: the policy cannot hold. */
export function hasOtherController(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  const { scaled, deleted } = policyOf(set)
  if (!scaled && !deleted) return false
  return referencesOf(claim).some((reference) => {
    if (names(reference, statefulSets, set)) return reference.uid !== set.metadata.uid
    if (names(reference, pods, pod)) return reference.uid !== pod.metadata.uid
    return reference.controller === true
  })
}

/** The owners that the policy asks for, among the set and the pod. */
function wantedOwners(set: StatefulSet, pod: Pod): { set: boolean; pod: boolean } {
  const { scaled, deleted } = policyOf(set)
  const scaledAway = scaled && !isInRange(pod, set)
  return { set: deleted && !scaledAway, pod: scaledAway }
}

/** Are the claim's owners as the policy asks? True also for a claim that is not to be touched. */
export function ownersMatch(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  if (isStale(claim, statefulSets, set) || isStale(claim, pods, pod)) return true
  if (hasOtherController(claim, set, pod)) return !owns(set, claim) && !owns(pod, claim)
  const ours = referencesOf(claim).filter(({ uid }) => uid === set.metadata.uid || uid === pod.metadata.uid)
  if (ours.some(({ controller }) => !controller)) return false
  const wanted = wantedOwners(set, pod)
  return owns(set, claim) === wanted.set && owns(pod, claim) === wanted.pod
}

/** The claim with the owners that the policy asks for. */
export function withOwners(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): PersistentVolumeClaim {
  const ownerReferences = referencesOf(claim).filter(
    (reference) => !names(reference, statefulSets, set) && !names(reference, pods, pod),
  )
  if (!hasOtherController(claim, set, pod)) {
    const wanted = wantedOwners(set, pod)
    if (wanted.pod) ownerReferences.push(controllerReference(pods, pod))
    if (wanted.set) ownerReferences.push(controllerReference(statefulSets, set))
  }
  return { ...claim, metadata: { ...claim.metadata, ownerReferences } }
}
