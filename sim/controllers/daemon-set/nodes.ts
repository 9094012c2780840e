// The pods of a DaemonSet by node, and what each node lacks or has too many. k8s: daemon_controller.go podsShouldBeOnNode
import type { DaemonSet, Node, Pod } from '../../generated/types.ts'
import { availableInMs, isPodReady } from '../workload/pod-state.ts'
import { fits, targetNode } from './node-fit.ts'

/** Label of a pod with the hash of the revision it was made of. */
export const hashLabel = 'controller-revision-hash'

/** What a round works on: the set, its pods by node, oldest first, and the hash of its present template. */
export interface World {
  set: DaemonSet
  nodes: Node[]
  podsByNode: Map<string, Pod[]>
  hash: string
  nowMs: number
}

/** What to do on one node. */
export interface Plan {
  create: boolean
  delete: Pod[]
  /** Ended by itself; it goes too, with an event. */
  ended: Pod[]
}

/** Pods that have been deleted and have ended make room for others and are left out. */
export function podsByNode(pods: Pod[]): Map<string, Pod[]> {
  const living = pods.filter((pod) => !(pod.metadata.deletionTimestamp && isEnded(pod)))
  const byNode = Map.groupBy(living, (pod) => targetNode(pod) ?? '')
  byNode.delete('')
  return new Map([...byNode].map(([node, some]) => [node, some.toSorted(oldestFirst)]))
}

function isEnded(pod: Pod): boolean {
  return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded'
}

// A pod with a node counts as older.
function oldestFirst(a: Pod, b: Pod): number {
  const assigned = Number(Boolean(b.spec?.nodeName)) - Number(Boolean(a.spec?.nodeName))
  if (assigned) return assigned
  const [first, second] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (first !== second) return first < second ? -1 : 1
  return a.metadata.name! < b.metadata.name! ? -1 : 1
}

export function isAvailable({ set, nowMs }: World, pod: Pod): boolean {
  return availableInMs(pod, set.spec?.minReadySeconds ?? 0, nowMs) === 0
}

/** May there be two pods on a node during an update? */
export function surges(set: DaemonSet): boolean {
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {}
  return type === 'RollingUpdate' && Number.parseInt(String(rollingUpdate?.maxSurge ?? 0), 10) > 0
}

export function planFor(world: World, node: Node): Plan {
  const { set, hash } = world
  const pods = world.podsByNode.get(node.metadata.name!) ?? []
  const { run, stay } = fits(set, node)
  const plan: Plan = { create: run && pods.length === 0, delete: [], ended: [] }
  if (plan.create) return plan
  const present = pods.filter(({ metadata }) => !metadata.deletionTimestamp)
  if (!stay) return { ...plan, delete: present }
  plan.ended = present.filter(isEnded)
  const running = present.filter((pod) => !isEnded(pod))
  if (!surges(set)) return { ...plan, delete: running.slice(1) }
  if (running.length === 0) return { ...plan, create: run }
  const isNew = (pod: Pod): boolean => pod.metadata.labels?.[hashLabel] === hash
  const newest = running.find(isNew)
  const former = running.find((pod) => !isNew(pod))
  plan.delete = running.length > 1 ? running.filter((pod) => pod !== newest && pod !== former) : []
  if (newest && former && (!isPodReady(former) || isAvailable(world, newest))) plan.delete.push(former)
  return plan
}
