// Which failures count, and which successes suffice. k8s: pkg/controller/job/pod_failure_policy.go, success_policy.go
import { keyOf } from '../../api/object.ts'
import type { Job, Pod, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule } from '../../generated/types.ts'
import { parseIndexes } from './index-list.ts'

/** What the first matching rule says: `counts` towards the limit; `message` when the whole Job fails for it. */
export interface FailureMatch {
  counts: boolean
  action?: string
  message?: string
}

export function matchFailurePolicy(job: Job, pod: Pod): FailureMatch {
  for (const [index, rule] of (job.spec?.podFailurePolicy?.rules ?? []).entries()) {
    const what = matched(rule, pod)
    if (what === undefined) continue
    const { action } = rule
    if (action === 'Ignore') return { counts: false, action }
    if (action === 'FailJob')
      return { counts: true, action, message: `${what} matching FailJob rule at index ${index}` }
    return { counts: true, action }
  }
  return { counts: true }
}

/** What of the pod the rule speaks of, in words; undefined when nothing. */
function matched({ onExitCodes, onPodConditions = [] }: PodFailurePolicyRule, pod: Pod): string | undefined {
  if (onExitCodes) {
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {}
    const ended = [...containerStatuses, ...initContainerStatuses].find(
      ({ name, state }) =>
        (onExitCodes.containerName ?? name) === name && matchesCode(onExitCodes, state?.terminated?.exitCode),
    )
    if (!ended) return undefined
    return `Container ${ended.name} for pod ${keyOf(pod)} failed with exit code ${ended.state?.terminated?.exitCode}`
  }
  const condition = pod.status?.conditions?.find(({ type, status }) =>
    onPodConditions.some((pattern) => pattern.type === type && pattern.status === status),
  )
  return condition && `Pod ${keyOf(pod)} has condition ${condition.type}`
}

function matchesCode({ operator, values }: PodFailurePolicyOnExitCodesRequirement, code: number | undefined): boolean {
  if (code === undefined || code === 0) return false
  return values.includes(code) === (operator === 'In')
}

/** The sentence of the first rule that the succeeded indexes fulfil; undefined when none. */
export function matchSuccessPolicy({ spec }: Job, succeeded: Set<number>): string | undefined {
  if (succeeded.size === 0) return undefined
  const at = (spec?.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeeded.size >= (succeededCount ?? Infinity)
    const wanted = parseIndexes(succeededIndexes, spec?.completions ?? 0)
    const found = wanted.intersection(succeeded).size
    return wanted.size > 0 && (found === wanted.size || found >= (succeededCount ?? Infinity))
  })
  return at === -1 ? undefined : `Matched rules at index ${at}`
}
