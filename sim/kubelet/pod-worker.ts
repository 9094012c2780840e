// The loop of one pod on its node: compares what is wanted with what runs, does the next step, writes the status. k8s: pkg/kubelet/pod_workers.go
import { pods } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import type { Container, Pod } from '../generated/types.ts'
import { goDuration } from './duration.ts'
import type { NodeHost } from './node-host.ts'
import { createPodState, fieldPathOf, lastRun, podLabel, type PodState } from './pod-state.ts'
import { runProber, type Prober } from './probes/prober.ts'
import { podStatus } from './status/pod-status.ts'
import { killContainer } from './transitions/container-kill.ts'
import { startContainer } from './transitions/container-start.ts'
import { mountVolumes, refreshVolumes } from './transitions/pod-mount.ts'
import { planPod, type Plan } from './transitions/pod-plan.ts'
import { stopContainers } from './transitions/pod-terminate.ts'

export interface PodWorker {
  readonly state: PodState
  /** The pod as it is now. */
  readonly pod: Pod
  update(pod: Pod): void
  /** The object is gone from the API. */
  remove(): void
  /** The node goes down: everything ends at once, nothing is told. */
  stop(): void
}

/** A failed start shows in the status this much later, when the next look at the runtime is due. */
const relistMs = 1000
/** What ends as soon as it starts is never seen running. */
const startLagMs = 20
/** Between two looks without any cause; volumes made of keys follow their source then. k8s: syncFrequency */
const resyncMs = 60_000
/** How long a start that failed for its configuration waits. k8s: backOffPeriod */
const retryMs = 10_000

