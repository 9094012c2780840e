// A Service selects so many pods, ready or not: no fewer, and nobody else's.
import type { Pod, Service } from '../../diagnose/objects.ts'
import { missing } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'

export function servicePods(wanted: {
  service: string
  namespace?: string
  pods: number
}): (cluster: ClusterReader) => Promise<Finding> {
  const { service: name, namespace = 'default', pods: count } = wanted
  return async (cluster) => {
    const service = await cluster.get<Service>('v1', 'Service', name, namespace)
    if (!service) return missing({ apiVersion: 'v1', kind: 'Service', name, namespace })
    const selector = Object.entries(service.spec.selector ?? {})
    const selected = (await cluster.list<Pod>('v1', 'Pod', namespace)).filter(
      ({ metadata }) =>
        selector.length > 0 &&
        metadata.deletionTimestamp === undefined &&
        selector.every(([key, value]) => metadata.labels?.[key] === value),
    )
    const names = selected.map(({ metadata }) => metadata.name).toSorted()
    return {
      object: `v1/Service/${namespace}/${name}`,
      field: 'spec.selector',
      expected: count === 1 ? 'un pod' : `${count} pods`,
      observed: names.length === 0 ? 'ningún pod' : names.join(', '),
      holds: selected.length === count,
    }
  }
}
