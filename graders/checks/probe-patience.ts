// How long a probe goes on failing before Kubernetes acts: too long to be watched, so it is reckoned.
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { type ProbeKind, type ProbedDeployment, probesOf } from '../probes.ts'

/** @param wanted bounds of delay + period × failures, both included. */
export function probePatience(wanted: {
  deployment: string
  namespace?: string
  probe: ProbeKind
  fromSeconds: number
  toSeconds: number
}): (cluster: ClusterReader) => Promise<Finding> {
  const { deployment: name, namespace = 'default', probe, fromSeconds, toSeconds } = wanted
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', name, namespace }
  return async (cluster) => {
    const deployment = await cluster.get<ProbedDeployment>('apps/v1', 'Deployment', name, namespace)
    if (!deployment) return missing(object)
    const [found] = probesOf(deployment, probe)
    const { initialDelaySeconds: delay = 0, periodSeconds: period = 10, failureThreshold: failures = 3 } = found ?? {}
    const seconds = delay + period * failures
    const holds = found !== undefined && seconds >= fromSeconds && seconds <= toSeconds
    return {
      object: objectId(object),
      field: `spec.template.spec.containers[].${probe}`,
      expected: messages.patience(fromSeconds, toSeconds),
      observed: found ? `${seconds} s` : '(vacío)',
      ...(found ? { because: messages.reckoning(delay, period, failures) } : {}),
      holds,
      settled: true,
    }
  }
}
