// What a StatefulSet's status says. k8s: pkg/controller/statefulset/stateful_set_control.go computeReplicaStatus, completeRollingUpdate
import type { ControllerRevision, Pod, StatefulSet, StatefulSetStatus } from '../../generated/types.ts'
import { availableInMs, isPodReady } from '../workload/pod-state.ts'
import { revisionOf } from './identity.ts'

/** The revision that stands and the one that is rolled out; the same at rest. */
export interface Revisions {
  current: ControllerRevision
  update: ControllerRevision
  collisionCount: number
}

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isPodReady(pod)
}

export function isAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  return availableInMs(pod, minReadySeconds, nowMs) === 0
}

/** Counts `pods`; those not made yet have no phase and do not count. */
export function statusOf(
  set: StatefulSet,
  { current, update, collisionCount }: Revisions,
  pods: Pod[],
  nowMs: number,
): StatefulSetStatus {
  const created = pods.filter(({ status }) => status?.phase)
  const staying = created.filter(({ metadata }) => !metadata.deletionTimestamp)
  const ready = pods.filter(isRunningAndReady)
  const minReadySeconds = set.spec?.minReadySeconds ?? 0
  return {
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    replicas: created.length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isAvailable(pod, minReadySeconds, nowMs)).length,
    currentReplicas: staying.filter((pod) => revisionOf(pod) === current.metadata.name).length,
    updatedReplicas: staying.filter((pod) => revisionOf(pod) === update.metadata.name).length,
    currentRevision: current.metadata.name!,
    updateRevision: update.metadata.name!,
    collisionCount,
  }
}

/** When all pods are of the new revision and ready, it is the current one. */
export function completed(set: StatefulSet, status: StatefulSetStatus): StatefulSetStatus {
  const replicas = set.spec?.replicas ?? 1
  const { updatedReplicas = 0, readyReplicas = 0, updateRevision = '' } = status
  const all = updatedReplicas === replicas && readyReplicas === replicas && status.replicas === replicas
  if (set.spec?.updateStrategy?.type !== 'RollingUpdate' || !all) return status
  return { ...status, currentReplicas: updatedReplicas, currentRevision: updateRevision }
}

const told = [
  'replicas',
  'currentReplicas',
  'readyReplicas',
  'updatedReplicas',
  'currentRevision',
  'availableReplicas',
  'updateRevision',
] as const

/** Is it worth writing? */
export function statusDiffers(status: StatefulSetStatus, old: StatefulSetStatus | undefined): boolean {
  if ((status.observedGeneration ?? 0) > (old?.observedGeneration ?? 0)) return true
  return told.some((field) => (status[field] || undefined) !== (old?.[field] || undefined))
}
