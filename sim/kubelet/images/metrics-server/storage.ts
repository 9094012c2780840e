// The last two measurements of everything: use is what lies between. Rules: sigs.k8s.io/metrics-server pkg/storage/{pod,node,types}.go
import type { Batch, Point } from './page.ts'

/** What was used between two measurements. */
export interface Usage {
  atMs: number
  windowMs: number
  /** Billionths of a processor. */
  nanocores: number
  memoryBytes: number
}

export interface MetricsStorage {
  store(batches: Batch[]): void
  /** True once there are two measurements of a node and of a pod. */
  ready(): boolean
  node(name: string): Usage | undefined
  /** By container; undefined unless every container has been measured twice. `key` is `namespace/name`. */
  pod(key: string): Map<string, Usage> | undefined
}

/** So old a container must be for its very first measurement to tell something. */
const freshMinMs = 10_000

export function createMetricsStorage(resolutionMs: number): MetricsStorage {
  let nodes = new Map<string, Pair>()
  let pods = new Map<string, Map<string, Pair>>()

  function pairOf(point: Point, known: Pair | undefined): Pair {
    const ageMs = point.atMs - point.startMs
    // From its start on, when it has not been there for longer than a round.
    if (ageMs < resolutionMs && ageMs >= freshMinMs) {
      return { last: point, previous: { ...point, atMs: point.startMs, cpuSeconds: 0 } }
    }
    if (!known || point.startMs >= known.last.atMs) return { last: point }
    const previous = point.atMs > known.last.atMs ? known.last : known.previous
    return { last: point, ...(previous ? { previous } : {}) }
  }

  return {
    store(batches) {
      nodes = new Map(
        batches.flatMap(({ node, usage }) => {
          if (!usage) return []
          const known = nodes.get(node)
          const previous = known && usage.atMs > known.last.atMs ? known.last : known?.previous
          return [[node, { last: usage, ...(previous ? { previous } : {}) }]]
        }),
      )
      const before = pods
      pods = new Map(
        batches.flatMap((batch) =>
          [...batch.pods].map(([key, containers]) => [
            key,
            new Map([...containers].map(([name, point]) => [name, pairOf(point, before.get(key)?.get(name))])),
          ]),
        ),
      )
    },
    ready: () =>
      [...nodes.values()].some(({ previous }) => previous) &&
      [...pods.values()].some((containers) => [...containers.values()].some(({ previous }) => previous)),
    node: (name) => between(nodes.get(name)),
    pod(key) {
      const containers = pods.get(key)
      if (!containers) return undefined
      const usages = [...containers].map(([name, pair]) => [name, between(pair)] as const)
      const known = usages.filter((entry): entry is [string, Usage] => entry[1] !== undefined)
      return known.length === usages.length ? new Map(known) : undefined
    },
  }
}

interface Pair {
  last: Point
  previous?: Point
}

function between(pair: Pair | undefined): Usage | undefined {
  if (!pair?.previous) return undefined
  const { last, previous } = pair
  const windowMs = last.atMs - previous.atMs
  const nanocores = Math.trunc(((last.cpuSeconds - previous.cpuSeconds) * 1e12) / windowMs)
  if (nanocores < 0) return undefined
  return { atMs: last.atMs, windowMs, nanocores, memoryBytes: last.memoryBytes }
}
