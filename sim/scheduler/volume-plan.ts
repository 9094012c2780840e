// Which volumes a pod would get on a node, and the writes that get them. k8s: plugins/volumebinding/binder.go
import { persistentVolumeClaims, persistentVolumes } from '../api/refs.ts'
import { compareQuantities } from '../api/quantity.ts'
import {
  bindCompletedAnnotation,
  boundByControllerAnnotation,
  classOfClaim,
  classOfVolume,
  findVolume,
  requestedStorage,
  selectedNodeAnnotation,
  volumeFitsNode,
  waitsForConsumer,
} from '../api/volume-matching.ts'
import type { Client } from '../client/client.ts'
import { referenceTo } from '../client/event-recorder.ts'
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../generated/types.ts'
import { PluginError } from './plugin.ts'
import { claimNamesOf } from './pod-claims.ts'
import type { Snapshot } from './snapshot.ts'
import { hasEnoughCapacity } from './storage-capacity.ts'

const nodeConflict = "node(s) didn't match PersistentVolume's node affinity"
const bindConflict = "node(s) didn't find available persistent volumes to bind"
const tooLittleStorage = 'node(s) did not have enough free storage'
const volumeMissing = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'
/** Classes whose volumes somebody makes by hand. */
const noProvisioner = 'kubernetes.io/no-provisioner'

/** The claims of a pod by what they need. */
export interface PodClaims {
  readonly bound: PersistentVolumeClaim[]
  /** Not bound, and not waiting for a pod either: the volume binder's business. */
  readonly immediate: PersistentVolumeClaim[]
  /** Waiting for this pod. */
  readonly delayed: PersistentVolumeClaim[]
}

/** What binding a pod to a node takes. */
export interface VolumePlan {
  readonly bindings: { volume: PersistentVolume; claim: PersistentVolumeClaim }[]
  readonly provisions: PersistentVolumeClaim[]
}

type Listers = Pick<Snapshot, 'claims' | 'volumes' | 'classes' | 'csiDrivers' | 'capacities'>

/** A claim is fully bound when it names a volume and the binder has said so. */
export function isFullyBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return Boolean(spec?.volumeName) && metadata.annotations?.[bindCompletedAnnotation] !== undefined
}

/** The pod's claims, which must exist. */
export function podClaims(pod: Pod, { claims, classes }: Listers): PodClaims {
  const result: PodClaims = { bound: [], immediate: [], delayed: [] }
  for (const { name } of claimNamesOf(pod)) {
    const claim = claims.get(pod.metadata.namespace!, name)
    if (!claim) continue
    const delayed = waitsForConsumer(classes.get('', classOfClaim(claim))) && !claim.spec?.volumeName
    const kind = isFullyBound(claim) ? 'bound' : delayed ? 'delayed' : 'immediate'
    result[kind].push(claim)
  }
  return result
}

/** The plan for a node, or the reasons why there is none. */
export function planVolumes(claims: PodClaims, node: Node, listers: Listers): VolumePlan | { reasons: string[] } {
  const reasons: string[] = []
  for (const claim of claims.bound) {
    const volume = listers.volumes.get('', claim.spec!.volumeName!)
    if (!volume) reasons.push(volumeMissing)
    else if (!volumeFitsNode(volume, node)) reasons.push(nodeConflict)
    else continue
    break
  }
  const plan = planDelayed(claims.delayed, node, listers)
  if (typeof plan === 'string') reasons.push(plan)
  // Both can be said at once; the node's conflict comes first.
  return typeof plan !== 'string' && reasons.length === 0 ? plan : { reasons: reasons.toSorted(byOrder) }
}

function byOrder(a: string, b: string): number {
  const order = [nodeConflict, bindConflict, tooLittleStorage, volumeMissing]
  return order.indexOf(a) - order.indexOf(b)
}

/** The plan, or the reason why there is none. */
function planDelayed(claims: PersistentVolumeClaim[], node: Node, listers: Listers): VolumePlan | string {
  const bindings: VolumePlan['bindings'] = []
  const provisions: PersistentVolumeClaim[] = []
  const excluded = new Set<string>()
  const unselected: PersistentVolumeClaim[] = []
  for (const claim of claims) {
    const selected = claim.metadata.annotations?.[selectedNodeAnnotation]
    if (selected === undefined) unselected.push(claim)
    else if (selected === node.metadata.name) provisions.push(claim)
    else return bindConflict
  }
  // Small claims first, so that each gets the smallest volume that fits.
  for (const claim of unselected.toSorted((a, b) => compareQuantities(requestedStorage(a), requestedStorage(b)))) {
    const ofClass = listers.volumes.list().filter((volume) => classOfVolume(volume) === classOfClaim(claim))
    const volume = findVolume(claim, ofClass.toSorted(byName), { node, excluded, delayBinding: true })
    if (volume) {
      excluded.add(volume.metadata.name!)
      bindings.push({ volume, claim })
    } else provisions.push(claim)
  }
  for (const claim of provisions) {
    const hindrance = provisionHindrance(claim, node, listers)
    if (hindrance !== undefined) return hindrance
  }
  return { bindings, provisions }
}

function provisionHindrance(claim: PersistentVolumeClaim, node: Node, listers: Listers): string | undefined {
  const name = classOfClaim(claim)
  const storageClass = listers.classes.get('', name)
  if (!storageClass) throw new PluginError(`failed to find storage class "${name}"`)
  if (!storageClass.provisioner || storageClass.provisioner === noProvisioner) return bindConflict
  if (!topologyAllows(storageClass, node)) return bindConflict
  return hasEnoughCapacity(claim, storageClass, node, listers) ? undefined : tooLittleStorage
}

function topologyAllows({ allowedTopologies }: StorageClass, node: Node): boolean {
  if (!allowedTopologies?.length) return true
  return allowedTopologies.some(({ matchLabelExpressions }) =>
    (matchLabelExpressions ?? []).every(({ key, values }) => values.includes(node.metadata.labels?.[key] ?? '')),
  )
}

function byName(a: PersistentVolume, b: PersistentVolume): number {
  return a.metadata.name! < b.metadata.name! ? -1 : 1
}

/** Writes what the binder and the provisioner then act on: the volume's claim, or the claim's node. */
export async function applyPlan(client: Client, plan: VolumePlan, nodeName: string): Promise<void> {
  for (const { volume, claim } of plan.bindings) {
    if (volume.spec?.claimRef?.uid === claim.metadata.uid) continue
    const preBound = volume.spec?.claimRef !== undefined
    const annotations = {
      ...volume.metadata.annotations,
      ...(preBound ? {} : { [boundByControllerAnnotation]: 'yes' }),
    }
    const metadata = { ...volume.metadata, annotations }
    await client.update(persistentVolumes, {
      ...volume,
      metadata,
      spec: { ...volume.spec, claimRef: referenceTo(claim) },
    })
  }
  for (const claim of plan.provisions) {
    if (claim.metadata.annotations?.[selectedNodeAnnotation] === nodeName) continue
    const annotations = { ...claim.metadata.annotations, [selectedNodeAnnotation]: nodeName }
    await client.update(persistentVolumeClaims, { ...claim, metadata: { ...claim.metadata, annotations } })
  }
}
