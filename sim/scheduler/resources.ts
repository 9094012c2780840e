// What pods ask for and nodes have, as numbers: cpu in thousandths, the rest in whole units. Pure.
// k8s: component-helpers/resource/helpers.go PodRequests, pkg/scheduler/framework/types.go
import { quantityMilliValue, quantityValue } from '../api/quantity.ts'
import type { Container, Node, Pod } from '../generated/types.ts'

export type Amounts = Record<string, number>

/** Counted for a container that asks for none, so that pods without requests spread too. k8s: pkg/scheduler/util/pod_resources.go */
const defaults: Amounts = { cpu: 100, memory: 200 * 1024 * 1024 }

export function amountsOf(quantities: Record<string, string> | undefined): Amounts {
  return Object.fromEntries(
    Object.entries(quantities ?? {}).map(([name, quantity]) => [
      name,
      Number(name === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity)),
    ]),
  )
}

export function addAmounts(target: Amounts, added: Amounts, sign = 1): void {
  for (const [name, amount] of Object.entries(added)) target[name] = (target[name] ?? 0) + sign * amount
}

/**
 * What a pod needs: its containers together, or its hungriest init container beside the sidecars before it, whatever
 * is more; limits set for the whole pod come instead, and the overhead on top.
 * @param withDefaults count something for containers that ask for nothing (scores), instead of nothing (filters)
 */
export function requestsOf(pod: Pod, withDefaults = false): Amounts {
  const of = (container: Container): Amounts => ({
    ...(withDefaults ? defaults : {}),
    ...amountsOf(container.resources?.requests),
  })
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
  for (const [name, amount] of Object.entries(amountsOf(pod.spec?.resources?.requests))) {
    if (name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')) total[name] = amount
  }
  addAmounts(total, amountsOf(pod.spec?.overhead))
  return total
}

function raise(target: Amounts, least: Amounts): void {
  for (const [name, amount] of Object.entries(least)) target[name] = Math.max(target[name] ?? 0, amount)
}

export function allocatableOf(node: Node): Amounts {
  return amountsOf(node.status?.allocatable)
}
