// The status of a pod that its node does not take. k8s: pkg/kubelet/kubelet.go rejectPod
import { pods } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import { timestamp } from '../clock.ts'
import type { Pod, PodStatus } from '../generated/types.ts'

/** Conditions of others stay; nothing else is known of a pod that never began. */
export async function reject({ client, clock }: Context, pod: Pod, reason: string, message: string): Promise<void> {
  const { qosClass, conditions, startTime } = pod.status ?? {}
  const status: PodStatus = {
    ...(qosClass ? { qosClass } : {}),
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    phase: 'Failed',
    reason,
    message,
    ...(conditions ? { conditions: conditions.filter(({ type }) => !ofKubelet.has(type)) } : {}),
    startTime: startTime ?? timestamp(clock.now()),
  }
  try {
    await client.updateStatus(pods, { ...pod, status })
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 404)) throw error
  }
}

/** k8s: pkg/kubelet/types/pod_status.go PodConditionByKubelet */
const ofKubelet = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady'])
