// Keeps one pod of a DaemonSet on each node that it fits. k8s: pkg/controller/daemon/daemon_controller.go
import { keyOf, splitKey } from '../api/object.ts'
import { controllerRevisions, daemonSets, nodes, pods } from '../api/refs.ts'
import { selectorFromObject } from '../api/selector.ts'
import type { Context } from '../client/context.ts'
import type { ControllerRevision, DaemonSet, Node, Pod } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { fits, templateFor } from './daemon-set/node-fit.ts'
import { hashLabel, planFor, podsByNode, type World } from './daemon-set/nodes.ts'
import { statusOf } from './daemon-set/status.ts'
import { nextStep } from './daemon-set/update.ts'
import { claim } from './workload/claim.ts'
import * as history from './workload/history.ts'
import { controllerOf } from './workload/owner.ts'
import { indexPodsByController, podMaker, podsOfUid, podsOrOrphansOf } from './workload/pods.ts'
import { semanticallyEqual } from './workload/semantic.ts'
import { slowStart } from './workload/slow-start.ts'

/** Pods made or deleted in one go. */
const burst = 250
const generationAnnotation = 'deprecated.daemonset.template.generation'
const failedBackoffMs = 1000
const failedBackoffMaxMs = 15 * 60_000

/** k8s: shouldIgnoreNodeUpdate */
function nodeMatters(node: Node, old: Node): boolean {
  return !semanticallyEqual([node.metadata.labels, node.spec?.taints], [old.metadata.labels, old.spec?.taints])
}

/** Sets that lack a pod on the node, have one that must go, or count misplaced ones; no others are looked at. k8s: syncNodeUpdate */
function setsThatMind(context: Context, node: Node): string[] {
  const podCache = context.informers.for(pods)
  const sets = context.informers.for(daemonSets).list()
  return sets
    .filter((set) => {
      const { run, stay } = fits(set, node)
      const scheduled = podsOfUid(podCache, set.metadata.uid!).some(({ spec }) => spec?.nodeName === node.metadata.name)
      return scheduled ? !stay || (set.status?.numberMisscheduled ?? 0) > 0 : run
    })
    .map(keyOf)
}

