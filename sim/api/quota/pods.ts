// What pods count. k8s: pkg/quota/v1/evaluator/core/pods.go
import { aggregateResources } from '../aggregate-resources.ts'
import { formatQuantity } from '../quantity.ts'
import { qosClass } from '../qos.ts'
import type {
  Container,
  Pod,
  PodAffinityTerm,
  PodSpec,
  ScopedResourceSelectorRequirement,
} from '../../generated/types.ts'
import { addAmounts, type ResourceAmounts } from './amounts.ts'
import type { QuotaEvaluator } from './evaluator.ts'
import { matchesScopeValues } from './scope-values.ts'

const countName = 'count/pods'
const computed = ['cpu', 'memory', 'ephemeral-storage']
const named = [...computed, ...computed.flatMap((name) => [`requests.${name}`, `limits.${name}`]), 'pods', countName]
/** A container must say these, where a quota counts them. */
const demanded = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']

export const podEvaluator: QuotaEvaluator<Pod> = {
  usage(pod, nowMs) {
    // One that is over counts among the objects, and nowhere else.
    if (isOver(pod, nowMs)) return { [countName]: '1' }
    return { [countName]: '1', pods: '1', ...usageOf(podAmounts(pod, 'requests'), podAmounts(pod, 'limits')) }
  },
  counted: (names) => names.filter((name) => named.includes(name) || isPages(name) || isExtended(name)),
  inScope,
  missing({ spec }, names) {
    if (spec?.resources && Object.keys({ ...spec.resources.requests, ...spec.resources.limits }).length > 0)
      return undefined
    const required = names.filter((name) => demanded.includes(name)).toSorted()
    const all = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]
    const lacking = required.flatMap((name) => {
      const without = all.filter((container) => usageOfContainer(container)[name] === undefined)
      const containers = [...new Set(without.map((container) => container.name))].toSorted()
      return containers.length > 0 ? [`${name} for: ${containers.join(',')}`] : []
    })
    return lacking.length > 0 ? `must specify ${lacking.join('; ')}` : undefined
  },
  countsUpdate: (pod, old) => isTerminating(pod) !== isTerminating(old),
}

function podAmounts({ spec }: Pod, list: 'requests' | 'limits'): ResourceAmounts {
  const sum = aggregateResources(spec ?? ({} as PodSpec), list)
  const containers = Object.fromEntries([...sum].map(([name, amount]) => [name, formatQuantity(amount)]))
  const total: ResourceAmounts = { ...containers, ...spec?.resources?.[list] }
  if (list === 'requests') return addAmounts(total, spec?.overhead ?? {})
  // Overhead is added to limits that there are.
  const over = Object.entries(spec?.overhead ?? {}).filter(([name]) => total[name] !== undefined)
  return addAmounts(total, Object.fromEntries(over))
}

function usageOfContainer({ resources = {} }: Container): ResourceAmounts {
  return usageOf(resources.requests ?? {}, resources.limits ?? {})
}

function usageOf(requests: ResourceAmounts, limits: ResourceAmounts): ResourceAmounts {
  const usage: Record<string, string> = {}
  for (const name of computed) {
    const request = requests[name]
    if (request !== undefined) usage[name] = usage[`requests.${name}`] = request
    const limit = limits[name]
    if (limit !== undefined) usage[`limits.${name}`] = limit
  }
  for (const [name, amount] of Object.entries(requests)) {
    if (name.startsWith('hugepages-')) usage[name] = usage[`requests.${name}`] = amount
    else if (!isNative(name)) usage[`requests.${name}`] = amount
  }
  return usage
}

function isPages(name: string): boolean {
  return name.startsWith('hugepages-') || name.startsWith('requests.hugepages-')
}

function isExtended(name: string): boolean {
  return name.startsWith('requests.') && !isNative(name)
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

function isOver({ metadata, status }: Pod, nowMs: number): boolean {
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return true
  const { deletionTimestamp, deletionGracePeriodSeconds: grace } = metadata
  if (!deletionTimestamp || grace === undefined) return false
  return nowMs > Date.parse(deletionTimestamp) + grace * 1000
}

function inScope(pod: Pod, scope: ScopedResourceSelectorRequirement): boolean {
  const { priorityClassName = '' } = pod.spec ?? {}
  switch (scope.scopeName) {
    case 'Terminating':
      return isTerminating(pod)
    case 'NotTerminating':
      return !isTerminating(pod)
    case 'BestEffort':
      return qosClass(pod.spec!) === 'BestEffort'
    case 'NotBestEffort':
      return qosClass(pod.spec!) !== 'BestEffort'
    case 'PriorityClass':
      return matchesScopeValues(scope, priorityClassName)
    case 'CrossNamespacePodAffinity':
      return crossesNamespaces(pod)
    default:
      return false
  }
}

function isTerminating({ spec }: Pod): boolean {
  return (spec?.activeDeadlineSeconds ?? -1) >= 0
}

function crossesNamespaces({ spec }: Pod): boolean {
  const crosses = ({ namespaces, namespaceSelector }: PodAffinityTerm): boolean =>
    (namespaces?.length ?? 0) > 0 || namespaceSelector !== undefined
  return [spec?.affinity?.podAffinity, spec?.affinity?.podAntiAffinity].some(
    (affinity) =>
      affinity?.requiredDuringSchedulingIgnoredDuringExecution?.some(crosses) ||
      affinity?.preferredDuringSchedulingIgnoredDuringExecution?.some(({ podAffinityTerm }) =>
        crosses(podAffinityTerm),
      ),
  )
}
