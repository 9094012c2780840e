// The node autoscaler leads a group, as it says itself in its status.
import type { ApiObject } from '../../diagnose/objects.ts'
import { missing, objectId } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

interface ConfigMap extends ApiObject {
  data?: Record<string, string>
}

const status = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'cluster-autoscaler-status',
  namespace: 'kube-system',
}

export function autoscalerGroup(wanted: {
  group: string
  min: number
  max: number
}): (cluster: ClusterReader) => Promise<Finding> {
  return async (cluster) => {
    const found = await cluster.get<ConfigMap>(status.apiVersion, status.kind, status.name, status.namespace)
    if (!found) return { ...missing(status), settled: false }
    const text = found.data?.['status'] ?? ''
    const [, group, min, max] = /- name: (\S+)[\s\S]*?minSize: (\d+)\s+maxSize: (\d+)/.exec(text) ?? []
    return {
      object: objectId(status),
      field: 'data.status',
      expected: messages.group(wanted.group, wanted.min, wanted.max),
      observed: group ? messages.group(group, Number(min), Number(max)) : messages.noGroup,
      holds: group === wanted.group && Number(min) === wanted.min && Number(max) === wanted.max,
    }
  }
}
