// A Deployment's template has a probe of some kind.
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { type ProbeKind, type ProbedDeployment, probesOf } from '../probes.ts'

export function probeSet(wanted: {
  deployment: string
  namespace?: string
  probe: ProbeKind
}): (cluster: ClusterReader) => Promise<Finding> {
  const { deployment: name, namespace = 'default', probe } = wanted
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', name, namespace }
  return async (cluster) => {
    const deployment = await cluster.get<ProbedDeployment>('apps/v1', 'Deployment', name, namespace)
    if (!deployment) return missing(object)
    const found = probesOf(deployment, probe)
    return {
      object: objectId(object),
      field: `spec.template.spec.containers[].${probe}`,
      expected: 'una prueba',
      observed: found.length > 0 ? 'una prueba' : '(vacío)',
      holds: found.length > 0,
      settled: true,
    }
  }
}