export const createDaemonSetController: CreateController = (context) => {
  const { client, informers, clock } = context
  const sets = informers.for(daemonSets)
  const nodeCache = informers.for(nodes)
  const podCache = informers.for(pods)
  // Asked for now, so that it is filled before the first sync.
  informers.for(controllerRevisions)
  indexPodsByController(podCache)
  const recorder = context.recorderFor('daemonset-controller')
  /** By set and node: when a pod that failed there was last replaced, and how long the next has to wait. */
  const failures = new Map<string, { at: number; waitMs: number }>()

  async function worldOf(set: DaemonSet, hash: string): Promise<World> {
    const claimer = { ref: daemonSets, owner: set, selector: selectorFromObject(set.spec?.selector) }
    const own = await claim(client, claimer, pods, podsOrOrphansOf(podCache, set))
    return { set, nodes: nodeCache.list(), podsByNode: podsByNode(own), hash, nowMs: clock.now() }
  }

  /** How long a failed pod has to stay before the next is made, in ms; 0: it may go now. */
  function failureWaitMs(set: DaemonSet, nodeName: string, nowMs: number): number {
    const key = `${set.metadata.uid}/${nodeName}`
    const known = failures.get(key)
    if (known && nowMs - known.at < known.waitMs) return known.waitMs
    const forgotten = !known || nowMs - known.at > 2 * failedBackoffMaxMs
    const waitMs = forgotten ? failedBackoffMs : Math.min(known.waitMs * 2, failedBackoffMaxMs)
    failures.set(key, { at: nowMs, waitMs })
    return 0
  }

  /** Makes up for what nodes lack, and takes away what they have too many. */
  async function tidy(world: World, again: (delayMs: number) => void): Promise<void> {
    const { set, nowMs } = world
    const doomed: Pod[] = []
    const lacking: string[] = []
    const known = new Set(world.nodes.map(({ metadata }) => metadata.name!))
    for (const node of world.nodes) {
      const plan = planFor(world, node)
      const name = node.metadata.name!
      if (plan.create) lacking.push(name)
      for (const pod of plan.ended) {
        const failed = pod.status?.phase === 'Failed'
        const waitMs = failed ? failureWaitMs(set, name, nowMs) : 0
        if (waitMs > 0) {
          again(waitMs)
          continue
        }
        const title = `daemon pod ${keyOf(pod)} on node ${name}`
        if (failed) {
          recorder.event(set, 'Warning', 'FailedDaemonPod', `Found failed ${title}, will try to kill it`)
        } else {
          recorder.event(set, 'Normal', 'SucceededDaemonPod', `Found succeeded ${title}, will try to delete it`)
        }
        doomed.push(pod)
      }
      doomed.push(...plan.delete)
    }
    // Waiting for a node that is gone.
    for (const [name, some] of world.podsByNode) {
      if (known.has(name)) continue
      doomed.push(...some.filter((pod) => !pod.spec?.nodeName && !pod.metadata.deletionTimestamp))
    }
    await act(world, doomed, lacking)
  }

  async function act({ set, hash }: World, doomed: Pod[], lacking: string[]): Promise<void> {
    const maker = podMaker(client, recorder, daemonSets, set)
    const template = set.spec!.template
    const labels = {
      ...template.metadata?.labels,
      [hashLabel]: hash,
      'pod-template-generation': set.metadata.annotations?.[generationAnnotation] ?? '1',
    }
    const labelled = { ...template, metadata: { ...template.metadata, labels } }
    const queue = lacking.slice(0, burst)
    await slowStart(queue.length, () => maker.create(templateFor(set, labelled, queue.shift()!)))
    await Promise.all(doomed.slice(0, burst).map((pod) => maker.delete(pod.metadata.name!)))
  }

  return {
    name: 'daemonset',
    workers: 2,
    watches: [
      watching(daemonSets, (set) => [keyOf(set)]),
      watching(pods, (pod) => setsOf(context, pod)),
      watching(nodes, (node) => setsThatMind(context, node), { when: nodeMatters }),
    ],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key)
      const set = sets.get(namespace, name)
      if (!set || set.metadata.deletionTimestamp) return
      if (Object.keys(set.spec?.selector ?? {}).length === 0) {
        const message = 'This daemon set is selecting all pods. A non-empty selector is required.'
        recorder.event(set, 'Warning', 'SelectingAll', message)
        return
      }
      const revision = await presentRevision(context, set)
      const hash = revision.metadata.labels![hashLabel]!
      let failure: unknown
      try {
        await tidy(await worldOf(set, hash), (delayMs) => queue.addAfter(key, delayMs))
        const world = await worldOf(set, hash)
        const step = nextStep(world)
        await act(world, step.delete, step.create)
        await truncate(context, world, revision)
      } catch (error) {
        failure = error
      }
      const status = statusOf(await worldOf(set, hash))
      if (!semanticallyEqual(status, set.status)) await client.updateStatus(daemonSets, { ...set, status })
      if (failure) throw failure
      const minReadySeconds = set.spec?.minReadySeconds ?? 0
      if (minReadySeconds > 0 && status.numberReady !== (status.numberAvailable ?? 0)) {
        queue.addAfter(key, minReadySeconds * 1000)
      }
    },
  }
}

function historyOf(context: Context, set: DaemonSet): ControllerRevision[] {
  const revisions = context.informers.for(controllerRevisions)
  return history.revisionsOf(revisions, set, selectorFromObject(set.spec?.selector))
}

/** The revision of the present template: found, brought back or made. k8s: constructHistory */
async function presentRevision(context: Context, set: DaemonSet): Promise<ControllerRevision> {
  const { client } = context
  const revisions = historyOf(context, set)
  await history.adoptRevisions(client, daemonSets, set, revisions)
  const template = set.spec!.template
  const equal = revisions.filter((revision) => history.keepsTemplate(revision, template)).at(-1)
  const next = history.nextRevision(revisions.filter((revision) => revision !== equal))
  if (equal) return equal.revision < next ? history.renumber(client, equal, next) : equal
  const { revision } = await history.createRevision(client, {
    owner: set,
    ref: daemonSets,
    template,
    revision: next,
    collisionCount: set.status?.collisionCount ?? 0,
    hashLabel,
  })
  return revision
}

async function truncate(context: Context, world: World, present: ControllerRevision): Promise<void> {
  const live = new Set([...world.podsByNode.values()].flat().map(({ metadata }) => metadata.labels?.[hashLabel]))
  const isLive = ({ metadata }: ControllerRevision): boolean =>
    metadata.name === present.metadata.name || live.has(metadata.labels?.[hashLabel])
  const limit = world.set.spec?.revisionHistoryLimit ?? 10
  await history.truncateHistory(context.client, historyOf(context, world.set), isLive, limit)
}

/** Its own DaemonSet, or all that might adopt it. */
function setsOf(context: Context, pod: Pod): string[] {
  const controller = controllerOf(pod)
  const namespace = pod.metadata.namespace!
  if (controller) return controller.kind === 'DaemonSet' ? [`${namespace}/${controller.name}`] : []
  if (!pod.metadata.labels) return []
  const sets = context.informers.for(daemonSets).list(namespace)
  return sets.filter((set) => selectorFromObject(set.spec?.selector).matches(pod.metadata.labels)).map(keyOf)
}
