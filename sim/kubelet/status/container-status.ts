// A container's status from its runs. k8s: pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses
import { timestamp } from '../../clock.ts'
import type { Container, ContainerState, ContainerStatus, Pod } from '../../generated/types.ts'
import type { ContainerRun } from '../container-run.ts'
import { restarts, type PodState } from '../pod-state.ts'
import type { Prober } from '../probes/prober.ts'

/** What decides besides the runs. */
export interface StatusInputs {
  prober: Prober | undefined
  /** The pod is being taken down: nothing will be restarted. */
  ending: boolean
}

/** @param waiting the reason of a container that has not run yet: ContainerCreating or PodInitializing */
export function containerStatus(
  pod: Pod,
  state: PodState,
  container: Container,
  waiting: string,
  { prober, ending }: StatusInputs,
): ContainerStatus {
  const runs = state.runs.get(container.name) ?? []
  const run = runs.at(-1)
  const recovered = state.recovered.get(container.name)
  const before = runs.at(-2)
  const base: ContainerStatus = {
    name: container.name,
    image: run?.imageName ?? container.image ?? '',
    imageID: run?.imageId ?? '',
    ready: false,
    started: false,
    restartCount: run?.restartCount ?? recovered?.restartCount ?? 0,
    state: run ? stateOf(run) : { waiting: { reason: waiting } },
    lastState: before?.exit ? stateOf(before) : (recovered?.last ?? {}),
    ...(container.volumeMounts?.length ? { volumeMounts: mountsOf(container) } : {}),
  }
  if (!run) {
    const resumed = state.resumed.get(container.name)
    if (resumed && !ending) return resumed
    if (ending) base.state = lost
    return withReason(base, ending ? undefined : state.reasons.get(container.name))
  }
  base.containerID = `containerd://${run.id}`
  base.resources = state.allocation.actual.get(container.name) ?? container.resources ?? {}
  const granted = (state.allocation.granted.get(container.name) ?? container.resources)?.requests
  if (granted) base.allocatedResources = granted
  base.user = {
    linux: {
      gid: run.user === 0 ? 0 : run.user,
      supplementalGroups: run.user === 0 ? [0, 10] : [run.user],
      uid: run.user,
    },
  }
  if (!run.exit) {
    base.started = prober?.started(container) ?? false
    base.ready = prober?.ready(container) ?? false
    return base
  }
  const waits = !ending && restarts(pod, container, run.exit.code)
  return withReason(base, waits ? state.reasons.get(container.name) : undefined)
}

/** A container that never was, of a pod that is over. */
const lost: ContainerState = {
  terminated: {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
  },
}

function withReason(status: ContainerStatus, reason: { reason: string; message: string } | undefined): ContainerStatus {
  if (!reason) return status
  const lastState = status.state?.terminated ? status.state : status.lastState
  return { ...status, lastState, state: { waiting: { reason: reason.reason, message: reason.message } } }
}

function stateOf(run: ContainerRun): ContainerState {
  if (!run.exit) return { running: { startedAt: timestamp(run.startedMs!) } }
  const { code, reason, message, startedMs, finishedMs } = run.exit
  return {
    terminated: {
      exitCode: code,
      reason,
      ...(message ? { message } : {}),
      startedAt: timestamp(startedMs),
      finishedAt: timestamp(finishedMs),
      containerID: `containerd://${run.id}`,
    },
  }
}

function mountsOf(container: Container): ContainerStatus['volumeMounts'] {
  return container.volumeMounts!.map(({ name, mountPath, readOnly }) => ({
    mountPath,
    name,
    ...(readOnly ? { readOnly, recursiveReadOnly: 'Disabled' } : {}),
  }))
}
