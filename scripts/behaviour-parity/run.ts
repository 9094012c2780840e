// One scenario under way: its namespace and what has been seen of it.
import type { KubeObject } from '../../sim/api/object.ts'
import type { Event } from '../../sim/generated/types.ts'
import { createMasks, type Masks } from './masks.ts'
import type { Scenario } from './scenario.ts'

export interface Run {
  readonly scenario: Scenario
  readonly namespace: string
  readonly masks: Masks
  /** By uid, in order of appearance. */
  readonly events: Map<string, Event>
  /** Of each pod's uid, its rows as `kubectl get pods -w` shows them. */
  readonly rows: Map<string, { name: string; texts: string[] }>
  /** When something last changed, milliseconds of the cluster's clock. */
  changedMs: number
  /** When the last action or timed wait ended. */
  markMs: number
  /** Remembers when an object came. */
  see(kind: string, object: KubeObject): void
  /** First seen, first; what was never seen, first of all. */
  orderOf(object: KubeObject): number
  /** Fills in `$NS` and `$NODE1`… */
  fill(this: void, text: string): string
  fillDeep<T>(value: T): T
}

export function createRun(scenario: Scenario, namespace: string, nodes: readonly string[], nowMs: number): Run {
  const masks = createMasks(namespace, nodes, scenario.nodes === 'numbered')
  const order = new Map<string, number>()
  const fill = (text: string): string =>
    text
      .replaceAll('$NS', namespace)
      .replaceAll(/\$NODE(\d)/g, (_, number) => nodes[Number(number) - 1] ?? nodes.at(-1)!)
  return {
    scenario,
    namespace,
    masks,
    events: new Map(),
    rows: new Map(),
    changedMs: nowMs,
    markMs: nowMs,
    see(kind, object) {
      const { uid } = object.metadata
      if (!order.has(uid!)) order.set(uid!, order.size)
      masks.learn(kind, object)
    },
    orderOf: ({ metadata }) => order.get(metadata.uid!) ?? 0,
    fill,
    fillDeep: <T>(value: T) => JSON.parse(fill(JSON.stringify(value))) as T,
  }
}
