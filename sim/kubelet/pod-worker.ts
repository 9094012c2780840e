// The loop of one pod on its node: compares what is wanted with what runs, does the next step, writes the status. k8s: pkg/kubelet/pod_workers.go
import { pods } from '../api/refs.ts'
import { ApiError } from '../api/status.ts'
import { sleep } from '../clock.ts'
import type { Container, Pod } from '../generated/types.ts'
import { diskExcess, hasDiskLimits } from './disk-usage.ts'
import { goDuration } from './duration.ts'
import type { NodeHost } from './node-host.ts'
import { createPodLoop } from './pod-loop.ts'
import { createPodState, fieldPathOf, lastRun, podLabel, type PodState } from './pod-state.ts'
import { runProber, type Prober } from './probes/prober.ts'
import { createStatusWriter } from './status/status-writer.ts'
import { killContainer } from './transitions/container-kill.ts'
import { startContainer } from './transitions/container-start.ts'
import { mountVolumes, refreshVolumes, releaseVolumes } from './transitions/pod-mount.ts'
import { planPod, type Plan } from './transitions/pod-plan.ts'
import { completeResize, grantResize, planRestarts } from './transitions/pod-resize.ts'
import { stopContainers } from './transitions/pod-terminate.ts'
import { closeSandbox, keepAddress, openSandbox } from './transitions/sandbox.ts'

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
/** That a container waits for its next start is seen this much after its end. */
const backOffShownMs = 3000
/** What ends as soon as it starts is never seen running. */
const startLagMs = 20
/** Between two looks without any cause; volumes made of keys follow their source then. k8s: syncFrequency */
const resyncMs = 60_000
/** Between two looks at a disk that has a limit. k8s: the eviction manager's monitoring interval */
const diskLookMs = 10_000
/** How long a start that failed for its configuration waits. k8s: backOffPeriod */
const retryMs = 10_000