/** @param onGone called when nothing of the pod is left on the node */
export function createPodWorker(host: NodeHost, first: Pod, onGone: () => void): PodWorker {
  const { clock, client } = host.context
  const state = createPodState(first, clock.now())
  let pod = first
  let removed = false
  let stopped = false
  let running = false
  let dirty = false
  let prober: Prober | undefined
  let written = ''
  let syncAbort = new AbortController()
  let wake = { at: Infinity, cancel: (): void => undefined }
  let detach = (): void => undefined

  function trigger(): void {
    dirty = true
    if (!running && !stopped) void loop()
  }

  function triggerIn(delayMs: number): void {
    const at = clock.now() + delayMs
    if (at >= wake.at) return
    wake.cancel()
    const cancel = clock.after(delayMs, () => {
      wake = { at: Infinity, cancel: () => undefined }
      trigger()
    })
    wake = { at, cancel }
  }

  async function loop(): Promise<void> {
    running = true
    // Whoever changed something finishes first.
    await Promise.resolve()
    while (dirty && !stopped) {
      dirty = false
      syncAbort = new AbortController()
      if (isEnding()) syncAbort.abort()
      try {
        await sync()
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 409)) host.onError(error)
        triggerIn(relistMs)
      }
    }
    running = false
  }

  function isEnding(): boolean {
    return removed || pod.metadata.deletionTimestamp !== undefined || state.failure !== undefined
  }

  async function sync(): Promise<void> {
    if (isEnding()) return terminate()
    if (state.finished) return
    checkDeadline()
    if (isEnding()) return terminate()
    const phase = await writeStatus(false)
    if (phase === 'Succeeded' || phase === 'Failed') return finish()
    const { signal } = syncAbort
    if (!(await mountVolumes(host, pod, state, signal)) || signal.aborted) return
    if (!openSandbox()) return
    prober ??= runProber(host, () => pod, state, trigger)
    const plan = planPod(pod, state, (container) => prober!.started(container))
    if (plan.killPod) return finish()
    await carryOut(plan, signal)
    prober.hurry()
    triggerIn(resyncMs)
  }

  function checkDeadline(): void {
    const seconds = pod.spec?.activeDeadlineSeconds
    if (seconds === undefined || state.finished) return
    const leftMs = state.startMs + seconds * 1000 - clock.now()
    if (leftMs > 0) return triggerIn(leftMs)
    const message = 'Pod was active on the node longer than the specified deadline'
    host.recorder.event(pod, 'Normal', 'DeadlineExceeded', message)
    state.failure = { reason: 'DeadlineExceeded', message }
  }

  function openSandbox(): boolean {
    if (state.sandboxUp) return true
    const own = pod.spec?.hostNetwork ? undefined : host.addresses.take()
    if (!own && !pod.spec?.hostNetwork) {
      host.recorder.event(
        pod,
        'Warning',
        'FailedCreatePodSandBox',
        'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: no IP addresses available in range set',
      )
      triggerIn(retryMs)
      return false
    }
    if (state.recovered.size > 0) {
      host.recorder.event(pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.')
    }
    state.address = own ?? host.address
    state.sandboxUp = true
    detach = host.network.attach(state.address)
    return true
  }

  function closeSandbox(): void {
    if (!state.sandboxUp) return
    state.sandboxUp = false
    detach()
    if (!pod.spec?.hostNetwork) host.addresses.release(state.address!)
  }

  async function carryOut(plan: Plan, signal: AbortSignal): Promise<void> {
    // The delay counts from the end that was known before anything was stopped now.
    const lastEnds = new Map(
      plan.start.map(({ name }) => [name, state.runs.get(name)?.findLast(({ exit }) => exit)?.exit?.finishedMs]),
    )
    const podGrace = pod.spec?.terminationGracePeriodSeconds ?? 30
    await Promise.all(
      plan.kill.map(({ run, message, graceSeconds = podGrace }) =>
        killContainer(host, pod, run, { message, graceSeconds }),
      ),
    )
    for (const container of plan.start) {
      if (signal.aborted) return
      if (!backsOff(container, lastEnds.get(container.name))) await start(container, signal)
    }
    if (plan.kill.length > 0 || plan.start.length === 0) await refreshVolumes(host, pod, state)
  }

  /** True while a container that ended has to wait for its next start. */
  function backsOff(container: Container, endedMs: number | undefined): boolean {
    if (endedMs === undefined) return false
    const key = `${state.uid}_${container.name}_${container.image}`
    const leftMs = host.restarts.remaining(key, endedMs)
    if (leftMs === 0) {
      host.restarts.next(key, endedMs)
      return false
    }
    const label = podLabel(pod)
    const message = `back-off ${goDuration(host.restarts.delay(key))} restarting failed container=${container.name} pod=${label}`
    host.recorder.event(
      pod,
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${container.name} in pod ${label}`,
      fieldPathOf(pod, container),
    )
    if (state.reasons.get(container.name)?.reason !== 'CrashLoopBackOff') triggerIn(relistMs)
    else triggerIn(leftMs)
    state.reasons.set(container.name, { reason: 'CrashLoopBackOff', message })
    return true
  }

  async function start(container: Container, signal: AbortSignal): Promise<void> {
    const onExit = (): void => trigger()
    const failure = await startContainer(host, pod, state, container, { onExit, signal })
    if (signal.aborted) return
    if (!failure) {
      state.reasons.delete(container.name)
      return triggerIn(startLagMs)
    }
    const known = state.reasons.get(container.name)?.reason === failure.reason
    state.reasons.set(container.name, failure)
    triggerIn(known ? (failure.retryMs ?? retryMs) : relistMs)
  }

  /** Every container is done for good: what is left goes, and the status says so. */
  async function finish(): Promise<void> {
    await stopContainers(host, pod, state, pod.spec?.terminationGracePeriodSeconds ?? 30)
    prober?.stop()
    state.finished = true
    closeSandbox()
    await writeStatus(true)
  }

  async function terminate(): Promise<void> {
    if (state.finished && !pod.metadata.deletionTimestamp && !removed) return
    prober?.stopLivenessAndStartup()
    const grace = pod.metadata.deletionGracePeriodSeconds ?? pod.spec?.terminationGracePeriodSeconds ?? 30
    const wasUp = state.sandboxUp
    await stopContainers(host, pod, state, removed ? 0 : grace)
    prober?.stop()
    // The end is noticed at the next look at the runtime, and cleaned up at the one after.
    if (wasUp && !removed) await pause(relistMs)
    const wasFinished = state.finished
    state.finished = true
    closeSandbox()
    if (!removed && !wasFinished) await writeStatus(true)
    if (!removed && !pod.metadata.deletionTimestamp) return
    if (wasUp && !removed) await pause(relistMs)
    if (!removed) await deleteObject()
    stop()
    onGone()
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => void clock.after(ms, resolve))
  }

  async function deleteObject(): Promise<void> {
    const { namespace, name } = pod.metadata
    try {
      await client.delete(pods, namespace!, name!, { gracePeriodSeconds: 0, preconditions: { uid: state.uid } })
    } catch (error) {
      if (!(error instanceof ApiError && [404, 409].includes(error.code))) throw error
    }
  }

  async function writeStatus(ending: boolean): Promise<string> {
    const status = podStatus(pod, state, { prober, ending, nowMs: clock.now(), hostAddress: host.address })
    const text = JSON.stringify(status)
    if (text !== written && !removed) {
      written = text
      try {
        const updated = await client.updateStatus(pods, { ...pod, status })
        pod = updated.metadata.resourceVersion === pod.metadata.resourceVersion ? pod : updated
      } catch (error) {
        written = ''
        if (!(error instanceof ApiError && error.code === 404)) throw error
      }
    }
    return status.phase!
  }

  function stop(): void {
    stopped = true
    wake.cancel()
    prober?.stop()
    syncAbort.abort()
    for (const { name } of [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])]) {
      lastRun(state, name)?.machine.processes.killAll()
    }
    host.restarts.forget(`${state.uid}_`)
    closeSandbox()
  }

  trigger()
  return {
    state,
    get pod() {
      return pod
    },
    update(next) {
      const before = concern(pod)
      pod = next
      if (isEnding()) syncAbort.abort()
      if (concern(next) !== before) trigger()
    },
    remove() {
      removed = true
      syncAbort.abort()
      trigger()
    },
    stop,
  }
}

/** What of a pod makes its node agent look again: not the status that it writes itself. */
function concern({ metadata, spec, status }: Pod): string {
  const gates = new Set(spec?.readinessGates?.map(({ conditionType }) => conditionType))
  const gateStates = (status?.conditions ?? [])
    .filter(({ type }) => gates.has(type))
    .map(({ type, status: value }) => `${type}=${value}`)
  return JSON.stringify([metadata.deletionTimestamp, metadata.generation, spec, gateStates])
}
