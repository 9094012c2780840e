// The pods of a Deployment or of a selector, as they are now.
import type { ApiObject, LabelSelector, Pod } from '../diagnose/objects.ts'
import { selects } from '../diagnose/selector.ts'
import { missing } from './finding.ts'
import type { ClusterReader, Finding } from './grader.ts'

/** Whose pods: of a Deployment, or one by its name. */
export type Workload = { namespace?: string } & ({ deployment: string } | { pod: string })

interface Deployment extends ApiObject {
  metadata: ApiObject['metadata'] & { generation?: number }
  spec: { replicas?: number; selector: LabelSelector }
  status?: { observedGeneration?: number; replicas?: number; updatedReplicas?: number }
}

/** What there is of a workload. */
export interface WorkloadState {
  /** Evidence's name of it. */
  id: string
  /** undefined when the Deployment, or the pod, is not there. */
  pods: Pod[] | undefined
  /** The Deployment's last template is in all its pods, and no older one is left. Always true for a pod. */
  rolledOut: boolean
}

/** Pods that are being deleted, or that ended, are not counted. */
export async function workloadOf(cluster: ClusterReader, workload: Workload): Promise<WorkloadState> {
  const namespace = workload.namespace ?? 'default'
  if ('pod' in workload) {
    const pod = await cluster.get<Pod>('v1', 'Pod', workload.pod, namespace)
    return { id: `v1/Pod/${namespace}/${workload.pod}`, pods: pod && [pod].filter(alive), rolledOut: true }
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

/** What to say when it is not there. */
export function missingWorkload(workload: Workload): Finding {
  const namespace = workload.namespace ?? 'default'
  return 'pod' in workload
    ? missing({ apiVersion: 'v1', kind: 'Pod', name: workload.pod, namespace })
    : missing({ apiVersion: 'apps/v1', kind: 'Deployment', name: workload.deployment, namespace })
}

/** Whether a pod is ready for its users. */
export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
}

function alive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
}
