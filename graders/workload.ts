// The pods of a Deployment, a StatefulSet, a DaemonSet or a name, as they are now.
import type { ApiObject, LabelSelector, Pod } from '../diagnose/objects.ts'
import { selects } from '../diagnose/selector.ts'
import { missing, objectId, type ObjectName } from './finding.ts'
import type { ClusterReader, Finding } from './grader.ts'

/** Whose pods: of a controller, or one by its name. */
export type Workload = { namespace?: string } & (
  | { deployment: string }
  | { statefulSet: string }
  | { daemonSet: string }
  | { pod: string }
)

interface Controller extends ApiObject {
  metadata: ApiObject['metadata'] & { generation?: number }
  spec: { replicas?: number; selector: LabelSelector }
  status?: {
    observedGeneration?: number
    replicas?: number
    updatedReplicas?: number
    /** The last two, of a DaemonSet. */
    desiredNumberScheduled?: number
    updatedNumberScheduled?: number
  }
}

/** What there is of a workload. */
export interface WorkloadState {
  /** Evidence's name of it. */
  id: string
  /** undefined when the controller, or the pod, is not there. */
  pods: Pod[] | undefined
  /** The controller's last template is in all its pods, and no older one is left. Always true for a pod. */
  rolledOut: boolean
}

/** Pods that are being deleted, or that ended, are not counted. */
export async function workloadOf(cluster: ClusterReader, workload: Workload): Promise<WorkloadState> {
  const named = nameOf(workload)
  const { apiVersion, kind, name, namespace } = named
  const id = objectId(named)
  if (kind === 'Pod') {
    const pod = await cluster.get<Pod>(apiVersion, kind, name, namespace)
    return { id, pods: pod && [pod].filter(alive), rolledOut: true }
  }
  const controller = await cluster.get<Controller>(apiVersion, kind, name, namespace)
  if (!controller) return { id, pods: undefined, rolledOut: false }
  const { metadata, spec, status } = controller
  const pods = (await cluster.list<Pod>('v1', 'Pod', namespace)).filter(
    (pod) => selects(spec.selector, pod.metadata.labels) && alive(pod),
  )
  const wanted = kind === 'DaemonSet' ? status?.desiredNumberScheduled : (spec.replicas ?? 1)
  const there = kind === 'DaemonSet' ? pods.length : status?.replicas
  const updated = kind === 'DaemonSet' ? (status?.updatedNumberScheduled ?? 0) : (status?.updatedReplicas ?? 0)
  return {
    id,
    pods,
    rolledOut:
      status?.observedGeneration === metadata.generation &&
      updated === wanted &&
      there === wanted &&
      pods.length === wanted,
  }
}

/** What to say when it is not there. */
export function missingWorkload(workload: Workload): Finding {
  return missing(nameOf(workload))
}

function nameOf(workload: Workload): ObjectName & { namespace: string } {
  const namespace = workload.namespace ?? 'default'
  if ('pod' in workload) return { apiVersion: 'v1', kind: 'Pod', name: workload.pod, namespace }
  const apiVersion = 'apps/v1'
  if ('deployment' in workload) return { apiVersion, kind: 'Deployment', name: workload.deployment, namespace }
  if ('statefulSet' in workload) return { apiVersion, kind: 'StatefulSet', name: workload.statefulSet, namespace }
  return { apiVersion, kind: 'DaemonSet', name: workload.daemonSet, namespace }
}

/** Whether a pod is ready for its users. */
export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
}

function alive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
}
