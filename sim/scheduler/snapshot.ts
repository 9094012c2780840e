// The cluster as one scheduling decision sees it. k8s: pkg/scheduler/backend/cache/snapshot.go
import type { Lister } from '../client/informer.ts'
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  ReplicationController,
  Service,
  StatefulSet,
  StorageClass,
} from '../generated/types.ts'
import { hasAffinity } from './affinity-terms.ts'
import { addAmounts, allocatableOf, requestsOf, requestsWithDefaultsOf, type Amounts } from '../api/pod-requests.ts'

/** A node with the pods on it. */
export interface NodeInfo {
  readonly node: Node
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** Pods that run or will run there; finished ones count for nothing. */
  readonly pods: readonly Pod[]
  /** Those of them that say near which pods they want to be, or far from which. */
  readonly podsWithAffinity: readonly Pod[]
  readonly allocatable: Amounts
  /** Sum of what its pods ask for. */
  readonly requested: Amounts
  /** The same with something counted for containers that ask for nothing. */
  readonly requestedWithDefaults: Amounts
}

/** What plugins read besides nodes and pods. */
export interface Listers {
  readonly claims: Lister<PersistentVolumeClaim>
  readonly volumes: Lister<PersistentVolume>
  readonly classes: Lister<StorageClass>
  readonly csiNodes: Lister<CSINode>
  readonly csiDrivers: Lister<CSIDriver>
  readonly capacities: Lister<CSIStorageCapacity>
  readonly services: Lister<Service>
  readonly replicaSets: Lister<ReplicaSet>
  readonly replicationControllers: Lister<ReplicationController>
  readonly statefulSets: Lister<StatefulSet>
  readonly namespaces: Lister<Namespace>
  readonly budgets: Lister<PodDisruptionBudget>
}

/** The cluster at one instant. */
export interface Snapshot extends Listers {
  /** In order of name. */
  readonly nodes: readonly NodeInfo[]
  /** Node → pods that wait for room to be made for them there. */
  readonly nominated: ReadonlyMap<string, readonly Pod[]>
}

export function nodeInfo(node: Node, assigned: readonly Pod[]): NodeInfo {
  const requested: Amounts = {}
  const requestedWithDefaults: Amounts = {}
  for (const pod of assigned) {
    addAmounts(requested, requestsOf(pod))
    addAmounts(requestedWithDefaults, requestsWithDefaultsOf(pod))
  }
  return {
    node,
    name: node.metadata.name!,
    labels: node.metadata.labels ?? {},
    pods: assigned,
    podsWithAffinity: assigned.filter(hasAffinity),
    allocatable: allocatableOf(node),
    requested,
    requestedWithDefaults,
  }
}

/** The same cluster with other pods on one of its nodes. */
export function withPodsOn(snapshot: Snapshot, node: NodeInfo, pods: readonly Pod[]): [Snapshot, NodeInfo] {
  const changed = nodeInfo(node.node, pods)
  return [{ ...snapshot, nodes: snapshot.nodes.map((one) => (one.name === node.name ? changed : one)) }, changed]
}

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}

export function priorityOf(pod: Pod): number {
  return pod.spec?.priority ?? 0
}
