// Room for what the pod asks for; more points where more stays free. k8s: plugins/noderesources/{fit,least_allocated}.go
import type { Pod } from '../../generated/types.ts'
import type { ClusterChange } from '../cluster-change.ts'
import { pointsMax, scored, type Plugin, type Refusal } from '../plugin.ts'
import { allocatableOf, requestsOf, scoredRequestsOf, type Amounts } from '../../api/pod-requests.ts'
import { nodeInfo, type NodeInfo } from '../snapshot.ts'

const tooManyPods = 'Too many pods'
const scoredResources = ['cpu', 'memory']
const nativeOrder = ['cpu', 'memory', 'ephemeral-storage']

export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  helps,
  filter(pod) {
    const requests = requestsOf(pod)
    return { of: (node) => insufficient(requests, node) }
  },
  score(pod, feasible) {
    const requests = scoredRequestsOf(pod)
    return scored(feasible, ({ allocatable, requestedWithDefaults }) => {
      const points = scoredResources.flatMap((name) => {
        const capacity = allocatable[name] ?? 0
        const used = (requestedWithDefaults[name] ?? 0) + (requests[name] ?? 0)
        if (capacity === 0) return []
        return [used > capacity ? 0 : Math.trunc(((capacity - used) * pointsMax) / capacity)]
      })
      return points.length === 0 ? 0 : Math.trunc(points.reduce((sum, value) => sum + value, 0) / points.length)
    })
  },
}

function helps(pod: Pod, change: ClusterChange): boolean {
  const requests = requestsOf(pod)
  if (change.of === 'pod') return change.gone || asksForLess(change.now, change.old, requests)
  if (change.of !== 'node' || insufficient(requests, nodeInfo(change.now, []))) return false
  if (!change.old) return true
  const [now, old] = [allocatableOf(change.now), allocatableOf(change.old)]
  const asked = ['pods', ...Object.keys(requests).filter((name) => requests[name])]
  return asked.some((name) => (now[name] ?? 0) > (old[name] ?? 0))
}

/** A pod that was resized in place leaves more of what the pod wants. */
function asksForLess(now: Pod, old: Pod | undefined, wanted: Amounts): boolean {
  if (!old) return false
  const [present, before] = [requestsOf(now), requestsOf(old)]
  return Object.keys(wanted).some((name) => wanted[name] && (before[name] ?? 0) > (present[name] ?? 0))
}

function insufficient(requests: Amounts, { allocatable, requested, pods }: NodeInfo): Refusal | undefined {
  const reasons: string[] = []
  let unresolvable = false
  if (pods.length + 1 > (allocatable.pods ?? 0)) reasons.push(tooManyPods)
  const others = Object.keys(requests).filter((name) => !nativeOrder.includes(name))
  for (const name of [...nativeOrder, ...others]) {
    const asked = requests[name] ?? 0
    const has = allocatable[name] ?? 0
    if (asked === 0 || asked <= has - (requested[name] ?? 0)) continue
    reasons.push(`Insufficient ${name}`)
    // Even an empty node would be too small.
    if (asked > has) unresolvable = true
  }
  return reasons.length > 0 ? { reasons, unresolvable } : undefined
}
