// Keeps as many pods as a ReplicaSet or a ReplicationController asks for. k8s: pkg/controller/replicaset/replica_set.go
import { keyOf, splitKey, type ResourceRef } from '../../api/object.ts'
import { pods } from '../../api/refs.ts'
import type { Selector } from '../../api/selector.ts'
import type { Context } from '../../client/context.ts'
import { timestamp } from '../../clock.ts'
import type { Pod, ReplicaSet, ReplicaSetStatus, ReplicationController } from '../../generated/types.ts'
import { watching, type Controller, type CreateController } from '../controller.ts'
import { claim } from '../workload/claim.ts'
import { podsToDelete } from '../workload/deletion-order.ts'
import { controllerOf, isControlledBy } from '../workload/owner.ts'
import { availableInMs, isPodActive, isPodFinished, isPodReady } from '../workload/pod-state.ts'
import { indexPodsByController, messageOf, podMaker, podsOfUid, podsOrOrphansOf } from '../workload/pods.ts'
import { semanticallyEqual } from '../workload/semantic.ts'
import { slowStart } from '../workload/slow-start.ts'

type Replicated = ReplicaSet | ReplicationController

/** What differs between the two kinds. */
export interface ReplicaKind<T extends Replicated> {
  name: string
  /** Who signs the events. */
  component: string
  ref: ResourceRef<T>
  selectorOf: (set: T) => Selector
  /** Has its status a count of pods that are ending? */
  countsTerminating: boolean
}

/** Pods made or deleted in one go. */
const burstReplicas = 500

/** The loop for one of the kinds. */
export function replicaController<T extends Replicated>(kind: ReplicaKind<T>): CreateController {
  return (context) => createLoop(context, kind)
}

function createLoop<T extends Replicated>(context: Context, kind: ReplicaKind<T>): Controller {
  const { client, informers, clock } = context
  const sets = informers.for(kind.ref)
  const podCache = informers.for(pods)
  indexPodsByController(podCache)
  const recorder = context.recorderFor(kind.component)

  /** Makes or deletes pods until there are enough; gives the error instead of throwing it, since the status tells of it. */
  async function manage(set: T, active: Pod[]): Promise<unknown> {
    const difference = active.length - (set.spec?.replicas ?? 1)
    const count = Math.min(Math.abs(difference), burstReplicas)
    const maker = podMaker(client, recorder, kind.ref, set)
    try {
      if (difference < 0) await slowStart(count, () => maker.create(set.spec!.template!))
      if (difference > 0) {
        const surplus = podsToDelete(active, relatedPods(set), count, clock.now())
        await Promise.all(surplus.map((pod) => maker.delete(pod.metadata.name!)))
      }
    } catch (error) {
      return error
    }
    return undefined
  }

  /** Pods of all ReplicaSets of the same Deployment: nodes full of them are thinned out first. */
  function relatedPods(set: T): Pod[] {
    const owner = controllerOf(set)
    const siblings = owner
      ? sets.list(set.metadata.namespace).filter((other) => controllerOf(other)?.uid === owner.uid)
      : [set]
    return siblings.flatMap((sibling) => podsOfUid(podCache, sibling.metadata.uid!)).filter(isPodActive)
  }

  return {
    name: kind.name,
    watches: [watching(kind.ref, (set) => [keyOf(set)]), watching(pods, (pod) => setsOf(context, kind, pod))],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key)
      const set = sets.get(namespace, name)
      if (!set) return
      const selector = kind.selectorOf(set)
      const candidates = podsOrOrphansOf(podCache, set)
      const active = await claim(client, { ref: kind.ref, owner: set, selector }, pods, candidates.filter(isPodActive))
      const terminating = candidates.filter(
        (pod) =>
          pod.metadata.deletionTimestamp &&
          !isPodFinished(pod) &&
          isControlledBy(pod, set) &&
          selector.matches(pod.metadata.labels),
      )
      const failure = set.metadata.deletionTimestamp ? undefined : await manage(set, active)
      const now = clock.now()
      const status = statusOf(set, active, failure, now)
      if (kind.countsTerminating) status.terminatingReplicas = terminating.length
      if (!semanticallyEqual(status, set.status)) await client.updateStatus(kind.ref, { ...set, status })
      if (failure) throw failure
      if (status.readyReplicas !== status.availableReplicas) {
        queue.addAfter(key, nextAvailabilityMs(set, active, now))
      }
    },
  }
}

/** Its own set, or all that might adopt it. */
function setsOf<T extends Replicated>(context: Context, { ref, selectorOf }: ReplicaKind<T>, pod: Pod): string[] {
  const controller = controllerOf(pod)
  const namespace = pod.metadata.namespace!
  if (controller) return controller.kind === ref.kind ? [`${namespace}/${controller.name}`] : []
  if (!pod.metadata.labels) return []
  const sets = context.informers.for(ref).list(namespace)
  return sets.filter((set) => selectorOf(set).matches(pod.metadata.labels)).map(keyOf)
}

/** What the status should be; only `active` pods count. k8s: calculateStatus */
function statusOf(set: Replicated, active: Pod[], failure: unknown, nowMs: number): ReplicaSetStatus {
  const templateLabels = Object.entries(set.spec?.template?.metadata?.labels ?? {})
  const minReadySeconds = set.spec?.minReadySeconds ?? 0
  const labelled = active.filter((pod) => templateLabels.every(([key, value]) => pod.metadata.labels?.[key] === value))
  const conditions = (set.status?.conditions ?? []).filter((condition) => condition.type !== 'ReplicaFailure')
  if (failure) {
    const known = set.status?.conditions?.find((condition) => condition.type === 'ReplicaFailure')
    conditions.push(
      known ?? {
        type: 'ReplicaFailure',
        status: 'True',
        lastTransitionTime: timestamp(nowMs),
        reason: active.length < (set.spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete',
        message: messageOf(failure),
      },
    )
  }
  return {
    replicas: active.length,
    fullyLabeledReplicas: labelled.length,
    readyReplicas: active.filter(isPodReady).length,
    availableReplicas: active.filter((pod) => availableInMs(pod, minReadySeconds, nowMs) === 0).length,
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    ...(conditions.length > 0 ? { conditions } : {}),
  }
}

function nextAvailabilityMs(set: Replicated, active: Pod[], nowMs: number): number {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0
  const waits = active.map((pod) => availableInMs(pod, minReadySeconds, nowMs) ?? 0).filter((wait) => wait > 0)
  return waits.length > 0 ? Math.min(...waits) : minReadySeconds * 1000
}
