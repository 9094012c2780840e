// Room for what the pod asks for; more points where more stays free. k8s: plugins/noderesources/{fit,least_allocated}.go
import { pointsMax, scored, type Plugin, type Refusal } from '../plugin.ts'
import { requestsOf, scoredRequestsOf, type Amounts } from '../resources.ts'
import type { NodeInfo } from '../snapshot.ts'

const tooManyPods = 'Too many pods'
const scoredResources = ['cpu', 'memory']
const nativeOrder = ['cpu', 'memory', 'ephemeral-storage']

export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  wakes: ['node added', 'node allocatable', 'pod gone'],
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
