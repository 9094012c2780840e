// Every container of a workload's pods asks for a resource: what the autoscaler of pods reckons percentages of.
import type { Pod } from '../../diagnose/objects.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingWorkload, type Workload, workloadOf } from '../workload.ts'

interface Requesting extends Pod {
  spec: Pod['spec'] & { containers: { name: string; resources?: { requests?: Record<string, string> } }[] }
}

export function podsRequest(wanted: Workload & { resource: string }): (cluster: ClusterReader) => Promise<Finding> {
  return async (cluster) => {
    const { id, pods, rolledOut } = await workloadOf(cluster, wanted)
    if (!pods) return missingWorkload(wanted)
    const { resource } = wanted
    const containers = (pods as Requesting[]).flatMap(({ spec }) => spec.containers)
    const without = containers.find(({ resources }) => resources?.requests?.[resource] === undefined)
    return {
      object: id,
      field: `spec.template.spec.containers[].resources.requests.${resource}`,
      expected: messages.someRequest,
      observed: without ? messages.noRequest(without.name) : messages.someRequest,
      ...(without ? { because: messages.percentOfNothing(resource) } : {}),
      holds: rolledOut && containers.length > 0 && without === undefined,
    }
  }
}
