// A container from nothing to running: image, configuration, Created, Started, postStart. k8s: pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer
import type { Container, Pod } from '../../generated/types.ts'
import { runSpec } from '../container-config.ts'
import { startRun, type ContainerRun } from '../container-run.ts'
import { ContainerConfigError } from '../environment.ts'
import { runHook } from '../lifecycle-hook.ts'
import type { NodeHost } from '../node-host.ts'
import { fieldPathOf, type PodState, type WaitingReason } from '../pod-state.ts'
import { killContainer } from './container-kill.ts'

/** Why a start failed; `retryMs` tells when it makes sense to try again. */
export interface StartFailure extends WaitingReason {
  retryMs?: number
}

/** Starts the next run of a container. `onExit` runs when it is over. Undefined: it runs. */
export async function startContainer(
  host: NodeHost,
  pod: Pod,
  state: PodState,
  container: Container,
  { onExit, signal }: { onExit: () => void; signal: AbortSignal },
): Promise<StartFailure | undefined> {
  const fieldPath = fieldPathOf(pod, container)
  const fail = (reason: string, message: string): StartFailure => {
    host.recorder.event(pod, 'Warning', 'Failed', `Error: ${message}`, fieldPath)
    return { reason, message }
  }
  const present = await host.images.ensure(pod, container, fieldPath, signal)
  if ('reason' in present) {
    if (present.isNews !== false) host.recorder.event(pod, 'Warning', 'Failed', `Error: ${present.reason}`, fieldPath)
    return present
  }
  if (signal.aborted) return undefined
  let run: ContainerRun
  try {
    const spec = await runSpec(host, pod, state, container, present)
    host.recorder.event(pod, 'Normal', 'Created', 'Container created', fieldPath)
    run = startRun(spec, onExit)
  } catch (error) {
    if (!(error instanceof ContainerConfigError)) throw error
    return fail('CreateContainerConfigError', error.message)
  }
  keep(state, run)
  if (run.exit?.reason === 'StartError') return fail('RunContainerError', run.exit.message!)
  host.recorder.event(pod, 'Normal', 'Started', 'Container started', fieldPath)
  return container.lifecycle?.postStart ? postStart(host, pod, run, fieldPath, signal) : undefined
}

function keep(state: PodState, run: ContainerRun): void {
  const runs = [...(state.runs.get(run.spec.name) ?? []), run]
  for (const old of runs.slice(0, -2)) state.results.delete(old.id)
  state.runs.set(run.spec.name, runs.slice(-2))
  state.results.set(run.id, {})
}

async function postStart(
  host: NodeHost,
  pod: Pod,
  run: ContainerRun,
  fieldPath: string,
  signal: AbortSignal,
): Promise<StartFailure | undefined> {
  const failure = await runHook(host, pod, run, run.spec.lifecycle!.postStart!, signal)
  if (failure === undefined) return undefined
  host.recorder.event(pod, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', fieldPath)
  await killContainer(host, pod, run, {
    message: 'FailedPostStartHook',
    graceSeconds: pod.spec?.terminationGracePeriodSeconds ?? 30,
  })
  return { reason: 'PostStartHookError', message: 'PostStartHook failed' }
}
