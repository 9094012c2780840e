// Runs the pods of a Job until enough have succeeded, or too many have failed. k8s: pkg/controller/job/job_controller.go
import { copyTree } from '../api/copy-tree.ts'
import { keyOf, splitKey } from '../api/object.ts'
import { jobs, pods } from '../api/refs.ts'
import { selectorFromObject } from '../api/selector.ts'
import type { Context } from '../client/context.ts'
import { timestamp } from '../clock.ts'
import type { Job, JobCondition, Pod } from '../generated/types.ts'
import { later, watching, type CreateController } from './controller.ts'
import { afterPods, noFailures, type Backoff } from './job/backoff.ts'
import { deletePods, manage, releasePod, type Managed } from './job/manage.ts'
import { conditionOf, isFinished, startRound, type Round } from './job/round.ts'
import { track } from './job/track.ts'
import { deadlineInMs, endOf, newCondition } from './job/verdict.ts'
import { claim } from './workload/claim.ts'
import { controllerOf } from './workload/owner.ts'
import { indexPodsByController, podMaker, podsOrOrphansOf } from './workload/pods.ts'

/** Changes of pods, and of the status, are looked at together after that time. k8s: syncJobBatchPeriod */
const batchMs = 1000
const ownName = 'kubernetes.io/job-controller'

export const createJobController: CreateController = (context) => {
  const { client, informers, clock } = context
  const cache = informers.for(jobs)
  const podCache = informers.for(pods)
  indexPodsByController(podCache)
  const recorder = context.recorderFor('job-controller')
  const backoffs = new Map<string, Backoff>()
  const specChanged = (job: Job, old: Job): boolean => job.metadata.generation !== old.metadata.generation

  return {
    name: 'job',
    watches: [
      watching(jobs, (job) => [keyOf(job)], { when: specChanged }),
      later(
        batchMs,
        watching(jobs, (job) => [keyOf(job)], { when: (job, old) => !specChanged(job, old) }),
      ),
      later(
        batchMs,
        watching(pods, (pod) => jobsOf(context, pod)),
      ),
    ],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key)
      const job = cache.get(namespace, name)
      if (!job || isFinished(job)) return void backoffs.delete(key)
      if ((job.spec?.managedBy ?? ownName) !== ownName) return
      const selector = selectorFromObject(job.spec?.selector)
      const own = await claim(client, { ref: jobs, owner: job, selector }, pods, podsOrOrphansOf(podCache, job))
      const round = startRound(job, own, clock.now())
      const { status } = round
      if (!status.startTime && !job.spec?.suspend) status.startTime = timestamp(round.nowMs)
      const backoff = afterPods(backoffs.get(key) ?? noFailures, round.newSucceeded, round.newFailed)
      const remaining = deadlineInMs(round)
      if (remaining) queue.addAfter(key, remaining)
      const maker = podMaker(client, recorder, jobs, job)
      let end = endOf(round)
      let managed: Managed = { active: round.active.length }
      let changed = false
      if (end) {
        const error = await deletePods(round, round.active, (pod) => maker.delete(pod.metadata.name!))
        managed = { active: 0, error }
        if (error) end = undefined
      } else {
        if (!job.metadata.deletionTimestamp) managed = await manage(round, maker, client, backoff)
        if (managed.againMs) queue.addAfter(key, managed.againMs)
        end = completion(round, managed.active)
        if (!end && !job.metadata.deletionTimestamp) changed = suspendOrResume(round)
      }
      changed ||= managed.active !== (status.active ?? 0) || round.ready !== status.ready
      changed ||= round.terminating !== status.terminating
      Object.assign(status, { active: managed.active, ready: round.ready, terminating: round.terminating })
      let current = job
      const over = await track(round, end, changed, {
        release: (pod) => releasePod(client, pod),
        async write() {
          current = await client.updateStatus(jobs, { ...current, status: copyTree(status) })
          backoffs.set(key, backoff)
        },
      })
      if (over) tellEnd(round, over)
      if (managed.error) throw managed.error
    },
  }

  function suspendOrResume({ job, status, nowMs }: Round): boolean {
    const known = conditionOf(status, 'Suspended')
    const suspended = job.spec?.suspend === true
    if ((known?.status === 'True') === suspended) return false
    const others = (status.conditions ?? []).filter((condition) => condition !== known)
    const condition = suspended
      ? newCondition('Suspended', 'JobSuspended', 'Job suspended', nowMs)
      : newCondition('Suspended', 'JobResumed', 'Job resumed', nowMs, 'False')
    status.conditions = [...others, condition]
    recorder.event(job, 'Normal', suspended ? 'Suspended' : 'Resumed', condition.message!)
    // The time that it may be active begins anew.
    if (!suspended) status.startTime = timestamp(nowMs)
    return true
  }

  function tellEnd({ job, status }: Round, { type, reason, message }: JobCondition): void {
    if (type !== 'Complete') return recorder.event(job, 'Warning', reason ?? '', message ?? '')
    if ((status.succeeded ?? 0) > (job.spec?.completions ?? Infinity)) {
      const text = 'Too many succeeded pods running after completion count reached'
      recorder.event(job, 'Warning', 'TooManySucceededPods', text)
    }
    recorder.event(job, 'Normal', 'Completed', 'Job completed')
  }
}

/** Have enough pods succeeded? Without a number, one does, once the others have ended. */
function completion({ job, succeeded, nowMs }: Round, active: number): JobCondition | undefined {
  if (active > 0 || succeeded < (job.spec?.completions ?? 1)) return undefined
  return newCondition('SuccessCriteriaMet', 'CompletionsReached', 'Reached expected number of succeeded pods', nowMs)
}

/** Its own Job, or all that might adopt it. */
function jobsOf(context: Context, pod: Pod): string[] {
  const controller = controllerOf(pod)
  const namespace = pod.metadata.namespace!
  if (controller) return controller.kind === 'Job' ? [`${namespace}/${controller.name}`] : []
  if (!pod.metadata.labels) return []
  const all = context.informers.for(jobs).list(namespace)
  return all.filter(({ spec }) => selectorFromObject(spec?.selector).matches(pod.metadata.labels)).map(keyOf)
}
