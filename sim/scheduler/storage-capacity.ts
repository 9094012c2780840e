// Whether a driver that tells how much it has left can make a claim's volume for a node. Pure.
// k8s: plugins/volumebinding/binder.go hasEnoughCapacity
import { quantityValue } from '../api/quantity.ts'
import { selectorFromObject } from '../api/selector.ts'
import { requestedStorage } from '../api/volume-matching.ts'
import type { CSIStorageCapacity, Node, PersistentVolumeClaim, StorageClass } from '../generated/types.ts'
import type { Listers } from './snapshot.ts'

/** Bytes of the largest volume that can be made there; -1 when that is not told. */
export function volumeLimit({ maximumVolumeSize, capacity }: CSIStorageCapacity): number {
  const limit = maximumVolumeSize ?? capacity
  return limit === undefined ? -1 : Number(quantityValue(limit))
}

export function hasEnoughCapacity(
  claim: PersistentVolumeClaim,
  { metadata, provisioner }: StorageClass,
  node: Node,
  { csiDrivers, capacities }: Pick<Listers, 'csiDrivers' | 'capacities'>,
): boolean {
  if (!csiDrivers.get('', provisioner)?.spec.storageCapacity) return true
  if (claim.spec?.resources?.requests?.storage === undefined) return true
  const bytes = Number(quantityValue(requestedStorage(claim)))
  return capacities
    .list()
    .some(
      (capacity) =>
        capacity.storageClassName === metadata.name &&
        volumeLimit(capacity) >= bytes &&
        capacity.nodeTopology !== undefined &&
        selectorFromObject(capacity.nodeTopology).matches(node.metadata.labels),
    )
}
