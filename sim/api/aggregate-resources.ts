// What the containers of a pod ask for together: the sum of those that run side by side, or the largest init container if that is more.
// k8s: component-helpers/resource/helpers.go AggregateContainerRequests, AggregateContainerLimits
import { addQuantities, compareQuantities, parseQuantity, type Quantity } from './quantity.ts'
import type { Container, PodSpec } from '../generated/types.ts'

type Amounts = Map<string, Quantity>

/** By name of resource. Sidecars count with the containers, and with every init container that starts after them. */
export function aggregateResources(spec: PodSpec, list: 'requests' | 'limits'): Amounts {
  const total: Amounts = new Map()
  for (const container of spec.containers ?? []) add(total, amountsOf(container, list))
  const sidecars: Amounts = new Map()
  const peak: Amounts = new Map()
  for (const container of spec.initContainers ?? []) {
    const own = amountsOf(container, list)
    if (container.restartPolicy === 'Always') {
      add(total, own)
      add(sidecars, own)
      raise(peak, sidecars)
    } else {
      const together = new Map(sidecars)
      add(together, own)
      raise(peak, together)
    }
  }
  raise(total, peak)
  return total
}

function amountsOf(container: Container, list: 'requests' | 'limits'): Amounts {
  const amounts = Object.entries(container.resources?.[list] ?? {})
  return new Map(amounts.map(([name, amount]) => [name, parseQuantity(amount)]))
}

function add(to: Amounts, more: Amounts): void {
  for (const [name, amount] of more) {
    const known = to.get(name)
    to.set(name, known ? addQuantities(known, amount) : amount)
  }
}

function raise(to: Amounts, least: Amounts): void {
  for (const [name, amount] of least) {
    const known = to.get(name)
    if (!known || compareQuantities(amount, known) > 0) to.set(name, amount)
  }
}
