// What the scheduler knows of nodes and pods, kept up change by change, so that a decision costs the same however many
// pods there are. k8s: pkg/scheduler/backend/cache/cache.go
import { keyOf, type KubeObject, type ResourceRef } from '../api/object.ts'
import {
  csiDrivers,
  csiNodes,
  csiStorageCapacities,
  namespaces,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  podDisruptionBudgets,
  pods,
  replicaSets,
  replicationControllers,
  services,
  statefulSets,
  storageClasses,
} from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { Lister } from '../client/informer.ts'
import type { Node, Pod } from '../generated/types.ts'
import { isFinished, nodeInfo, type Listers, type NodeInfo, type Snapshot } from './snapshot.ts'

export interface ClusterCache {
  readonly listers: Listers
  /** The present state; good until something changes. */
  snapshot(): Snapshot
  /** Counts a pod as being on a node already: its binding waits for a volume. */
  assume(pod: Pod, nodeName: string): void
  /** Takes that back; a pod that was bound meanwhile stays. */
  forget(pod: Pod): void
  isAssumed(pod: Pod): boolean
  stop(): void
}

/**
 * Asks the informers for what it reads, and so before they start.
 * @param served resources that the server has; of those that it lacks there is nothing
 */
export function createClusterCache(context: Context, served: readonly ResourceRef[]): ClusterCache {
  const { informers } = context
  const listers = listersOf(context, served)
  const podsByNode = new Map<string, Map<string, Pod>>()
  const nominated = new Map<string, Map<string, Pod>>()
  const assumed = new Map<string, string>()
  /** Nodes in order of name, and the place of each; undefined when nodes came or went. */
  let infos: NodeInfo[] | undefined
  const places = new Map<string, number>()
  /** Nodes whose info is out of date. */
  const stale = new Set<string>()

  function nodeOf(pod: Pod): string {
    return isFinished(pod) ? '' : pod.spec?.nodeName || assumed.get(pod.metadata.uid!) || ''
  }

  function nominatedNodeOf(pod: Pod): string {
    return isFinished(pod) || nodeOf(pod) ? '' : (pod.status?.nominatedNodeName ?? '')
  }

  function put(pod: Pod): void {
    const key = keyOf(pod)
    file(podsByNode, nodeOf(pod), key, pod)
    file(nominated, nominatedNodeOf(pod), key, pod)
    stale.add(nodeOf(pod))
  }

  function take(pod: Pod): void {
    const key = keyOf(pod)
    unfile(podsByNode, nodeOf(pod), key)
    unfile(nominated, nominatedNodeOf(pod), key)
    stale.add(nodeOf(pod))
  }

  const infoOf = (node: Node): NodeInfo => nodeInfo(node, [...(podsByNode.get(node.metadata.name!)?.values() ?? [])])

  function refresh(): NodeInfo[] {
    const all = informers.for(nodes)
    if (!infos) {
      const sorted = all.list().toSorted((a, b) => (a.metadata.name! < b.metadata.name! ? -1 : 1))
      infos = sorted.map(infoOf)
      places.clear()
      for (const [place, { name }] of infos.entries()) places.set(name, place)
    } else {
      for (const name of stale) {
        const node = all.get('', name)
        const place = places.get(name)
        if (node && place !== undefined) infos[place] = infoOf(node)
      }
    }
    stale.clear()
    return infos
  }

  const resort = (): void => void (infos = undefined)
  const ends = [
    informers.for(nodes).on({
      added: resort,
      updated: ({ metadata }) => void stale.add(metadata.name!),
      deleted: resort,
    }),
    informers.for(pods).on({
      added: put,
      updated(pod, old) {
        take(old)
        put(pod)
      },
      deleted(pod) {
        take(pod)
        assumed.delete(pod.metadata.uid!)
      },
    }),
  ]

  return {
    listers,
    snapshot: () => ({
      ...listers,
      nodes: refresh(),
      nominated: new Map([...nominated].map(([node, byKey]) => [node, [...byKey.values()]])),
    }),
    assume(pod, nodeName) {
      take(pod)
      assumed.set(pod.metadata.uid!, nodeName)
      put(pod)
    },
    forget(pod) {
      const { namespace, name, uid } = pod.metadata
      const present = informers.for(pods).get(namespace!, name!)
      const there = present?.metadata.uid === uid ? present : undefined
      if (there) take(there)
      assumed.delete(uid!)
      if (there) put(there)
    },
    isAssumed: (pod) => assumed.has(pod.metadata.uid!),
    stop: () => ends.forEach((end) => end()),
  }
}

function listersOf({ informers }: Context, served: readonly ResourceRef[]): Listers {
  const isServed = ({ group, plural }: ResourceRef): boolean =>
    served.some((other) => other.group === group && other.plural === plural)
  const of = <T extends KubeObject>(ref: ResourceRef<T>): Lister<T> =>
    isServed(ref as ResourceRef) ? informers.for(ref) : { get: () => undefined, list: () => [], byIndex: () => [] }
  return {
    claims: of(persistentVolumeClaims),
    volumes: of(persistentVolumes),
    classes: of(storageClasses),
    csiNodes: of(csiNodes),
    csiDrivers: of(csiDrivers),
    capacities: of(csiStorageCapacities),
    services: of(services),
    replicaSets: of(replicaSets),
    replicationControllers: of(replicationControllers),
    statefulSets: of(statefulSets),
    namespaces: of(namespaces),
    budgets: of(podDisruptionBudgets),
  }
}

function file(groups: Map<string, Map<string, Pod>>, group: string, key: string, pod: Pod): void {
  if (!group) return
  const members = groups.get(group)
  if (members) members.set(key, pod)
  else groups.set(group, new Map([[key, pod]]))
}

function unfile(groups: Map<string, Map<string, Pod>>, group: string, key: string): void {
  const members = groups.get(group)
  members?.delete(key)
  if (members?.size === 0) groups.delete(group)
}
