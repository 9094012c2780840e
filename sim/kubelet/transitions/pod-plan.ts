// What a pod needs next: which containers to stop and which to start. k8s: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions
import type { Container, Pod } from '../../generated/types.ts'
import type { ContainerRun } from '../container-run.ts'
import { isSidecar, lastRun, restarts, type PodState } from '../pod-state.ts'

export interface Plan {
  /** Containers to stop, each with what the Killing event says and, when a probe has its own, the grace. */
  kill: { run: ContainerRun; message: string; graceSeconds?: number }[]
  start: Container[]
  /** Nothing runs and nothing will: the pod is over. */
  killPod: boolean
}

/** @param started has a container passed its startup probe? */
export function planPod(pod: Pod, state: PodState, started: (container: Container) => boolean): Plan {
  const plan: Plan = { kill: [], start: [], killPod: false }
  const { containers, initContainers = [] } = pod.spec!
  for (const container of pod.spec?.ephemeralContainers ?? []) {
    if (!lastRun(state, container.name)) plan.start.push(container)
  }
  const begun = containers.some(({ name }) => lastRun(state, name))
  for (const container of initContainers) {
    const run = lastRun(state, container.name)
    const over = isSidecar(container)
      ? planSidecar(pod, state, container, run, plan, begun || started(container))
      : begun || run?.exit?.code === 0
    if (over) continue
    if (!isSidecar(container)) planInit(pod, container, run, plan)
    return plan
  }
  let kept = 0
  for (const container of containers) {
    const run = lastRun(state, container.name)
    if (!run || (run.exit && restarts(pod, container, run.exit.code))) plan.start.push(container)
    else if (!run.exit) kept += planRunning(pod, state, container, run, plan) ? 1 : 0
  }
  plan.killPod = kept === 0 && !plan.start.some((container) => containers.includes(container))
  return plan
}

/** True when those after it may go on. */
function planSidecar(
  pod: Pod,
  state: PodState,
  container: Container,
  run: ContainerRun | undefined,
  plan: Plan,
  goOn: boolean,
): boolean {
  if (!run || run.exit) plan.start.push(container)
  else planRunning(pod, state, container, run, plan)
  return goOn && run !== undefined
}

function planInit(pod: Pod, container: Container, run: ContainerRun | undefined, plan: Plan): void {
  if (!run) plan.start.push(container)
  else if (run.exit && pod.spec?.restartPolicy === 'Never') plan.killPod = true
  else if (run.exit) plan.start.push(container)
}

/** True when a running container stays as it is. */
function planRunning(pod: Pod, state: PodState, container: Container, run: ContainerRun, plan: Plan): boolean {
  const results = state.results.get(run.id)
  if (run.spec.image !== container.image) {
    plan.kill.push({ run, message: `Container ${container.name} definition changed, will be restarted` })
    plan.start.push(container)
    return false
  }
  const failed = results?.startup === 'failure' ? 'startup' : results?.liveness === 'failure' ? 'liveness' : undefined
  if (!failed) return true
  const again = isSidecar(container) || pod.spec?.restartPolicy !== 'Never'
  const graceSeconds = container[`${failed}Probe`]?.terminationGracePeriodSeconds
  plan.kill.push({
    run,
    message: `Container ${container.name} failed ${failed} probe${again ? ', will be restarted' : ''}`,
    ...(graceSeconds === undefined ? {} : { graceSeconds }),
  })
  if (again) plan.start.push(container)
  return false
}
