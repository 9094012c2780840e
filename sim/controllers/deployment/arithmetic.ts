// How many pods a Deployment's ReplicaSets may have. Pure. k8s: pkg/controller/deployment/util/deployment_util.go
import type { Deployment, ReplicaSet } from '../../generated/types.ts'
import { maxReplicasOf } from './revision.ts'
import { isActive, sizeOf, sizeOfAll } from './replica-sets.ts'

/** Pods that the Deployment wants. */
export function replicasOf(deployment: Deployment): number {
  return deployment.spec?.replicas ?? 1
}

function isRolling(deployment: Deployment): boolean {
  return deployment.spec?.strategy?.type === 'RollingUpdate'
}

/** A count or a percentage of `total`; percentages round up or down to whole pods. */
function scaled(value: number | string | undefined, total: number, round: (count: number) => number): number {
  if (typeof value === 'string') return round((Number.parseInt(value, 10) * total) / 100)
  return value ?? 0
}

/** Pods above the wanted number that a rolling update may add. */
export function maxSurgeOf(deployment: Deployment): number {
  if (!isRolling(deployment)) return 0
  return scaled(deployment.spec?.strategy?.rollingUpdate?.maxSurge, replicasOf(deployment), Math.ceil)
}

/** Pods of the wanted number that may be unavailable; at least 1 when nothing may be added either. k8s: ResolveFenceposts */
export function maxUnavailableOf(deployment: Deployment): number {
  const replicas = replicasOf(deployment)
  if (!isRolling(deployment) || replicas === 0) return 0
  const asked = scaled(deployment.spec?.strategy?.rollingUpdate?.maxUnavailable, replicas, Math.floor)
  return Math.min(asked === 0 && maxSurgeOf(deployment) === 0 ? 1 : asked, replicas)
}

/** Size that the new ReplicaSet should have now, beside the `others`. k8s: NewRSNewReplicas */
export function newSize(deployment: Deployment, current: number, others: ReplicaSet[]): number {
  const wanted = replicasOf(deployment)
  if (!isRolling(deployment)) return wanted
  const room = wanted + maxSurgeOf(deployment) - current - sizeOfAll(others)
  return room <= 0 ? current : current + Math.min(room, wanted - current)
}

/**
 * New sizes when the Deployment was scaled in the middle of a rollout: what is added or taken is shared in proportion,
 * the rest goes to the largest. k8s: deployment/sync.go scale
 */
export function proportionalSizes(deployment: Deployment, active: ReplicaSet[]): { set: ReplicaSet; size: number }[] {
  const wanted = replicasOf(deployment)
  const allowed = wanted > 0 ? wanted + maxSurgeOf(deployment) : 0
  const toAdd = allowed - sizeOfAll(active)
  const sets = active.toSorted((a, b) => sizeOf(b) - sizeOf(a) || byAge(a, b) * (toAdd > 0 ? -1 : 1))
  let added = 0
  const sizes = sets.map((set) => {
    const share = toAdd === 0 ? 0 : proportion(set, deployment, toAdd, added)
    added += share
    return { set, size: sizeOf(set) + share }
  })
  if (sizes[0] && toAdd !== 0) sizes[0].size = Math.max(sizes[0].size + toAdd - added, 0)
  return sizes
}

function proportion(set: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  if (sizeOf(set) === 0 || toAdd === added) return 0
  const fraction = fractionOf(set, deployment)
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added)
}

function fractionOf(set: ReplicaSet, deployment: Deployment): number {
  const wanted = replicasOf(deployment)
  if (wanted === 0) return -sizeOf(set)
  const before = maxReplicasOf(set) || (deployment.status?.replicas ?? 0)
  if (before === 0) return 0
  return Math.round((sizeOf(set) * (wanted + maxSurgeOf(deployment))) / before) - sizeOf(set)
}

/** Oldest first; of one second by name. k8s: ReplicaSetsByCreationTimestamp */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (left !== right) return left < right ? -1 : 1
  return a.metadata.name! < b.metadata.name! ? -1 : 1
}

/**
 * The next step of a rolling update, as sizes to set: grow the new ReplicaSet as far as surge allows; when it cannot
 * grow, take from the old ones, unhealthy pods first, as far as availability allows. k8s: deployment/rolling.go
 */
export function rollingStep(
  deployment: Deployment,
  newSet: ReplicaSet,
  oldSets: ReplicaSet[],
): { set: ReplicaSet; size: number }[] {
  const wanted = replicasOf(deployment)
  if (sizeOf(newSet) > wanted) return [{ set: newSet, size: wanted }]
  const grown = newSize(deployment, sizeOf(newSet), oldSets)
  if (grown !== sizeOf(newSet)) return [{ set: newSet, size: grown }]
  return shrinkOld(deployment, newSet, oldSets.filter(isActive))
}

function shrinkOld(deployment: Deployment, newSet: ReplicaSet, old: ReplicaSet[]): { set: ReplicaSet; size: number }[] {
  if (sizeOfAll(old) === 0) return []
  const available = (set: ReplicaSet): number => set.status?.availableReplicas ?? 0
  const minAvailable = replicasOf(deployment) - maxUnavailableOf(deployment)
  const newUnavailable = sizeOf(newSet) - available(newSet)
  const mayGo = sizeOfAll(old) + sizeOf(newSet) - minAvailable - newUnavailable
  if (mayGo <= 0) return []
  const sizes = old.toSorted(byAge).map((set) => ({ set, size: sizeOf(set) }))
  const take = (budget: number, unhealthyOnly: boolean): void => {
    for (const entry of sizes) {
      const most = unhealthyOnly ? Math.max(entry.size - available(entry.set), 0) : entry.size
      const count = Math.min(most, Math.max(budget, 0))
      entry.size -= count
      budget -= count
    }
  }
  take(mayGo, true)
  const availableNow = [...old, newSet].reduce((sum, set) => sum + available(set), 0)
  take(availableNow - minAvailable, false)
  return sizes.filter(({ set, size }) => size !== sizeOf(set))
}
