// The pods of a Deployment or of a selector, as they are now.
import type { ApiObject, LabelSelector, Pod } from '../diagnose/objects.ts'
import { selects } from '../diagnose/selector.ts'
import { missing } from './finding.ts'
import type { ClusterReader, Finding } from './grader.ts'

/** Whose pods: of a Deployment, or with some labels. */
export type Workload = { namespace?: string } & ({ deployment: string } | { labels: Record<string, string> })

interface Deployment extends ApiObject {
  metadata: ApiObject['metadata'] & { generation?: number }
  spec: { replicas?: number; selector: LabelSelector }
  status?: { observedGeneration?: number; replicas?: number; updatedReplicas?: number }
}

/** What there is of a workload. */
export interface WorkloadState {
  /** Evidence's name of it: the Deployment, or the pods of some labels. */
  id: string
  /** undefined when the Deployment is not there. */
  pods: Pod[] | undefined
  /** The Deployment's last template is in all its pods, and no older one is left. Always true for labels. */
  rolledOut: boolean
}

/** Pods that are being deleted, or that ended, are not counted. */
export async function workloadOf(cluster: ClusterReader, workload: Workload): Promise<WorkloadState> {
  const namespace = workload.namespace ?? 'default'
  if ('labels' in workload) {
    const labels = Object.entries(workload.labels).map(([key, value]) => `${key}=${value}`)
    const pods = await cluster.list<Pod>('v1', 'Pod', namespace, labels.join(','))
    return { id: `v1/Pod/${namespace}/(${labels.join(',')})`, pods: pods.filter(alive), rolledOut: true }
  }
  const id = `apps/v1/Deployment/${namespace}/${workload.deployment}`
  const deployment = await cluster.get<Deployment>('apps/v1', 'Deployment', workload.deployment, namespace)
  if (!deployment) return { id, pods: undefined, rolledOut: false }
  const { metadata, spec, status } = deployment
  const pods = (await cluster.list<Pod>('v1', 'Pod', namespace)).filter((pod) =>
    selects(spec.selector, pod.metadata.labels),
  )
  const replicas = spec.replicas ?? 1
  return {
    id,
    pods: pods.filter(alive),
    rolledOut:
      status?.observedGeneration === metadata.generation &&
      status?.updatedReplicas === replicas &&
      status?.replicas === replicas &&
      pods.filter(alive).length === replicas,
  }
}

/** What to say when its Deployment is not there. */
export function missingWorkload(workload: Workload): Finding {
  const name = 'deployment' in workload ? workload.deployment : ''
  return missing({ apiVersion: 'apps/v1', kind: 'Deployment', name, namespace: workload.namespace ?? 'default' })
}

/** Whether a pod is ready for its users. */
export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
}

function alive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
}
