// One pass over a Deployment: what to create, scale and report next. k8s: pkg/controller/deployment/{sync,rolling,recreate}.go
import { deployments, replicaSets } from '../../api/refs.ts'
import { ApiError } from '../../api/status.ts'
import type { Context } from '../../client/context.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import type { Deployment, DeploymentStatus, ReplicaSet } from '../../generated/types.ts'
import { isControlledBy } from '../workload/owner.ts'
import { isNamespaceTerminating, messageOf } from '../workload/pods.ts'
import { semanticallyEqual } from '../workload/semantic.ts'
import { equalTemplates } from '../workload/template.ts'
import { maxSurgeOf, newSize, proportionalSizes, replicasOf, rollingStep } from './arithmetic.ts'
import { newReplicaSet } from './new-replica-set.ts'
import { isActive, sizeOf, splitSets } from './replica-sets.ts'
import {
  desiredReplicasOf,
  newSetAnnotations,
  nextRevision,
  replicasAnnotations,
  revisionAnnotation,
  revisionOf,
} from './revision.ts'
import {
  condition,
  hasProgressDeadline,
  isComplete,
  progressingOf,
  rolloutStatusOf,
  statusOf,
  withCondition,
} from './status.ts'

const unlimited = 2 ** 31 - 1

export interface Rollout {
  /** Takes the next step; gives the Deployment as written. `hasPods` tells whether a ReplicaSet has unfinished pods. */
  run(hasPods: (set: ReplicaSet) => boolean): Promise<Deployment>
}

