// A group of machines as it stands: its nodes with what is free on them, and what is on its way.
import { allocatableOf, requestsOf, type Amounts } from '../../../api/pod-requests.ts'
import { nodes, pods } from '../../../api/refs.ts'
import { matchesRequiredNodeAffinity } from '../../../api/required-node-affinity.ts'
import { schedulingEffects, untoleratedTaint } from '../../../api/tolerations.ts'
import type { Context } from '../../../client/context.ts'
import type { EventRecorder } from '../../../client/event-recorder.ts'
import type { Machines } from '../../../client/machines.ts'
import type { Node, Pod } from '../../../generated/types.ts'
import { nodeObject } from '../../node-status.ts'
import { groupLabel, type Options } from './options.ts'
import type { Status } from './status.ts'

/** What all parts of the autoscaler work with. */
export interface Room {
  context: Context
  machines: Machines
  options: Options
  recorder: EventRecorder
  view: () => GroupView
  status: Status
  log: (line: string) => void
}

/** A node and the pods on it; `free` is what is left of it and may be taken from while one thinks. */
export interface Place {
  node: Node
  pods: Pod[]
  free: Amounts
}

export interface GroupView {
  /** All nodes of the cluster that take pods. */
  places: Place[]
  /** Those of the group. */
  own: Place[]
  /** Machines that are rented and no ready node yet. */
  upcoming: string[]
  /** Machines of the group, those on their way among them. */
  size: number
  /** A machine of the group as it will be when it comes. */
  template: Node
  /** Pods that the scheduler found no place for. */
  waiting: Pod[]
}

export function createGroupView(
  { informers, clock }: Context,
  machines: Machines,
  { group }: Options,
): () => GroupView {
  const nodeCache = informers.for(nodes)
  const podCache = informers.for(pods)
  return () => {
    const all = podCache.list()
    const ours = nodeCache.list().filter(({ metadata }) => metadata.labels?.[groupLabel] === group.name)
    const names = new Set(ours.map(({ metadata }) => metadata.name))
    const rented = machines.rented().filter((name) => name.startsWith(`${group.name}-`))
    const places = nodeCache
      .list()
      .filter(isReady)
      .map((node) => placeOf(node, all))
    const own = places.filter(({ node }) => names.has(node.metadata.name))
    const ready = new Set(own.map(({ node }) => node.metadata.name))
    const template = nodeObject({ ...group, address: '', podCIDR: '' }, clock.now())
    return {
      places,
      own,
      upcoming: rented.filter((name) => !ready.has(name)),
      size: ours.length + rented.filter((name) => !names.has(name)).length,
      template,
      waiting: all.filter(isWaiting),
    }
  }
}

function isReady({ status, metadata }: Node): boolean {
  const ready = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false
  return ready && !metadata.deletionTimestamp
}

function isWaiting({ spec, status, metadata }: Pod): boolean {
  if (spec?.nodeName || metadata.deletionTimestamp || status?.phase !== 'Pending') return false
  return status.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable') ?? false
}

function placeOf(node: Node, all: Pod[]): Place {
  const own = all.filter(
    ({ spec, status }) =>
      spec?.nodeName === node.metadata.name && status?.phase !== 'Succeeded' && status?.phase !== 'Failed',
  )
  return { node, pods: own, free: freeOf(node, own) }
}

/** What a node has left beside these pods. */
export function freeOf(node: Node, taken: Pod[]): Amounts {
  const free = { ...allocatableOf(node) }
  for (const pod of taken) take(free, pod)
  return free
}

/** Takes a pod's share away. */
export function take(free: Amounts, pod: Pod): void {
  for (const [name, amount] of Object.entries(needs(pod))) free[name] = (free[name] ?? 0) - amount
}

function needs(pod: Pod): Amounts {
  return { ...requestsOf(pod), pods: 1 }
}

/** Why a pod cannot be on a node with so much left, in the scheduler's words; undefined: it can. Spread and affinity to other pods are not looked at. */
export function misfit(pod: Pod, node: Node, free: Amounts): string | undefined {
  if (node.spec?.unschedulable) return 'node(s) were unschedulable'
  if (untoleratedTaint(pod, node.spec?.taints, schedulingEffects)) return 'node(s) had untolerated taint(s)'
  if (!matchesRequiredNodeAffinity(pod, node)) return "node(s) didn't match Pod's node affinity/selector"
  for (const [name, amount] of Object.entries(needs(pod))) {
    if (amount > 0 && amount > (free[name] ?? 0)) return name === 'pods' ? 'Too many pods' : `Insufficient ${name}`
  }
  return undefined
}
