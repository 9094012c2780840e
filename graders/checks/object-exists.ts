// An object is there.
import type { ApiObject } from '../../diagnose/objects.ts'
import { missing, objectId, type ObjectName } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'

export function objectExists(object: ObjectName): (cluster: ClusterReader) => Promise<Finding> {
  return async (cluster) => {
    const found = await cluster.get<ApiObject>(
      object.apiVersion,
      object.kind,
      object.name,
      object.namespace ?? 'default',
    )
    if (!found) return missing(object)
    return {
      object: objectId(object),
      field: 'metadata.name',
      expected: object.name,
      observed: object.name,
      holds: true,
    }
  }
}
