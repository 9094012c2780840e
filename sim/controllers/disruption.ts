// Says how many pods of a budget may be evicted now. k8s: pkg/controller/disruption/disruption.go
import { keyOf, splitKey } from '../api/object.ts'
import {
  deployments,
  podDisruptionBudgets,
  pods,
  replicaSets,
  replicationControllers,
  statefulSets,
} from '../api/refs.ts'
import { selectorFromObject } from '../api/selector.ts'
import type { Context } from '../client/context.ts'
import { timestamp } from '../clock.ts'
import type { Condition, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'
import { expectedPods, ExpectedPodsError } from './disruption/expected.ts'
import { isPodFinished, isPodReady } from './workload/pod-state.ts'
import { semanticallyEqual } from './workload/semantic.ts'

/** So long an eviction is believed to be on its way. */
const evictionMs = 120_000

export const createDisruptionController: CreateController = (context) => {
  const { client, informers, clock } = context
  const budgets = informers.for(podDisruptionBudgets)
  const podCache = informers.for(pods)
  for (const ref of [deployments, replicaSets, statefulSets, replicationControllers]) informers.for<never>(ref as never)
  const recorder = context.recorderFor('controllermanager')
  return {
    name: 'disruption',
    workers: 1,
    watches: [
      watching(podDisruptionBudgets, (budget) => [keyOf(budget)]),
      watching(pods, (pod) => budgetsOf(context, pod)),
    ],
    async sync(key, queue) {
      const { namespace, name } = splitKey(key)
      const budget = budgets.get(namespace, name)
      if (!budget) return
      const selector = selectorFromObject(budget.spec?.selector)
      const own = podCache.list(namespace).filter(({ metadata }) => selector.matches(metadata.labels))
      if (own.length === 0) recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found')
      const nowMs = clock.now()
      let status: PodDisruptionBudgetStatus
      let failure: unknown
      try {
        status = statusOf(context, budget, own, nowMs)
      } catch (error) {
        if (!(error instanceof ExpectedPodsError)) throw error
        failure = error
        const message = `Failed to calculate the number of expected pods: ${error.message}`
        recorder.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', message)
        status = failedStatus(budget, error.message, nowMs)
      }
      if (!semanticallyEqual(status, budget.status)) {
        await client.updateStatus(podDisruptionBudgets, { ...budget, status })
      }
      if (failure) throw failure
      const waits = Object.values(status.disruptedPods ?? {}).map((since) => Date.parse(since) + evictionMs - nowMs)
      if (waits.length > 0) queue.addAfter(key, Math.min(...waits))
    },
  }
}

function budgetsOf(context: Context, pod: Pod): string[] {
  const all = context.informers.for(podDisruptionBudgets).list(pod.metadata.namespace)
  return all.filter(({ spec }) => selectorFromObject(spec?.selector).matches(pod.metadata.labels)).map(keyOf)
}

function statusOf(context: Context, budget: PodDisruptionBudget, own: Pod[], nowMs: number): PodDisruptionBudgetStatus {
  const { expected, desiredHealthy } = expectedPods(context, budget, own)
  const present = new Map(own.map((pod) => [pod.metadata.name!, pod]))
  const going = Object.entries(budget.status?.disruptedPods ?? {}).filter(([name, since]) => {
    const pod = present.get(name)
    return pod && !pod.metadata.deletionTimestamp && Date.parse(since) + evictionMs > nowMs
  })
  const disrupted = new Set(going.map(([name]) => name))
  const healthy = own.filter(
    (pod) =>
      !pod.metadata.deletionTimestamp && !isPodFinished(pod) && !disrupted.has(pod.metadata.name!) && isPodReady(pod),
  )
  const allowed = expected > 0 ? Math.max(0, healthy.length - desiredHealthy) : 0
  const generation = budget.metadata.generation
  return {
    currentHealthy: healthy.length,
    desiredHealthy,
    expectedPods: expected,
    disruptionsAllowed: allowed,
    ...(going.length > 0 ? { disruptedPods: Object.fromEntries(going) } : {}),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    conditions: [
      conditionOf(
        budget,
        allowed > 0 ? 'True' : 'False',
        allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        '',
        nowMs,
      ),
    ],
  }
}

/** Nothing may be evicted while the numbers are not known. k8s: failSafe */
function failedStatus(budget: PodDisruptionBudget, message: string, nowMs: number): PodDisruptionBudgetStatus {
  const none = { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }
  const condition = conditionOf(budget, 'False', 'SyncFailed', message, nowMs)
  return { ...none, ...budget.status, disruptionsAllowed: 0, conditions: [condition] }
}

function conditionOf(
  budget: PodDisruptionBudget,
  status: string,
  reason: string,
  message: string,
  nowMs: number,
): Condition {
  const known = budget.status?.conditions?.find(({ type }) => type === 'DisruptionAllowed')
  const lastTransitionTime = known?.status === status ? known.lastTransitionTime : timestamp(nowMs)
  const observedGeneration = budget.metadata.generation ?? 0
  return { type: 'DisruptionAllowed', status, reason, message, lastTransitionTime, observedGeneration }
}
