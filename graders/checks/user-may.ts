// Somebody may do something in the cluster, or may not: the API server itself is asked.
import type { Access, ClusterReader, Finding } from '../grader.ts'

export interface Permission extends Access {
  user: string
  /** Default true. */
  allowed?: boolean
  /** Spanish, told when it is not so. */
  because?: string
}

/** What `kubectl auth can-i` answers to one of the lab's users. */
export function userMay({
  user,
  allowed = true,
  because,
  ...access
}: Permission): (cluster: ClusterReader) => Promise<Finding> {
  const { verb, resource, group, namespace } = access
  const where = namespace ? ` -n ${namespace}` : ''
  return async (cluster) => {
    const may = await cluster.as(user).may(access)
    return {
      object: `usuario/${user}`,
      field: `kubectl auth can-i ${verb} ${resource}${group ? `.${group}` : ''}${where}`,
      expected: allowed ? 'yes' : 'no',
      observed: may ? 'yes' : 'no',
      ...(because === undefined || may === allowed ? {} : { because }),
      holds: may === allowed,
    }
  }
}