/** @param onGone called when nothing of the pod is left on the node */
export function createPodWorker(host: NodeHost, first: Pod, onGone: () => void): PodWorker {
  const { clock, client } = host.context
  const state = createPodState(first, clock.now(), host.resumes)
  keepAddress(host, first, state)
  const write = createStatusWriter(host, state)
  const loop = createPodLoop(clock, sync, (error) => host.onError(error))
  let pod = first
  let removed = false
  let looksAfterStart = 0
  /** When the back-off of a container was last told, milliseconds. */
  const backOffTold = new Map<string, number>()
  let prober: Prober | undefined
  let syncAbort = new AbortController()

  function isEnding(): boolean {
    return removed || pod.metadata.deletionTimestamp !== undefined || state.failure !== undefined
  }

  async function sync(): Promise<void> {
    syncAbort = new AbortController()
    if (!isEnding()) checkDeadline()
    if (!isEnding()) checkDisk()
    if (isEnding()) return terminate()
    if (state.finished) return
    const phase = await writeStatus(false)
    if (phase === 'Succeeded' || phase === 'Failed') return finish()
    if (prober?.settle()) await writeStatus(false)
    const { signal } = syncAbort
    if (!(await mountVolumes(host, pod, state, signal)) || signal.aborted) return
    if (host.sandboxMs > 0 && !state.sandboxUp && state.resumed.size === 0) await sleep(clock, host.sandboxMs, signal)
    if (signal.aborted) return
    if (!openSandbox(host, pod, state)) return loop.triggerIn(retryMs)
    prober ??= runProber(
      host,
      () => pod,
      state,
      () => loop.trigger(),
    )
    const plan = planPod(pod, state, (container) => prober!.started(container))
    if (plan.killPod) return finish()
    const { pending } = state.allocation
    const resizes = grantResize(host, pod, state)
    if (state.allocation.pending !== pending) await writeStatus(false)
    if (resizes) planRestarts(pod, state, plan)
    await carryOut(plan, signal)
    if (resizes) await finishResize()
    if (state.allocation.pending) loop.triggerIn(retryMs)
    if (plan.start.length > 0) looksAfterStart = 2
    else hurry(prober)
    loop.triggerIn(resyncMs)
  }

  // The runtime is looked at once more before the containers count as changed.
  async function finishResize(): Promise<void> {
    await writeStatus(false)
    await pause(relistMs)
    if (state.finished || isEnding()) return
    completeResize(host, pod, state)
    await writeStatus(false)
  }

  /** A probe asks a container that is known to run, not before the status says so; then the runtime is looked at once more. */
  function hurry(running: Prober): void {
    running.hurry()
    if (looksAfterStart > 0 && --looksAfterStart > 0) loop.triggerIn(startLagMs)
  }

  function checkDisk(): void {
    if (!hasDiskLimits(pod) || state.finished) return
    const message = diskExcess(pod, state)
    if (message === undefined) return loop.triggerIn(diskLookMs)
    host.recorder.event(pod, 'Warning', 'Evicted', message)
    state.failure = { reason: 'Evicted', message, graceSeconds: 1 }
  }

  function checkDeadline(): void {
    const seconds = pod.spec?.activeDeadlineSeconds
    if (seconds === undefined || state.finished) return
    const leftMs = state.startMs + seconds * 1000 - clock.now()
    if (leftMs > 0) return loop.triggerIn(leftMs)
    const message = 'Pod was active on the node longer than the specified deadline'
    host.recorder.event(pod, 'Normal', 'DeadlineExceeded', message)
    state.failure = { reason: 'DeadlineExceeded', message }
  }

  async function writeStatus(ending: boolean): Promise<string> {
    if (removed) return ''
    return write(pod, { prober, ending })
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
    const known = state.reasons.get(container.name)
    const isNews = known?.message !== message
    // A start that failed has the runtime looked at once more: it is told twice. A long wait is told at every resync.
    const looksAgain = known !== undefined && known.reason !== 'CrashLoopBackOff'
    const isDue = clock.now() - (backOffTold.get(container.name) ?? 0) >= resyncMs
    for (let times = isNews && looksAgain ? 2 : isNews || isDue ? 1 : 0; times > 0; times--) {
      const told = `Back-off restarting failed container ${container.name} in pod ${label}`
      host.recorder.event(pod, 'Warning', 'BackOff', told, fieldPathOf(pod, container))
      backOffTold.set(container.name, clock.now())
    }
    loop.triggerIn(Math.min(isNews ? backOffShownMs : resyncMs, leftMs))
    state.reasons.set(container.name, { reason: 'CrashLoopBackOff', message })
    return true
  }

  async function start(container: Container, signal: AbortSignal): Promise<void> {
    const onExit = (): void => loop.trigger()
    const failure = await startContainer(host, pod, state, container, { onExit, signal })
    if (signal.aborted) return
    if (!failure) {
      state.reasons.delete(container.name)
      return loop.triggerIn(startLagMs)
    }
    const known = state.reasons.get(container.name)?.reason === failure.reason
    state.reasons.set(container.name, failure)
    loop.triggerIn(known ? (failure.retryMs ?? retryMs) : relistMs)
  }

  /** Every container is done for good: what is left goes, and the status says so. */
  async function finish(): Promise<void> {
    await stopContainers(host, pod, state, pod.spec?.terminationGracePeriodSeconds ?? 30)
    await close()
  }

  async function close(): Promise<void> {
    prober?.stop()
    state.finished = true
    closeSandbox(host, pod, state)
    releaseVolumes(host, state)
    await writeStatus(true)
  }

  async function terminate(): Promise<void> {
    const leaves = removed || pod.metadata.deletionTimestamp !== undefined
    if (state.finished && !leaves) return
    prober?.stopLivenessAndStartup()
    const own = state.failure?.graceSeconds ?? pod.spec?.terminationGracePeriodSeconds ?? 30
    const grace = pod.metadata.deletionGracePeriodSeconds ?? own
    const wasUp = state.sandboxUp
    // Whoever looks at the deadline again, to stop the pod for it, tells it again.
    if (state.failure?.reason === 'DeadlineExceeded' && !state.finished)
      host.recorder.event(pod, 'Normal', 'DeadlineExceeded', state.failure.message)
    await stopContainers(host, pod, state, removed ? 0 : grace)
    // The end is noticed at the next look at the runtime, and cleaned up at the one after.
    if (wasUp && !removed) await pause(relistMs)
    if (!state.finished) await close()
    if (!leaves) return
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

  function stop(): void {
    loop.stop()
    prober?.stop()
    syncAbort.abort()
    for (const name of state.runs.keys()) lastRun(state, name)?.machine.processes.killAll()
    host.restarts.forget(`${state.uid}_`)
    closeSandbox(host, pod, state)
    releaseVolumes(host, state)
  }

  loop.trigger()
  return {
    state,
    get pod() {
      return pod
    },
    update(next) {
      const before = concern(pod)
      pod = next
      if (isEnding()) syncAbort.abort()
      if (concern(next) !== before) loop.trigger()
    },
    remove() {
      removed = true
      syncAbort.abort()
      loop.trigger()
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
