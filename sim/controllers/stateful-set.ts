// Keeps the named pods of a StatefulSet, each with its claims. k8s: pkg/controller/statefulset/stateful_set.go
import { keyOf, splitKey } from '../api/object.ts'
import { controllerRevisions, persistentVolumeClaims, pods, statefulSets } from '../api/refs.ts'
import { selectorFromObject } from '../api/selector.ts'
import type { Context } from '../client/context.ts'
import type { ControllerRevision, Pod, StatefulSet } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { isMemberOf, revisionOf } from './stateful-set/identity.ts'
import { createPodControl } from './stateful-set/pod-control.ts'
import { roll } from './stateful-set/rollout.ts'
import { completed, statusDiffers, type Revisions } from './stateful-set/status.ts'
import { claim } from './workload/claim.ts'
import * as history from './workload/history.ts'
import { controllerOf } from './workload/owner.ts'
import { availableInMs } from './workload/pod-state.ts'
import { indexPodsByController, podsOrOrphansOf } from './workload/pods.ts'

export const createStatefulSetController: CreateController = (context) => {
  const { client, informers, clock } = context
  const sets = informers.for(statefulSets)
  const podCache = informers.for(pods)
  const claims = informers.for(persistentVolumeClaims)
  const revisionCache = informers.for(controllerRevisions)
  indexPodsByController(podCache)
  const recorder = context.recorderFor('statefulset-controller')

  return {
    name: 'statefulset',
    watches: [watching(statefulSets, (set) => [keyOf(set)]), watching(pods, (pod) => setsOf(context, pod))],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key)
      const set = sets.get(namespace, name)
      if (!set) return
      const selector = selectorFromObject(set.spec?.selector)
      const listed = (): ControllerRevision[] => history.revisionsOf(revisionCache, set, selector)
      await history.adoptRevisions(client, statefulSets, set, listed())
      const claimer = {
        ref: statefulSets,
        owner: set,
        selector,
        accepts: (pod: Pod): boolean => isMemberOf(set, pod.metadata.name!),
      }
      const own = await claim(client, claimer, pods, podsOrOrphansOf(podCache, set))
      const revisions = await revisionsOf(context, set, listed())
      const nowMs = clock.now()
      const control = createPodControl(client, recorder, claims, set)
      const { status: counted, error } = await roll({ set, revisions, pods: own, control, nowMs })
      const status = completed(set, counted)
      if (statusDiffers(status, set.status)) await client.updateStatus(statefulSets, { ...set, status })
      const live = new Set([revisions.current, revisions.update].map(({ metadata }) => metadata.name!))
      for (const pod of own) live.add(revisionOf(pod))
      const limit = set.spec?.revisionHistoryLimit ?? 10
      await history.truncateHistory(client, listed(), ({ metadata }) => live.has(metadata.name!), limit)
      if (error) throw error
      const minReadySeconds = set.spec?.minReadySeconds ?? 0
      if (minReadySeconds > 0 && status.readyReplicas !== status.availableReplicas) {
        const waits = own.map((pod) => availableInMs(pod, minReadySeconds, nowMs) ?? 0).filter((wait) => wait > 0)
        queue.addAfter(key, Math.min(minReadySeconds * 1000, ...waits))
      }
    },
  }
}

/** The revisions of a set's template: found, brought back or made. k8s: getStatefulSetRevisions */
async function revisionsOf({ client }: Context, set: StatefulSet, revisions: ControllerRevision[]): Promise<Revisions> {
  const template = set.spec!.template
  const equal = revisions.filter((revision) => history.keepsTemplate(revision, template)).at(-1)
  let collisionCount = set.status?.collisionCount ?? 0
  let update = equal
  if (!equal) {
    const revision = history.nextRevision(revisions)
    const made = await history.createRevision(client, {
      owner: set,
      ref: statefulSets,
      template,
      revision,
      collisionCount,
    })
    update = made.revision
    collisionCount = made.collisionCount
  } else if (equal !== revisions.at(-1)) {
    update = await history.renumber(client, equal, history.nextRevision(revisions))
  }
  const current = revisions.find(({ metadata }) => metadata.name === set.status?.currentRevision)
  return { current: current ?? update!, update: update!, collisionCount }
}

/** Its own StatefulSet, or all that might adopt it. */
function setsOf(context: Context, pod: Pod): string[] {
  const controller = controllerOf(pod)
  const namespace = pod.metadata.namespace!
  if (controller) return controller.kind === 'StatefulSet' ? [`${namespace}/${controller.name}`] : []
  if (!pod.metadata.labels) return []
  const sets = context.informers.for(statefulSets).list(namespace)
  return sets.filter((set) => selectorFromObject(set.spec?.selector).matches(pod.metadata.labels)).map(keyOf)
}
