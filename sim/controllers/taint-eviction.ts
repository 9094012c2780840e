// Pods that do not tolerate what their node repels: sent away at once, or when their patience ends.
// k8s: pkg/controller/tainteviction/taint_eviction.go
import { keyOf, splitKey } from '../api/object.ts'
import { nodes, pods } from '../api/refs.ts'
import { tolerates } from '../api/tolerations.ts'
import type { Node, Pod, Taint } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { deletePod, patchCondition, podsByNode } from './node/pods-on-node.ts'

export const createTaintEvictionController: CreateController = (context) => {
  const { clock, informers } = context
  const podCache = informers.for(pods)
  const nodeCache = informers.for(nodes)
  const podsOn = podsByNode(context)
  const recorder = context.recorderFor('taint-eviction-controller')
  /** When pods that still have patience must go, milliseconds. */
  const due = new Map<string, number>()
  const evicted = new Set<string>()

  // The real one's events name the pod without its uid.
  function tell(key: string, what: string): void {
    const { namespace, name } = splitKey(key)
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name } }
    recorder.event(pod, 'Normal', 'TaintManagerEviction', `${what} Pod ${key}`)
  }

  function cancel(key: string): void {
    if (due.delete(key)) tell(key, 'Cancelling deletion of')
  }

  async function evict(key: string, pod: Pod): Promise<void> {
    const { uid } = pod.metadata
    if (evicted.has(uid!)) return
    evicted.add(uid!)
    tell(key, 'Marking for deletion')
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    }
    if (await patchCondition(context, pod, condition)) await deletePod(context, pod)
  }

  return {
    name: 'taint-eviction',
    workers: 1,
    watches: [
      watching(pods, (pod) => (pod.spec?.nodeName ? [keyOf(pod)] : []), {
        when: (pod, old) => tolerance(pod) !== tolerance(old),
        gone: (pod) => (evicted.delete(pod.metadata.uid!), []),
      }),
      watching(nodes, ({ metadata }) => podsOn(metadata.name!).map(keyOf), {
        when: (node, old) => JSON.stringify(repelling(node)) !== JSON.stringify(repelling(old)),
      }),
    ],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key)
      const pod = podCache.get(namespace, name)
      const taints = pod ? repelling(nodeCache.get('', pod.spec!.nodeName!)) : []
      if (!pod || taints.length === 0) return cancel(key)
      const patienceMs = patienceMsOf(pod, taints)
      if (patienceMs === Infinity) return cancel(key)
      if (patienceMs === 0) {
        cancel(key)
        return evict(key, pod)
      }
      const now = clock.now()
      const at = due.get(key) ?? now + patienceMs
      due.set(key, at)
      if (at > now) return queue.addAfter(key, at - now)
      due.delete(key)
      await evict(key, pod)
    },
  }
}

function repelling(node: Node | undefined): Taint[] {
  return (node?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute')
}

function tolerance({ spec }: Pod): string {
  return JSON.stringify([spec?.nodeName, spec?.tolerations])
}

/** How long a pod bears these taints: 0 where it does not, Infinity where nothing ends it. */
function patienceMsOf({ spec }: Pod, taints: readonly Taint[]): number {
  const used = taints.map((taint) => (spec?.tolerations ?? []).find((toleration) => tolerates(toleration, taint)))
  if (used.includes(undefined)) return 0
  return Math.min(...used.map((toleration) => Math.max(toleration!.tolerationSeconds ?? Infinity, 0) * 1000))
}
