// What a node agent tells of the processor and memory its containers use: `/metrics/resource`. k8s: pkg/kubelet/metrics/collectors/resource_metrics.go
import { parseQuantity, quantityMilliValue } from '../api/quantity.ts'
import type { ContainerRun } from './container-run.ts'
import type { PodWorker } from './pod-worker.ts'

/** What the node itself takes: system and agents. */
const system = { cores: 0.03, memoryBytes: 520 * 1024 * 1024 }
/** What a process of busybox keeps in memory besides its image's own. */
const processBytes = 260 * 1024

/** What one run has used as the node counts it: never more than its limit, and all together never more than the node has. */
interface Counted {
  usedMs: number
  askedMs: number
}

export interface ResourceMetrics {
  /** The page in Prometheus' text form. */
  page(workers: Iterable<PodWorker>): string
}

/** @param cores of the node. @param now the cluster's milliseconds. */
export function createResourceMetrics(cores: number, now: () => number): ResourceMetrics {
  const bootMs = now()
  const counted = new WeakMap<ContainerRun, Counted>()
  let lastMs = bootMs
  let nodeSeconds = 0

  /** Shares out what was asked for since the last look. */
  function settle(runs: ContainerRun[], nowMs: number): void {
    const elapsedMs = nowMs - lastMs
    lastMs = nowMs
    const shares = runs.map((run) => {
      const before = counted.get(run) ?? { usedMs: 0, askedMs: 0 }
      const { usedMs: askedMs } = run.machine.processes.cpu
      const sinceMs = Math.min(elapsedMs, nowMs - (run.startedMs ?? nowMs))
      // One that starts at this very instant has used nothing, however much it may.
      const mayMs = sinceMs > 0 ? limitOf(run) * sinceMs : 0
      return { run, before, askedMs, wantMs: Math.min(askedMs - before.askedMs, mayMs) }
    })
    const wanted = shares.reduce((sum, { wantMs }) => sum + wantMs, 0)
    const share = Math.min(1, ((cores - system.cores) * elapsedMs) / Math.max(wanted, 1e-9))
    for (const { run, before, askedMs, wantMs } of shares) {
      counted.set(run, { askedMs, usedMs: before.usedMs + wantMs * share })
    }
    nodeSeconds += (wanted * share + system.cores * elapsedMs) / 1000
  }

  return {
    page(workers) {
      const nowMs = now()
      const containers = [...workers].flatMap(({ pod, state }) =>
        [...state.runs].flatMap(([name, runs]) => {
          const run = runs.at(-1)
          return run && !run.exit && run.startedMs !== undefined ? [{ pod, name, run }] : []
        }),
      )
      const runs = containers.map(({ run }) => run)
      settle(runs, nowMs)
      const memory = runs.reduce((sum, run) => sum + memoryOf(run), system.memoryBytes)
      const sample = (metric: string, labels: string, value: number): string =>
        `${metric}${labels} ${value} ${Math.round(nowMs)}`
      return [
        ...containers.flatMap(({ pod: { metadata }, name, run }) => {
          const labels = `{container="${name}",namespace="${metadata.namespace}",pod="${metadata.name}"}`
          return [
            sample('container_cpu_usage_seconds_total', labels, counted.get(run)!.usedMs / 1000),
            sample('container_memory_working_set_bytes', labels, memoryOf(run)),
            sample('container_start_time_seconds', labels, run.startedMs! / 1000),
          ]
        }),
        sample('node_cpu_usage_seconds_total', '', nodeSeconds),
        sample('node_memory_working_set_bytes', '', memory),
        `scrape_error 0`,
        '',
      ].join('\n')
    },
  }
}

/** Cores that a container may use. */
function limitOf({ spec }: ContainerRun): number {
  const limit = spec.resources?.limits?.cpu
  return limit === undefined ? Infinity : Number(quantityMilliValue(parseQuantity(limit))) / 1000
}

function memoryOf({ machine, memoryBytes }: ContainerRun): number {
  return memoryBytes + machine.processes.list().length * processBytes + machine.memory.heldBytes
}
