// Asks the pod's budget before an eviction. k8s: pkg/registry/core/pod/storage/eviction.go checkAndDecrement
import { copyTree } from '../../api/copy-tree.ts'
import { podDisruptionBudgets } from '../../api/refs.ts'
import { selectorFromObject } from '../../api/selector.ts'
import { failure, internal, type ApiError } from '../../api/status.ts'
import { timestamp } from '../../clock.ts'
import type { Pod, PodDisruptionBudget } from '../../generated/types.ts'
import { resources } from '../../resources/index.ts'
import type { WriteOptions } from '../api.ts'
import { viewOf, type Machine } from '../machine.ts'
import { update } from '../verbs/update.ts'

const refusal = "Cannot evict pod as it would violate the pod's disruption budget."

/** Takes one from what the budget allows; throws 429 when it allows none, 500 when two budgets have the pod. */
export function spendBudget(machine: Machine, pod: Pod, options: WriteOptions): void {
  if (isFree(pod)) return
  const namespace = pod.metadata.namespace!
  const own = viewOf(machine, false)
    .list(podDisruptionBudgets, namespace)
    .filter(({ spec }) => selectorFromObject(spec?.selector).matches(pod.metadata.labels))
  if (own.length > 1) {
    throw internal('This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.')
  }
  const [budget] = own
  if (!budget || passesUnhealthy(pod, budget)) return
  const name = budget.metadata.name!
  const status = budget.status ?? { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }
  if ((status.observedGeneration ?? 0) < (budget.metadata.generation ?? 0)) {
    throw refused(`The disruption budget ${name} is still being processed by the server.`, 10)
  }
  if (status.disruptionsAllowed === 0) throw refused(reasonOf(budget))
  const target = {
    strategy: resources.find(({ ref }) => ref.plural === podDisruptionBudgets.plural)!,
    namespace,
    name,
    subresource: 'status',
  }
  const disruptedPods = { ...status.disruptedPods, [pod.metadata.name!]: timestamp(machine.clock.now()) }
  const disruptionsAllowed = status.disruptionsAllowed - 1
  const spent: PodDisruptionBudget = {
    ...copyTree(budget),
    status: { ...status, disruptedPods, disruptionsAllowed },
  }
  update(machine, target, spent, options)
}

/** It serves nobody: pending, over, or going already. */
function isFree({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(status?.phase ?? '')
}

function passesUnhealthy(pod: Pod, { spec, status }: PodDisruptionBudget): boolean {
  if (pod.status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True')) return false
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {}
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy
}

function reasonOf({ metadata, status }: PodDisruptionBudget): string {
  const { currentHealthy = 0, desiredHealthy = 0, conditions = [] } = status ?? {}
  const condition = conditions.find(({ type, status: state, message }) => {
    return type === 'DisruptionAllowed' && state === 'False' && message !== ''
  })
  const cannot = `The disruption budget ${metadata.name} does not allow evicting pods currently`
  if (condition?.reason === 'SyncFailed') return `${cannot} because it failed sync: ${condition.message}`
  if (currentHealthy <= desiredHealthy) {
    return `The disruption budget ${metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`
  }
  return condition ? `${cannot} (${condition.reason}): ${condition.message}` : cannot
}

function refused(message: string, retryAfterSeconds = 0): ApiError {
  const causes = [{ reason: 'DisruptionBudget', message }]
  return failure(429, 'TooManyRequests', refusal, { causes, ...(retryAfterSeconds ? { retryAfterSeconds } : {}) })
}
