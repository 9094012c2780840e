// Points for nodes whose cpu and memory would be used up to the same degree. k8s: plugins/noderesources/balanced_allocation.go
import { pointsMax, scored, type Plugin } from '../plugin.ts'
import { requestsOf } from '../../api/pod-requests.ts'

export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score(pod, feasible) {
    const requests = requestsOf(pod)
    if (!requests.cpu && !requests.memory) return undefined
    return scored(feasible, ({ allocatable, requested }) => {
      const fractions = ['cpu', 'memory'].flatMap((name) => {
        const capacity = allocatable[name] ?? 0
        return capacity === 0 ? [] : [Math.min(((requested[name] ?? 0) + (requests[name] ?? 0)) / capacity, 1)]
      })
      const deviation = fractions.length === 2 ? Math.abs((fractions[0]! - fractions[1]!) / 2) : 0
      return Math.trunc((1 - deviation) * pointsMax)
    })
  },
}
