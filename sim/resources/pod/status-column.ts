// The READY, STATUS and RESTARTS that `kubectl get pods` shows. k8s: pkg/printers/internalversion/printers.go printPod
import type { Container, ContainerStateTerminated, ContainerStatus, Pod } from '../../generated/types.ts'
import { ageCell } from '../table/age-cell.ts'

/** What the three columns say. */
export interface PodColumns {
  /** `1/2`: containers that are ready, of those that should be. */
  ready: string
  /** `Running`, `Init:0/1`, `CrashLoopBackOff`… */
  status: string
  /** `0`, or `3 (20s ago)`. */
  restarts: string
}

interface Tally {
  status: string
  ready: number
  restarts: number
  lastRestart: string | undefined
}

/** @param nowMs milliseconds since 1970. */
export function podColumns(pod: Pod, nowMs: number): PodColumns {
  const sidecars = new Set((pod.spec?.initContainers ?? []).filter(isSidecar).map((container) => container.name))
  const total = (pod.spec?.containers ?? []).length + sidecars.size
  const init = initTally(pod, sidecars)
  const tally = init.initializing && !hasCondition(pod, 'Initialized') ? init.tally : mainTally(pod, init)
  const status = deletionStatus(pod) ?? tally.status
  const ago = tally.restarts > 0 && tally.lastRestart ? ` (${ageCell(tally.lastRestart, nowMs)} ago)` : ''
  return { ready: `${tally.ready}/${total}`, status, restarts: `${tally.restarts}${ago}` }
}

interface InitTally {
  initializing: boolean
  tally: Tally
  /** Restarts of sidecars only, which go on counting once the pod runs. */
  sidecarRestarts: number
  sidecarLastRestart: string | undefined
}

function initTally(pod: Pod, sidecars: Set<string>): InitTally {
  const tally: Tally = { status: phaseStatus(pod), ready: 0, restarts: 0, lastRestart: undefined }
  const result: InitTally = { initializing: false, tally, sidecarRestarts: 0, sidecarLastRestart: undefined }
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    tally.restarts += status.restartCount
    tally.lastRestart = later(tally.lastRestart, status)
    const sidecar = sidecars.has(status.name)
    if (sidecar) {
      result.sidecarRestarts += status.restartCount
      result.sidecarLastRestart = later(result.sidecarLastRestart, status)
    }
    if (status.state?.terminated?.exitCode === 0) continue
    if (sidecar && status.started) {
      if (status.ready) tally.ready++
      continue
    }
    tally.status = initStatus(status, index, (pod.spec?.initContainers ?? []).length)
    result.initializing = true
    break
  }
  return result
}

function initStatus(status: ContainerStatus, index: number, total: number): string {
  const { terminated, waiting } = status.state ?? {}
  if (terminated) return `Init:${terminatedReason(terminated)}`
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`
  return `Init:${index}/${total}`
}

function mainTally(pod: Pod, init: InitTally): Tally {
  const tally: Tally = {
    status: init.tally.status,
    ready: init.tally.ready,
    restarts: init.sidecarRestarts,
    lastRestart: init.sidecarLastRestart,
  }
  let running = false
  let failure = ''
  for (const status of (pod.status?.containerStatuses ?? []).toReversed()) {
    tally.restarts += status.restartCount
    tally.lastRestart = later(tally.lastRestart, status)
    const state = status.state ?? {}
    if (state.waiting?.reason) tally.status = state.waiting.reason
    else if (state.terminated) {
      tally.status = terminatedReason(state.terminated)
      if (state.terminated.exitCode !== 0) failure = tally.status
    } else if (status.ready && state.running) {
      running = true
      tally.ready++
    }
  }
  if (tally.status === 'Completed') {
    if (running && hasCondition(pod, 'Ready')) tally.status = 'Running'
    else if (failure) tally.status = failure
    else if (running) tally.status = 'NotReady'
  }
  return tally
}

function phaseStatus(pod: Pod): string {
  const gated = pod.status?.conditions?.some(
    (condition) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
  )
  return gated ? 'SchedulingGated' : (pod.status?.reason ?? pod.status?.phase ?? '')
}

function deletionStatus(pod: Pod): string | undefined {
  if (!pod.metadata.deletionTimestamp) return undefined
  if (pod.status?.reason === 'NodeLost') return 'Unknown'
  return ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '') ? undefined : 'Terminating'
}

function terminatedReason(terminated: ContainerStateTerminated): string {
  if (terminated.reason) return terminated.reason
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`
}

function later(known: string | undefined, status: ContainerStatus): string | undefined {
  const finished = status.lastState?.terminated?.finishedAt
  if (!finished) return known
  return !known || Date.parse(known) < Date.parse(finished) ? finished : known
}

function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always'
}

function hasCondition(pod: Pod, type: string): boolean {
  return pod.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false
}
