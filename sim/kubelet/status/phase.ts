// A pod's phase from its containers' statuses. k8s: pkg/kubelet/kubelet_pods.go getPhase
import type { ContainerStatus, Pod } from '../../generated/types.ts'
import { isSidecar } from '../pod-state.ts'

/** @param ending the pod is over: what has stopped stays so */
export function phaseOf(pod: Pod, init: ContainerStatus[], regular: ContainerStatus[], ending: boolean): string {
  const { restartPolicy = 'Always', initContainers = [] } = pod.spec!
  const steps = initContainers.map((container, index) => ({ container, status: init[index]! }))
  const blocking = steps.filter(({ container }) => !isSidecar(container))
  const failed = blocking.some(({ status }) => (exitCode(status) ?? 0) !== 0)
  const pending = blocking.some(({ status }) => exitCode(status) === undefined)
  const sidecarsPending = steps.some(
    ({ container, status }) => isSidecar(container) && !status.started && !status.state?.terminated,
  )
  if (failed && restartPolicy === 'Never') return 'Failed'
  const counts = { running: 0, waiting: 0, stopped: 0, succeeded: 0 }
  for (const status of regular) {
    const code = exitCode(status)
    if (status.state?.running) counts.running++
    else if (code === undefined) counts.waiting++
    else counts.stopped++
    if (code === 0) counts.succeeded++
  }
  const begun = counts.running > 0 || counts.stopped > 0
  if ((pending || failed || sidecarsPending) && !begun) return 'Pending'
  if (counts.waiting > 0) return 'Pending'
  if (counts.running > 0) return 'Running'
  const sidecarsRun = steps.some(({ container, status }) => isSidecar(container) && status.state?.running)
  if (ending && !sidecarsRun) return counts.stopped === counts.succeeded ? 'Succeeded' : 'Failed'
  if (restartPolicy === 'Always') return 'Running'
  if (sidecarsRun) return 'Running'
  if (counts.stopped === counts.succeeded) return 'Succeeded'
  return restartPolicy === 'Never' ? 'Failed' : 'Running'
}

/** How a container ended, even if it waits to be started again; undefined when it has not. */
function exitCode({ state, lastState }: ContainerStatus): number | undefined {
  if (state?.running) return undefined
  return (state?.terminated ?? lastState?.terminated)?.exitCode
}
