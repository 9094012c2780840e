// Pods that nobody else will clean away: of nodes that are gone or out of service, and the oldest of too many that have ended.
// k8s: pkg/controller/podgc/gc_controller.go
import { keyOf } from '../api/object.ts'
import { nodes, pods } from '../api/refs.ts'
import type { Node, Pod } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { isNodeReady } from './node/health.ts'
import { deletePod, patchCondition, patchPhase } from './node/pods-on-node.ts'

/** It looks round that often; here only when there is something to see. */
const periodMs = 20_000
/** A node that is missed may yet show up. */
const quarantineMs = 40_000
/** k8s: --terminated-pod-gc-threshold */
const endedMax = 12_500
const round = 'round'

export const createPodGcController: CreateController = (context) => {
  const { clock, informers } = context
  const podCache = informers.for(pods)
  const nodeCache = informers.for(nodes)
  const beganMs = clock.now()
  /** Since when nodes are missed. */
  const missed = new Map<string, number>()
  const ended = new Set<string>()

  const nodeOf = ({ spec }: Pod): Node | undefined => (spec?.nodeName ? nodeCache.get('', spec.nodeName) : undefined)
  const isOrphan = (pod: Pod): boolean => Boolean(pod.spec?.nodeName) && nodeOf(pod) === undefined

  /** Terminating with nobody to end it: on a node out of service, or placed nowhere. */
  function isForsaken(pod: Pod): boolean {
    if (!pod.metadata.deletionTimestamp) return false
    const node = nodeOf(pod)
    return pod.spec?.nodeName ? node !== undefined && isOutOfService(node) : true
  }

  function noted(pod: Pod): string[] {
    if (isOver(pod)) ended.add(keyOf(pod))
    else ended.delete(keyOf(pod))
    return isOrphan(pod) || isForsaken(pod) || ended.size > endedMax ? [round] : []
  }

  async function remove(pod: Pod, orphaned = false): Promise<void> {
    if (orphaned && !isOver(pod)) {
      const condition = {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'DeletionByPodGC',
        message: 'PodGC: node no longer exists',
      }
      await patchCondition(context, pod, condition, { phase: 'Failed' })
    } else if (!isOver(pod)) await patchPhase(context, pod, 'Failed')
    await deletePod(context, pod, 0)
  }

  /** Orphans whose node has been missed long enough. */
  function orphansDue(orphans: Pod[]): Pod[] {
    const names = new Set(orphans.map(({ spec }) => spec!.nodeName!))
    for (const name of missed.keys()) if (!names.has(name)) missed.delete(name)
    for (const name of names) if (!missed.has(name)) missed.set(name, clock.now())
    return orphans.filter(({ spec }) => clock.now() - missed.get(spec!.nodeName!)! >= quarantineMs)
  }

  return {
    name: 'pod-garbage-collector',
    workers: 1,
    watches: [
      watching(pods, noted, { gone: (pod) => (ended.delete(keyOf(pod)), []) }),
      watching(nodes, () => [round], { when: (node, old) => isOutOfService(node) !== isOutOfService(old) }),
    ],
    async sync(_key, queue) {
      const sinceMs = (clock.now() - beganMs) % periodMs
      if (sinceMs !== 0) return queue.addAfter(round, periodMs - sinceMs)
      const all = podCache.list()
      const over = all.filter(isOver).toSorted(byAge)
      for (const pod of over.slice(0, Math.max(0, over.length - endedMax))) await remove(pod)
      for (const pod of all.filter(isForsaken)) await remove(pod)
      const orphans = all.filter(isOrphan)
      const due = orphansDue(orphans)
      for (const pod of due) await remove(pod, true)
      if (due.length < orphans.length) queue.addAfter(round, periodMs)
    },
  }
}

function isOver({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed'
}

function isOutOfService(node: Node): boolean {
  const tainted = node.spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/out-of-service') ?? false
  return tainted && !isNodeReady(node)
}

/** Evicted ones first, then the oldest. */
function byAge(a: Pod, b: Pod): number {
  const rank = ({ metadata, status }: Pod): string =>
    `${status?.reason === 'Evicted' ? 0 : 1} ${metadata.creationTimestamp} ${metadata.name}`
  return rank(a) < rank(b) ? -1 : 1
}
