// Makes and deletes pods until as many are active as the Job may have. k8s: pkg/controller/job/job_controller.go manageJob
import { pods } from '../../api/refs.ts'
import type { Client } from '../../client/client.ts'
import type { EnvVar, Job, Pod, PodTemplateSpec } from '../../generated/types.ts'
import { podsToDelete } from '../workload/deletion-order.ts'
import { isPodFinished, isPodReady } from '../workload/pod-state.ts'
import type { PodMaker } from '../workload/pods.ts'
import { slowStart } from '../workload/slow-start.ts'
import { remainingForIndexMs, remainingMs, type Backoff } from './backoff.ts'
import { failureAnnotations, indexKey, indexOf, isIndexed, replacesOnlyFailed, trackingFinalizer } from './job-pod.ts'
import type { Round } from './round.ts'

const mostAtOnce = 500
const indexEnv = 'JOB_COMPLETION_INDEX'

export interface Managed {
  active: number
  error?: unknown
  /** Nothing could be made yet: look again then. */
  againMs?: number
}

export async function manage(round: Round, maker: PodMaker, client: Client, backoff: Backoff): Promise<Managed> {
  const { job, active } = round
  const wanted = job.spec?.suspend ? 0 : wantedActive(round)
  const surplus = surplusOf(round, Math.max(0, active.length - wanted)).slice(0, mostAtOnce)
  if (job.spec?.suspend || surplus.length > 0) {
    const error = await deletePods(round, surplus, async (pod) => {
      await releasePod(client, pod)
      await maker.delete(pod.metadata.name!)
    })
    return { active: active.length - surplus.length, ...(error ? { error } : {}) }
  }
  const lacking = wanted - active.length - (replacesOnlyFailed(job) ? round.terminating : 0)
  return lacking > 0 ? createPods(round, maker, backoff, Math.min(lacking, mostAtOnce)) : { active: active.length }
}

function wantedActive({ job, active, succeeded }: Round): number {
  const { completions, parallelism = 1 } = job.spec!
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism
  return Math.max(0, Math.min(completions - succeeded, parallelism))
}

/** At least `least`, and all that have no index or one that another has too. */
function surplusOf({ job, active, nowMs }: Round, least: number): Pod[] {
  const surplus: Pod[] = []
  let left = active
  if (isIndexed(job)) {
    left = []
    for (const [index, some] of Map.groupBy(active, indexOf)) {
      const valid = index !== undefined && index < (job.spec?.completions ?? 0)
      const extra = valid ? podsToDelete(some, [], some.length - 1, nowMs) : some
      surplus.push(...(valid && some.length === 1 ? [] : extra))
      left.push(...some.filter((pod) => !surplus.includes(pod)))
    }
  }
  if (surplus.length < least) surplus.push(...podsToDelete(left, [], least - surplus.length, nowMs))
  return surplus
}

/** Deletes them and keeps the round's counts right; gives the first error. */
export async function deletePods(round: Round, some: Pod[], work: (pod: Pod) => Promise<void>): Promise<unknown> {
  const results = await Promise.allSettled(some.map(work))
  round.terminating += results.filter(({ status }) => status === 'fulfilled').length
  round.ready -= some.filter(isPodReady).length
  return results.find((result) => result.status === 'rejected')?.reason
}

/** Lets a pod go: it is counted, or is not to be. */
export async function releasePod(client: Client, pod: Pod): Promise<void> {
  const { namespace, name, finalizers = [] } = pod.metadata
  if (!finalizers.includes(trackingFinalizer)) return
  const body = { metadata: { '$deleteFromPrimitiveList/finalizers': [trackingFinalizer] } }
  await client.patch(pods, namespace!, name!, { kind: 'strategic', body })
}

async function createPods(round: Round, maker: PodMaker, backoff: Backoff, lacking: number): Promise<Managed> {
  const { job, active, nowMs } = round
  const perIndex = job.spec?.backoffLimitPerIndex !== undefined
  const waitMs = perIndex ? 0 : remainingMs(backoff, nowMs)
  if (waitMs > 0) return { active: 0, againMs: waitMs }
  let indexes: (number | undefined)[] = Array.from({ length: lacking }, () => undefined)
  if (isIndexed(job)) {
    const pending = pendingIndexes(round, lacking)
    const waits = pending.map((index) => remainingForIndexMs(round.delayed.get(index), nowMs))
    indexes = perIndex ? pending.filter((_index, at) => waits[at] === 0) : pending
    if (perIndex && pending.length > 0 && indexes.length === 0) return { active: 0, againMs: Math.min(...waits) }
  }
  let made = 0
  try {
    const queue = [...indexes]
    await slowStart(indexes.length, async () => {
      const index = queue.shift()
      await maker.create(templateFor(round, index), index === undefined ? undefined : `${job.metadata.name}-${index}-`)
      made++
    })
  } catch (error) {
    return { active: active.length + made, error }
  }
  return { active: active.length + made }
}

function pendingIndexes(round: Round, count: number): number[] {
  const { job, pods: all, active, succeededIndexes, failedIndexes } = round
  const ending = all.filter((pod) => pod.metadata.deletionTimestamp && !isPodFinished(pod))
  const busy = new Set([...active, ...(replacesOnlyFailed(job) ? ending : [])].map(indexOf))
  const pending: number[] = []
  for (let index = 0; index < (job.spec?.completions ?? 0) && pending.length < count; index++) {
    if (!busy.has(index) && !succeededIndexes.has(index) && !failedIndexes?.has(index)) pending.push(index)
  }
  return pending
}

function templateFor({ job, delayed }: Round, index: number | undefined): PodTemplateSpec {
  const { template } = job.spec!
  const finalizers = [...new Set([...(template.metadata?.finalizers ?? []), trackingFinalizer])]
  if (index === undefined) return { ...template, metadata: { ...template.metadata, finalizers } }
  const failures = job.spec?.backoffLimitPerIndex === undefined ? {} : failureAnnotations(job, delayed.get(index))
  return {
    metadata: {
      ...template.metadata,
      finalizers,
      labels: { ...template.metadata?.labels, [indexKey]: String(index) },
      annotations: { ...template.metadata?.annotations, [indexKey]: String(index), ...failures },
    },
    spec: indexedSpec(job, index),
  }
}

function indexedSpec({ metadata, spec }: Job, index: number): NonNullable<PodTemplateSpec['spec']> {
  const own = spec!.template.spec!
  const variable: EnvVar = {
    name: indexEnv,
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${indexKey}']` } },
  }
  const withIndex = <T extends { env?: EnvVar[] }>(container: T): T =>
    container.env?.some(({ name }) => name === indexEnv)
      ? container
      : { ...container, env: [...(container.env ?? []), variable] }
  return {
    ...own,
    hostname: `${metadata.name}-${index}`,
    containers: own.containers.map(withIndex),
    ...(own.initContainers ? { initContainers: own.initContainers.map(withIndex) } : {}),
  }
}
