// Which pods a Service balances to: those in, and those that must be out.
import { told } from '../../diagnose/diagnosis.ts'
import type { EndpointSlice, Pod, Service } from '../../diagnose/objects.ts'
import { selects } from '../../diagnose/selector.ts'
import { whyServiceSilent } from '../../diagnose/silent-service.ts'
import { missing } from '../finding.ts'
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'

export interface Endpoints {
  service: string
  namespace?: string
  /** How many ready pods it balances to. */
  ready: number
  /** Pods with these labels must not be among them, though they are there. */
  without?: Record<string, string>
}

export function serviceEndpoints(wanted: Endpoints): (cluster: ClusterReader) => Promise<Finding> {
  const { service: name, namespace = 'default', without } = wanted
  return async (cluster) => {
    const service = await cluster.get<Service>('v1', 'Service', name, namespace)
    if (!service) return missing({ apiVersion: 'v1', kind: 'Service', name, namespace })
    const [slices, pods] = await Promise.all([
      cluster.list<EndpointSlice>(
        'discovery.k8s.io/v1',
        'EndpointSlice',
        namespace,
        `kubernetes.io/service-name=${name}`,
      ),
      cluster.list<Pod>('v1', 'Pod', namespace),
    ])
    const balanced = slices
      .flatMap(({ endpoints }) => endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ targetRef, addresses }) => targetRef?.name ?? addresses)
    const unwanted =
      without === undefined ? [] : pods.filter(({ metadata }) => selects({ matchLabels: without }, metadata.labels))
    const intruder = unwanted.find(({ metadata }) => balanced.includes(metadata.name))
    const empty = whyServiceSilent(service, slices, pods)
    const because = intruder ? messages.stillBalanced(name, intruder.metadata.name) : empty && told(empty)
    return {
      object: `v1/Service/${namespace}/${name}`,
      field: 'EndpointSlice endpoints[].conditions.ready',
      expected: messages.readyPods(wanted.ready),
      observed: balanced.length === 0 ? messages.noPods : balanced.toSorted().join(', '),
      ...(because === undefined ? {} : { because }),
      holds:
        balanced.length === wanted.ready && intruder === undefined && (without === undefined || unwanted.length > 0),
    }
  }
}
