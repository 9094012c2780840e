// A HorizontalPodAutoscaler has come to a conclusion of its own: one of its conditions, with its reason.
import type { ApiObject } from '../../diagnose/objects.ts'
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

interface Autoscaler extends ApiObject {
  status?: { conditions?: { type: string; status: string; reason?: string; message?: string }[] }
}

/** @param wanted `condition`: AbleToScale, ScalingActive or ScalingLimited; `is`: its status. */
export function autoscalerSays(wanted: {
  autoscaler: string
  condition: string
  is: 'True' | 'False'
}): (cluster: ClusterReader) => Promise<Finding> {
  const named = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: wanted.autoscaler }
  return async (cluster) => {
    const found = await cluster.get<Autoscaler>(named.apiVersion, named.kind, named.name, 'default')
    if (!found) return missing(named)
    const condition = found.status?.conditions?.find(({ type }) => type === wanted.condition)
    return {
      object: objectId(named),
      field: `status.conditions[${wanted.condition}]`,
      expected: wanted.is,
      observed: condition ? `${condition.status}, ${condition.reason}` : messages.notYetSaid,
      ...(condition?.message ? { because: condition.message } : {}),
      holds: condition?.status === wanted.is,
    }
  }
}
