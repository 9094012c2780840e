// What pods ask for and nodes have, as numbers: cpu in thousandths, the rest in whole units. Pure.
// k8s: component-helpers/resource/helpers.go PodRequests, pkg/scheduler/framework/types.go
import { quantityMilliValue, quantityValue } from './quantity.ts'
import type { Container, Node, Pod } from '../generated/types.ts'

export type Amounts = Record<string, number>

/** Counted for a container that asks for none, so that pods without requests spread too. k8s: pkg/scheduler/util/pod_resources.go */
const defaults: Amounts = { cpu: 100, memory: 200 * 1024 * 1024 }

function amountsOf(quantities: Record<string, string> | undefined): Amounts {
  return Object.fromEntries(
    Object.entries(quantities ?? {}).map(([name, quantity]) => [
      name,
      Number(name === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity)),
    ]),
  )
}

export function addAmounts(target: Amounts, added: Amounts): void {
  for (const [name, amount] of Object.entries(added)) target[name] = (target[name] ?? 0) + amount
}

/**
 * What a pod needs: its containers together, or its hungriest init container beside the sidecars before it, whatever
 * is more; requests of the whole pod come instead, and the overhead on top.
 */
export function requestsOf(pod: Pod): Amounts {
  return once(plainRequests, pod, () => withPodLevel(pod, containerRequests(pod, {})))
}

/** The same with something counted for containers that ask for no cpu or memory, unless the whole pod does. */
export function requestsWithDefaultsOf(pod: Pod): Amounts {
  return once(defaultedRequests, pod, () => {
    const plain = requestsOf(pod)
    const podLevel = Object.keys(pod.spec?.resources?.requests ?? {}).some(isPodLevel)
    const missing = Object.entries(defaults).filter(([name]) => !podLevel || plain[name] === undefined)
    return withPodLevel(pod, containerRequests(pod, Object.fromEntries(missing)))
  })
}

// Every decision adds up every pod of the cluster; pods are frozen, so each needs reading only once.
const plainRequests = new WeakMap<Pod, Amounts>()
const defaultedRequests = new WeakMap<Pod, Amounts>()

function once(known: WeakMap<Pod, Amounts>, pod: Pod, read: () => Amounts): Amounts {
  const cached = known.get(pod)
  if (cached) return cached
  const amounts = Object.freeze(read())
  known.set(pod, amounts)
  return amounts
}

/** What a pod to be placed counts when nodes get points. The real scorer does not look at the requests of the whole pod. */
export function scoredRequestsOf(pod: Pod): Amounts {
  const total = containerRequests(pod, defaults)
  addAmounts(total, amountsOf(pod.spec?.overhead))
  return total
}

function withPodLevel(pod: Pod, total: Amounts): Amounts {
  for (const [name, amount] of Object.entries(amountsOf(pod.spec?.resources?.requests))) {
    if (isPodLevel(name)) total[name] = amount
  }
  addAmounts(total, amountsOf(pod.spec?.overhead))
  return total
}

function isPodLevel(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')
}

function containerRequests(pod: Pod, ifMissing: Amounts): Amounts {
  const of = (container: Container): Amounts => ({ ...ifMissing, ...amountsOf(container.resources?.requests) })
  const total: Amounts = {}
  for (const container of pod.spec?.containers ?? []) addAmounts(total, of(container))
  const sidecars: Amounts = {}
  const initMax: Amounts = {}
  for (const container of pod.spec?.initContainers ?? []) {
    const needed = { ...sidecars }
    addAmounts(needed, of(container))
    if (container.restartPolicy === 'Always') {
      addAmounts(total, of(container))
      addAmounts(sidecars, of(container))
    }
    raise(initMax, needed)
  }
  raise(total, initMax)
  return total
}

function raise(target: Amounts, least: Amounts): void {
  for (const [name, amount] of Object.entries(least)) target[name] = Math.max(target[name] ?? 0, amount)
}

export function allocatableOf(node: Node): Amounts {
  return amountsOf(node.status?.allocatable)
}
