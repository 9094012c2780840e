// The status of a Deployment and what it says of the rollout. Pure. k8s: pkg/controller/deployment/{sync,progress}.go
import { timestamp } from '../../clock.ts'
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../generated/types.ts'
import { maxUnavailableOf, replicasOf } from './arithmetic.ts'
import { sizeOfAll } from './replica-sets.ts'

const unlimited = 2 ** 31 - 1

/** Counts over all ReplicaSets, and whether enough pods are available. k8s: calculateStatus */
export function statusOf(
  deployment: Deployment,
  newSet: ReplicaSet | undefined,
  oldSets: ReplicaSet[],
  nowMs: number,
): DeploymentStatus {
  const sets = newSet ? [...oldSets, newSet] : oldSets
  const sum = (of: (set: ReplicaSet) => number | undefined): number =>
    sets.reduce((total, set) => total + (of(set) ?? 0), 0)
  const availableReplicas = sum((set) => set.status?.availableReplicas)
  const enough = availableReplicas >= replicasOf(deployment) - maxUnavailableOf(deployment)
  const available = enough
    ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', nowMs)
    : condition('Available', 'False', 'MinimumReplicasUnavailable', unavailableMessage, nowMs)
  const { collisionCount, conditions } = deployment.status ?? {}
  return {
    ...(deployment.metadata.generation === undefined ? {} : { observedGeneration: deployment.metadata.generation }),
    replicas: sum((set) => set.status?.replicas),
    updatedReplicas: newSet?.status?.replicas ?? 0,
    readyReplicas: sum((set) => set.status?.readyReplicas),
    availableReplicas,
    unavailableReplicas: Math.max(sizeOfAll(sets) - availableReplicas, 0),
    terminatingReplicas: sum((set) => set.status?.terminatingReplicas),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: withCondition(conditions ?? [], available),
  }
}

const unavailableMessage = 'Deployment does not have minimum availability.'

/** The status during a rollout: progress made, finished, or given up on. k8s: syncRolloutStatus */
export function rolloutStatusOf(
  deployment: Deployment,
  newSet: ReplicaSet | undefined,
  oldSets: ReplicaSet[],
  nowMs: number,
): DeploymentStatus {
  const status = statusOf(deployment, newSet, oldSets, nowMs)
  let conditions = status.conditions ?? []
  const progressing = progressingOf(deployment)
  const finishedBefore = status.replicas === status.updatedReplicas && progressing?.reason === 'NewReplicaSetAvailable'
  if (!hasProgressDeadline(deployment)) conditions = withoutCondition(conditions, 'Progressing')
  else if (!finishedBefore) conditions = withProgress(deployment, status, newSet, nowMs)
  const failure = failureOf(newSet, oldSets)
  conditions = failure ? withCondition(conditions, failure) : withoutCondition(conditions, 'ReplicaFailure')
  return { ...status, conditions }
}

function withProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  newSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentCondition[] {
  const conditions = status.conditions ?? []
  const who = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`
  if (isComplete(deployment, status)) {
    const message = `${who} has successfully progressed.`
    return withCondition(conditions, condition('Progressing', 'True', 'NewReplicaSetAvailable', message, nowMs))
  }
  const before = progressingOf(deployment)
  if (isProgressing(deployment, status)) {
    const now = condition('Progressing', 'True', 'ReplicaSetUpdated', `${who} is progressing.`, nowMs)
    // Progress moves lastUpdateTime on even when reason and status stay.
    if (before?.status === 'True' && before.lastTransitionTime) now.lastTransitionTime = before.lastTransitionTime
    return withCondition(before ? withoutCondition(conditions, 'Progressing') : conditions, now)
  }
  if (isTimedOut(deployment, nowMs)) {
    const message = `${who} has timed out progressing.`
    return withCondition(conditions, condition('Progressing', 'False', 'ProgressDeadlineExceeded', message, nowMs))
  }
  return conditions
}

/** All wanted pods are of the new template and available, and no old ones are left. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const wanted = replicasOf(deployment)
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  )
}

function isProgressing(deployment: Deployment, status: DeploymentStatus): boolean {
  const old = deployment.status ?? {}
  const oldPods = (of: DeploymentStatus): number => (of.replicas ?? 0) - (of.updatedReplicas ?? 0)
  return (
    (status.updatedReplicas ?? 0) > (old.updatedReplicas ?? 0) ||
    oldPods(status) < oldPods(old) ||
    (status.readyReplicas ?? 0) > (old.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (old.availableReplicas ?? 0)
  )
}

function isTimedOut(deployment: Deployment, nowMs: number): boolean {
  const progressing = progressingOf(deployment)
  if (!progressing || progressing.reason === 'NewReplicaSetAvailable') return false
  return progressing.reason === 'ProgressDeadlineExceeded' || deadlineMs(deployment, progressing) < nowMs
}

function deadlineMs(deployment: Deployment, progressing: DeploymentCondition): number {
  return Date.parse(progressing.lastUpdateTime ?? '') + deployment.spec!.progressDeadlineSeconds! * 1000
}

/** Milliseconds until somebody should look whether the rollout is stuck; undefined when nobody needs to. */
export function nextProgressCheckMs(
  deployment: Deployment,
  status: DeploymentStatus,
  nowMs: number,
): number | undefined {
  const progressing = progressingOf(deployment)
  if (!hasProgressDeadline(deployment) || !progressing) return undefined
  if (isComplete(deployment, status) || progressing.reason === 'ProgressDeadlineExceeded') return undefined
  // A second more, since the condition's time has lost its fraction.
  return Math.max(deadlineMs(deployment, progressing) - nowMs, 0) + 1000
}

export function hasProgressDeadline(deployment: Deployment): boolean {
  const seconds = deployment.spec?.progressDeadlineSeconds
  return seconds !== undefined && seconds !== unlimited
}

export function progressingOf(deployment: Deployment): DeploymentCondition | undefined {
  return deployment.status?.conditions?.find(({ type }) => type === 'Progressing')
}

/** A failure of the new ReplicaSet before one of an old. */
function failureOf(newSet: ReplicaSet | undefined, oldSets: ReplicaSet[]): DeploymentCondition | undefined {
  for (const set of newSet ? [newSet, ...oldSets] : oldSets) {
    const failure = set.status?.conditions?.find(({ type }) => type === 'ReplicaFailure')
    if (failure)
      return { ...failure, ...(failure.lastTransitionTime ? { lastUpdateTime: failure.lastTransitionTime } : {}) }
  }
  return undefined
}

export function condition(
  type: string,
  status: string,
  reason: string,
  message: string,
  nowMs: number,
): DeploymentCondition {
  const now = timestamp(nowMs)
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message }
}

/** With `next` in place of the one of its type, unless that says the same. k8s: SetDeploymentCondition */
export function withCondition(conditions: DeploymentCondition[], next: DeploymentCondition): DeploymentCondition[] {
  const current = conditions.find(({ type }) => type === next.type)
  if (current && current.status === next.status && current.reason === next.reason) return conditions
  const kept = current?.status === next.status && current.lastTransitionTime
  const others = withoutCondition(conditions, next.type)
  return [...others, kept ? { ...next, lastTransitionTime: kept } : next]
}

function withoutCondition(conditions: DeploymentCondition[], type: string): DeploymentCondition[] {
  return conditions.filter((condition) => condition.type !== type)
}