/** @param setsByAge the Deployment's ReplicaSets, oldest first */
export function createRollout(
  context: Context,
  recorder: EventRecorder,
  found: Deployment,
  setsByAge: ReplicaSet[],
): Rollout {
  const { client, clock } = context
  let deployment = found
  const { newSet: existing, oldSets } = splitSets(found, setsByAge)

  async function writeStatus(status: DeploymentStatus): Promise<void> {
    if (semanticallyEqual(status, deployment.status)) return
    deployment = await client.updateStatus(deployments, { ...deployment, status })
  }

  function withProgressing(status: string, reason: string, message: string): DeploymentStatus {
    const next = condition('Progressing', status, reason, message, clock.now())
    return { ...deployment.status, conditions: withCondition(deployment.status?.conditions ?? [], next) }
  }

  /** The revision is an annotation, yet it is written with the status, as the real controller does. */
  async function noteRevision(revision: string | undefined, status: DeploymentStatus | undefined): Promise<void> {
    const { annotations } = deployment.metadata
    const sameRevision = revision === undefined || annotations?.[revisionAnnotation] === revision
    if (sameRevision && semanticallyEqual(status, deployment.status)) return
    const metadata = sameRevision
      ? deployment.metadata
      : { ...deployment.metadata, annotations: { ...annotations, [revisionAnnotation]: revision } }
    deployment = await client.updateStatus(deployments, { ...deployment, metadata, ...(status ? { status } : {}) })
  }

  /** Brings the annotations of the ReplicaSet that has the Deployment's template up to date. */
  async function syncExisting(set: ReplicaSet): Promise<ReplicaSet> {
    const annotations = newSetAnnotations(deployment, set.metadata.annotations ?? {}, nextRevision(oldSets))
    const minReadySeconds = deployment.spec?.minReadySeconds ?? 0
    const sameDelay = (set.spec?.minReadySeconds ?? 0) === minReadySeconds
    if (!sameDelay || !semanticallyEqual(annotations, set.metadata.annotations)) {
      const metadata = { ...set.metadata, annotations }
      return client.update(replicaSets, { ...set, metadata, spec: { ...set.spec!, minReadySeconds } })
    }
    const isNew = hasProgressDeadline(deployment) && !progressingOf(deployment)
    const message = `Found new replica set "${set.metadata.name}"`
    const status = isNew ? withProgressing('True', 'FoundNewReplicaSet', message) : deployment.status
    await noteRevision(annotations[revisionAnnotation], status)
    return set
  }

  async function createSet(): Promise<ReplicaSet> {
    const set = newReplicaSet(deployment, newSize(deployment, 0, oldSets), nextRevision(oldSets))
    const name = set.metadata.name!
    let created: ReplicaSet
    try {
      created = await client.create(replicaSets, set)
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'AlreadyExists') return adoptOrCollide(set, error)
      if (!isNamespaceTerminating(error)) await reportFailedCreate(name, error)
      throw error
    }
    if (sizeOf(set) > 0) {
      const message = `Scaled up replica set ${name} from 0 to ${sizeOf(set)}`
      recorder.event(deployment, 'Normal', 'ScalingReplicaSet', message)
    }
    const status = hasProgressDeadline(deployment)
      ? withProgressing('True', 'NewReplicaSetCreated', `Created new replica set "${name}"`)
      : deployment.status
    await noteRevision(created.metadata.annotations?.[revisionAnnotation], status)
    return created
  }

  /** The name is taken: by our own (then it is the new one), or by another template of the same hash. */
  async function adoptOrCollide(set: ReplicaSet, error: ApiError): Promise<ReplicaSet> {
    const other = await client.get(replicaSets, set.metadata.namespace!, set.metadata.name!)
    const same = other && equalTemplates(other.spec!.template!, deployment.spec!.template)
    if (same && isControlledBy(other, deployment)) return other
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1
    await writeStatus({ ...deployment.status, collisionCount })
    throw error
  }

  async function reportFailedCreate(name: string, error: unknown): Promise<void> {
    const message = `Failed to create new replica set "${name}": ${messageOf(error)}`
    if (hasProgressDeadline(deployment)) {
      await writeStatus(withProgressing('False', 'ReplicaSetCreateError', message))
    }
    recorder.event(deployment, 'Warning', 'ReplicaSetCreateError', message)
  }

  async function scale(set: ReplicaSet, size: number): Promise<void> {
    const before = sizeOf(set)
    const wanted = replicasOf(deployment)
    const annotations = {
      ...set.metadata.annotations,
      ...replicasAnnotations(wanted, wanted + maxSurgeOf(deployment)),
    }
    if (before === size && semanticallyEqual(annotations, set.metadata.annotations)) return
    const metadata = { ...set.metadata, annotations }
    await client.update(replicaSets, { ...set, metadata, spec: { ...set.spec!, replicas: size } })
    if (before === size) return
    const direction = before < size ? 'up' : 'down'
    const message = `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${size}`
    recorder.event(deployment, 'Normal', 'ScalingReplicaSet', message)
  }

  /** The Deployment was scaled or is paused: no rollout, only sizes. */
  async function resize(newSet: ReplicaSet | undefined): Promise<void> {
    const sets = newSet ? [...oldSets, newSet] : oldSets
    const active = sets.filter(isActive)
    const only = active.length === 0 ? (newSet ?? oldSets.at(-1)) : active.length === 1 ? active[0] : undefined
    if (only) {
      if (sizeOf(only) !== replicasOf(deployment)) await scale(only, replicasOf(deployment))
    } else if (newSet && isSaturated(newSet)) {
      for (const old of oldSets.filter(isActive)) await scale(old, 0)
    } else if (deployment.spec?.strategy?.type === 'RollingUpdate') {
      for (const { set, size } of proportionalSizes(deployment, active)) await scale(set, size)
    }
  }

  function isSaturated(set: ReplicaSet): boolean {
    const wanted = replicasOf(deployment)
    return sizeOf(set) === wanted && desiredReplicasOf(set) === wanted && set.status?.availableReplicas === wanted
  }

  /** Forgets old ReplicaSets beyond the history limit. */
  async function cleanUp(): Promise<void> {
    const limit = deployment.spec?.revisionHistoryLimit
    if (limit === undefined || limit === unlimited) return
    const alive = oldSets.filter((set) => !set.metadata.deletionTimestamp)
    const byRevision = alive.toSorted((a, b) => (revisionOf(a) ?? 0) - (revisionOf(b) ?? 0))
    for (const set of byRevision.slice(0, Math.max(alive.length - limit, 0))) {
      const observed = (set.status?.observedGeneration ?? 0) >= (set.metadata.generation ?? 0)
      if (isActive(set) || set.status?.replicas || !observed) continue
      await client.delete(replicaSets, set.metadata.namespace!, set.metadata.name!)
    }
  }

  async function notePause(): Promise<void> {
    const before = progressingOf(deployment)?.reason
    if (!hasProgressDeadline(deployment) || before === 'ProgressDeadlineExceeded') return
    const paused = deployment.spec?.paused ?? false
    if (paused === (before === 'DeploymentPaused')) return
    await writeStatus(
      paused
        ? withProgressing('Unknown', 'DeploymentPaused', 'Deployment is paused')
        : withProgressing('Unknown', 'DeploymentResumed', 'Deployment is resumed'),
    )
  }

  async function roll(): Promise<void> {
    const newSet = existing ? await syncExisting(existing) : await createSet()
    const steps = rollingStep(deployment, newSet, oldSets)
    for (const { set, size } of steps) await scale(set, size)
    if (steps.length === 0 && isComplete(deployment, deployment.status ?? {})) await cleanUp()
    await writeStatus(rolloutStatusOf(deployment, newSet, oldSets, clock.now()))
  }

  async function recreate(hasPods: (set: ReplicaSet) => boolean): Promise<void> {
    let newSet = existing && (await syncExisting(existing))
    const active = oldSets.filter(isActive)
    for (const set of active) await scale(set, 0)
    const busy = active.length > 0 || oldSets.some((set) => (set.status?.replicas ?? 0) > 0 || hasPods(set))
    if (!busy) {
      newSet ??= await createSet()
      if (sizeOf(newSet) !== replicasOf(deployment)) await scale(newSet, replicasOf(deployment))
      if (isComplete(deployment, deployment.status ?? {})) await cleanUp()
    }
    await writeStatus(rolloutStatusOf(deployment, newSet, oldSets, clock.now()))
  }

  return {
    async run(hasPods) {
      if (deployment.metadata.deletionTimestamp) {
        await writeStatus(statusOf(deployment, existing, oldSets, clock.now()))
        return deployment
      }
      await notePause()
      const known = setsByAge.filter(isActive).map(desiredReplicasOf)
      const scaled = known.some((desired) => desired !== undefined && desired !== replicasOf(deployment))
      if (deployment.spec?.paused || scaled) {
        const newSet = existing && (await syncExisting(existing))
        await resize(newSet)
        if (deployment.spec?.paused) await cleanUp()
        await writeStatus(statusOf(deployment, newSet, oldSets, clock.now()))
      } else if (deployment.spec?.strategy?.type === 'Recreate') await recreate(hasPods)
      else await roll()
      return deployment
    },
  }
}
