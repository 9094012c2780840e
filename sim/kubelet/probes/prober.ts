// All probes of one pod: when each is due, what its result changes. k8s: pkg/kubelet/prober
import type { Container, Pod, Probe } from '../../generated/types.ts'
import type { ContainerRun } from '../container-run.ts'
import type { NodeHost } from '../node-host.ts'
import {
  fieldPathOf,
  isSidecar,
  lastRun,
  restarts,
  type PodState,
  type ProbeKind,
  type ProbeResult,
} from '../pod-state.ts'
import { probeExec } from './exec.ts'
import { probeGrpc } from './grpc.ts'
import { probeHttp } from './http-get.ts'
import type { Outcome } from './outcome.ts'
import { probeSteps } from './steps.ts'
import { probeTcp } from './tcp-socket.ts'
import { runProbeWorker, type ProbeWorker } from './worker.ts'

export interface Prober {
  /** Has the container passed its startup probe (or has none)? */
  started(container: Container): boolean
  ready(container: Container): boolean
  /**
   * Called once a status was written: a container whose startup probe has just passed is told as started first and as
   * ready by the next status. True when there is one. k8s: status_manager.go SetContainerStartup
   */
  settle(): boolean
  /** Runs the readiness probes of containers that are started and not ready at once. */
  hurry(): void
  /** When a pod is on its way out only readiness counts. */
  stopLivenessAndStartup(): void
  stop(): void
}

/** Starts the workers. `current` gives the pod as it is now; `onChange` hears of results that change something. */
export function runProber(host: NodeHost, current: () => Pod, state: PodState, onChange: () => void): Prober {
  const { spec } = current()
  const containers = [...(spec?.initContainers ?? []).filter(isSidecar), ...(spec?.containers ?? [])]
  const workers = new Map<string, ProbeWorker>()
  const fresh = new Set<string>()
  const resultOf = (container: Container, kind: ProbeKind): ProbeResult | undefined => {
    const run = lastRun(state, container.name)
    return run && state.results.get(run.id)?.[kind]
  }
  const prober: Prober = {
    started(container) {
      const run = lastRun(state, container.name)
      if (!run || run.exit) return false
      return !container.startupProbe || resultOf(container, 'startup') === 'success'
    },
    ready(container) {
      if (!prober.started(container) || fresh.has(container.name)) return false
      return !container.readinessProbe || resultOf(container, 'readiness') === 'success'
    },
    settle() {
      const any = fresh.size > 0
      fresh.clear()
      return any
    },
    hurry() {
      for (const container of containers) {
        if (prober.started(container) && !prober.ready(container)) workers.get(`${container.name}/readiness`)?.trigger()
      }
    },
    stopLivenessAndStartup() {
      for (const [key, worker] of workers) if (!key.endsWith('/readiness')) worker.stop()
    },
    stop() {
      for (const worker of workers.values()) worker.stop()
    },
  }
  for (const container of containers) {
    for (const kind of ['startup', 'liveness', 'readiness'] as const) {
      const probe = container[`${kind}Probe`]
      if (!probe) continue
      const step = podSteps(host, current, state, {
        container,
        kind,
        probe,
        started: () => prober.started(container),
        onChange: (result) => {
          if (kind === 'startup' && result === 'success') fresh.add(container.name)
          onChange()
        },
      })
      workers.set(
        `${container.name}/${kind}`,
        runProbeWorker(host.context.clock, (probe.periodSeconds ?? 10) * 1000, step, (error) => host.onError(error)),
      )
    }
  }
  return prober
}

interface Watched {
  container: Container
  kind: ProbeKind
  probe: Probe
  started: () => boolean
  onChange: (result: ProbeResult) => void
}

/** The steps of one probe, fed by the pod's real run, status and program. */
function podSteps(
  host: NodeHost,
  current: () => Pod,
  state: PodState,
  { container, kind, probe, started, onChange }: Watched,
): () => Promise<boolean> {
  const asked = (): ContainerRun | undefined => lastRun(state, container.name)
  return probeSteps({
    clock: host.context.clock,
    kind,
    timing: probe,
    results: state.results,
    run() {
      const run = asked()
      return (
        run && {
          id: run.id,
          startedMs: run.startedMs ?? 0,
          get over() {
            return run.exit !== undefined
          },
          get restarts() {
            return run.exit !== undefined && restarts(current(), container, run.exit.code)
          },
        }
      )
    },
    started,
    leaving: () => current().metadata.deletionTimestamp !== undefined,
    finished: () => state.finished,
    ask: () => judged(host, current(), state, asked()!, { container, kind, probe }),
    onChange,
  })
}

async function judged(
  host: NodeHost,
  pod: Pod,
  state: PodState,
  run: ContainerRun,
  { container, kind, probe }: Pick<Watched, 'container' | 'kind' | 'probe'>,
): Promise<ProbeResult | undefined> {
  const outcome = await execute(host, run, state.address!, container, probe)
  // A container that is going down fails its probes; nobody wants to hear of that.
  if (run.exit) return undefined
  const title = kind[0]!.toUpperCase() + kind.slice(1)
  const event = (reason: string, message: string): void =>
    host.recorder.event(pod, 'Warning', reason, message, fieldPathOf(pod, container))
  switch (outcome.kind) {
    case 'success':
      return 'success'
    case 'warning':
      event('ProbeWarning', `${title} probe warning: ${outcome.output}`)
      return 'success'
    case 'failure':
      event('Unhealthy', `${title} probe failed: ${outcome.output}`)
      return 'failure'
    case 'error':
      event('Unhealthy', `${title} probe errored and resulted in unknown state: ${outcome.output}`)
      return undefined
  }
}

function execute(
  host: NodeHost,
  run: ContainerRun,
  address: string,
  container: Container,
  probe: Probe,
): Promise<Outcome> {
  const timeoutSeconds = probe.timeoutSeconds ?? 1
  if (probe.exec) return probeExec(run, probe.exec.command ?? [], timeoutSeconds)
  if (probe.httpGet) return probeHttp(host, container, address, probe.httpGet, timeoutSeconds)
  if (probe.tcpSocket) return probeTcp(host, container, address, probe.tcpSocket, timeoutSeconds)
  if (probe.grpc) return probeGrpc(host, address, probe.grpc, timeoutSeconds)
  return Promise.resolve({ kind: 'error', output: `missing probe handler for ${container.name}` })
}
