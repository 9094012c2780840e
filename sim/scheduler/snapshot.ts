// The cluster as one scheduling decision sees it. k8s: pkg/scheduler/backend/cache/snapshot.go
import {
  namespaces,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  replicaSets,
  services,
  storageClasses,
} from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { Lister } from '../client/informer.ts'
import type {
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ReplicaSet,
  Service,
  StorageClass,
} from '../generated/types.ts'
import { addAmounts, allocatableOf, requestsOf, requestsWithDefaultsOf, type Amounts } from './resources.ts'

/** A node with the pods on it. */
export interface NodeInfo {
  readonly node: Node
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** Pods that run or will run there; finished ones count for nothing. */
  readonly pods: readonly Pod[]
  readonly allocatable: Amounts
  /** Sum of what its pods ask for. */
  readonly requested: Amounts
  /** The same with something counted for containers that ask for nothing. */
  readonly requestedWithDefaults: Amounts
}

/** Nodes in order of name, and what plugins read besides. */
export interface Snapshot {
  readonly nodes: readonly NodeInfo[]
  readonly claims: Lister<PersistentVolumeClaim>
  readonly volumes: Lister<PersistentVolume>
  readonly classes: Lister<StorageClass>
  readonly services: Lister<Service>
  readonly replicaSets: Lister<ReplicaSet>
  readonly namespaces: Lister<Namespace>
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
    allocatable: allocatableOf(node),
    requested,
    requestedWithDefaults,
  }
}

/** The listers that snapshots read; asks the informers for them, and so before they start. */
export type SnapshotSource = Omit<Snapshot, 'nodes'> & { nodes: Lister<Node>; pods: Lister<Pod> }

export function snapshotSource({ informers }: Context): SnapshotSource {
  return {
    nodes: informers.for(nodes),
    pods: informers.for(pods),
    claims: informers.for(persistentVolumeClaims),
    volumes: informers.for(persistentVolumes),
    classes: informers.for(storageClasses),
    services: informers.for(services),
    replicaSets: informers.for(replicaSets),
    namespaces: informers.for(namespaces),
  }
}

/**
 * The present state.
 * @param assumed uid → node of pods that are as good as bound: their binding waits for a volume
 */
export function takeSnapshot(source: SnapshotSource, assumed: ReadonlyMap<string, string>): Snapshot {
  const byNode = new Map<string, Pod[]>()
  for (const pod of source.pods.list()) {
    const name = pod.spec?.nodeName || assumed.get(pod.metadata.uid!)
    if (!name || isFinished(pod)) continue
    const others = byNode.get(name)
    if (others) others.push(pod)
    else byNode.set(name, [pod])
  }
  const sorted = source.nodes.list().toSorted((a, b) => (a.metadata.name! < b.metadata.name! ? -1 : 1))
  return { ...source, nodes: sorted.map((node) => nodeInfo(node, byNode.get(node.metadata.name!) ?? [])) }
}

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}
