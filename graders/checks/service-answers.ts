// A Service's port answers HTTP from inside the cluster.
import { told } from '../../diagnose/diagnosis.ts'
import type { EndpointSlice, Pod, Service } from '../../diagnose/objects.ts'
import { whyServiceSilent } from '../../diagnose/silent-service.ts'
import { missing } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'

export interface Answer {
  service: string
  namespace?: string
  port: number
  path: string
  /** A piece of the body. */
  contains: string
}

export function serviceAnswers(wanted: Answer): (cluster: ClusterReader) => Promise<Finding> {
  const { service: name, namespace = 'default', port, path, contains } = wanted
  return async (cluster) => {
    const service = await cluster.get<Service>('v1', 'Service', name, namespace)
    if (!service) return missing({ apiVersion: 'v1', kind: 'Service', name, namespace })
    const { status, body } = await cluster.http({ namespace, service: name, port, path })
    const [slices, pods] = await Promise.all([
      cluster.list<EndpointSlice>('discovery.k8s.io/v1', 'EndpointSlice', namespace),
      cluster.list<Pod>('v1', 'Pod', namespace),
    ])
    const empty = whyServiceSilent(service, slices, pods)
    return {
      object: `v1/Service/${namespace}/${name}`,
      field: `GET http://${name}:${port}${path}`,
      expected: `200, «${contains}»`,
      observed: `${status}, «${firstLine(body)}»`,
      ...(empty ? { because: told(empty) } : {}),
      holds: status === 200 && body.includes(contains),
    }
  }
}

function firstLine(body: string): string {
  return body.trim().split('\n')[0]!.slice(0, 120)
}
