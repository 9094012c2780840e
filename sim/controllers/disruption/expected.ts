// How many pods a budget counts on. k8s: pkg/controller/disruption/disruption.go getExpectedPodCount, finders
import { deployments, replicaSets, replicationControllers, statefulSets } from '../../api/refs.ts'
import type { Context } from '../../client/context.ts'
import type { Pod, PodDisruptionBudget } from '../../generated/types.ts'
import { NotYetError } from '../controller.ts'
import { controllerOf } from '../workload/owner.ts'

/** Its message is what the event and the condition say. */
export class ExpectedPodsError extends NotYetError {}

/** Pods that there should be, and those that must stay healthy. */
export interface Expected {
  expected: number
  desiredHealthy: number
}

/** Throws {@link ExpectedPodsError} for pods of no known controller, where the budget counts by what controllers ask for. */
export function expectedPods(context: Context, { spec = {} }: PodDisruptionBudget, pods: Pod[]): Expected {
  const { minAvailable, maxUnavailable } = spec
  if (maxUnavailable !== undefined) {
    const expected = scaleOf(context, pods)
    return { expected, desiredHealthy: Math.max(0, expected - roundedUp(maxUnavailable, expected)) }
  }
  if (typeof minAvailable === 'number') return { expected: pods.length, desiredHealthy: minAvailable }
  if (minAvailable === undefined) return { expected: 0, desiredHealthy: 0 }
  const expected = scaleOf(context, pods)
  return { expected, desiredHealthy: roundedUp(minAvailable, expected) }
}

function roundedUp(amount: number | string, total: number): number {
  return typeof amount === 'number' ? amount : Math.ceil((Number.parseInt(amount, 10) * total) / 100)
}

/** What the controllers of the pods ask for, each counted once. */
function scaleOf(context: Context, pods: Pod[]): number {
  const scales = new Map<string, number>()
  for (const pod of pods) {
    const controller = controllerOf(pod)
    if (!controller) throw new ExpectedPodsError(`found no controller ref for pod "${pod.metadata.name}"`)
    const [uid, replicas] = scaleOfController(context, pod)
    scales.set(uid, replicas)
  }
  return [...scales.values()].reduce((sum, replicas) => sum + replicas, 0)
}

function scaleOfController({ informers }: Context, pod: Pod): [uid: string, replicas: number] {
  const { kind, name, uid } = controllerOf(pod)!
  const namespace = pod.metadata.namespace!
  const known = { ReplicaSet: replicaSets, StatefulSet: statefulSets, ReplicationController: replicationControllers }
  if (!(kind in known)) {
    throw new ExpectedPodsError(`found no controllers for pod "${pod.metadata.name}"`)
  }
  const owner = informers.for(known[kind as 'ReplicaSet']).get(namespace, name)
  if (!owner || owner.metadata.uid !== uid) {
    throw new ExpectedPodsError(`found no controllers for pod "${pod.metadata.name}"`)
  }
  const above = controllerOf(owner)
  const deployment = above?.kind === 'Deployment' ? informers.for(deployments).get(namespace, above.name) : undefined
  if (deployment) return [deployment.metadata.uid!, deployment.spec?.replicas ?? 1]
  return [uid, owner.spec?.replicas ?? 1]
}
