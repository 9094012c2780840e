// What the scheduler writes of a pod: its node, why it has none, that it must go. k8s: pkg/scheduler/schedule_one.go
import { pods } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import { timestamp } from '../clock.ts'
import type { Pod, PodCondition } from '../generated/types.ts'
import type { Decision } from './decision.ts'
import { truncated } from './fit-message.ts'
import { preemptionReason } from './pod-importance.ts'

export interface PodWriter {
  /** Gives the pod its node, and says so. */
  bind(pod: Pod, nodeName: string): Promise<void>
  /** Others see where the pod will go while it waits. k8s: NominatedNodeNameForExpectation */
  nominate(pod: Pod, nodeName: string): Promise<void>
  /** Says why the pod has no node, and for which one others must leave. */
  refuse(pod: Pod, decision: Decision): Promise<void>
  /** Sends victims away for the sake of `pod`; those that are on their way out already just go on. */
  evict(pod: Pod, victims: readonly Pod[], nodeName: string): Promise<void>
  /** Takes back what was promised to pods that someone more important has outdone. */
  clearNomination(pod: Pod): Promise<void>
}

export function createPodWriter(context: Context, schedulerName: string): PodWriter {
  const { client, clock } = context
  const recorder = context.seriesRecorderFor(schedulerName)

  async function patchStatus({ metadata }: Pod, status: Record<string, unknown>): Promise<void> {
    const patch = { kind: 'strategic' as const, body: { status }, subresource: 'status' }
    await client.patch(pods, metadata.namespace!, metadata.name!, patch)
  }

  function conditionOf(pod: Pod, now: Omit<PodCondition, 'lastTransitionTime' | 'observedGeneration'>): PodCondition {
    const { generation } = pod.metadata
    const old = pod.status?.conditions?.find(({ type }) => type === now.type)
    const since = old?.status === now.status && old.lastTransitionTime ? old.lastTransitionTime : timestamp(clock.now())
    return {
      ...now,
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      lastTransitionTime: since,
    }
  }

  async function evictOne(pod: Pod, victim: Pod, nodeName: string): Promise<void> {
    const condition = conditionOf(victim, {
      type: 'DisruptionTarget',
      status: 'True',
      reason: preemptionReason,
      message: `${schedulerName}: preempting to accommodate a higher priority pod`,
    })
    const { namespace, name, uid } = victim.metadata
    try {
      await patchStatus(victim, { conditions: [condition] })
      await client.delete(pods, namespace!, name!, { preconditions: { uid: uid! } })
    } catch (error) {
      // Gone by itself.
      if (error instanceof ApiError && error.code === 404) return
      throw error
    }
    const message = `Preempted by pod ${pod.metadata.uid} on node ${nodeName}`
    recorder.event(victim, 'Normal', 'Preempted', 'Preempting', message, pod)
  }

  return {
    async bind(pod, nodeName) {
      const { namespace, name, uid } = pod.metadata
      const binding = {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { namespace: namespace!, name: name!, uid: uid! },
        target: { kind: 'Node', name: nodeName },
      }
      await client.createSubresource(pods, namespace!, name!, 'binding', binding)
      const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`
      recorder.event(pod, 'Normal', 'Scheduled', 'Binding', message)
    },
    nominate: (pod, nodeName) => patchStatus(pod, { nominatedNodeName: nodeName }),
    async clearNomination(pod) {
      if (pod.status?.nominatedNodeName) await patchStatus(pod, { nominatedNodeName: null })
    },
    async refuse(pod, { message = '', reason = 'Unschedulable', preemption, clearsNomination }) {
      recorder.event(pod, 'Warning', 'FailedScheduling', 'Scheduling', truncated(message))
      const before = pod.status?.nominatedNodeName
      const node = preemption?.node ?? (clearsNomination ? undefined : before)
      const old = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
      const known = old?.status === 'False' && old.reason === reason && old.message === message
      if (known && node === before) return
      const condition = conditionOf(pod, { type: 'PodScheduled', status: 'False', reason, message })
      await patchStatus(pod, {
        conditions: [condition],
        ...(node === before ? {} : { nominatedNodeName: node ?? null }),
      })
    },
    async evict(pod, victims, nodeName) {
      for (const victim of victims) {
        if (!victim.metadata.deletionTimestamp) await evictOne(pod, victim, nodeName)
      }
    },
  }
}
