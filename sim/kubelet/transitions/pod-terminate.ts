// A pod to its end: containers stopped together, sidecars after them, the sandbox removed. k8s: pkg/kubelet/kubelet.go SyncTerminatingPod
import type { Container, Pod } from '../../generated/types.ts'
import type { NodeHost } from '../node-host.ts'
import { isSidecar, lastRun, type PodState } from '../pod-state.ts'
import { killContainer } from './container-kill.ts'

/** Stops everything that runs. Resolves when nothing does. */
export async function stopContainers(host: NodeHost, pod: Pod, state: PodState, graceSeconds: number): Promise<void> {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec!
  const stop = async (container: Container): Promise<void> => {
    const run = lastRun(state, container.name)
    if (run) await killContainer(host, pod, run, { message: `Stopping container ${container.name}`, graceSeconds })
  }
  const sidecars = initContainers.filter(isSidecar)
  await Promise.all(
    [...containers, ...ephemeralContainers, ...initContainers.filter((container) => !isSidecar(container))].map(stop),
  )
  for (const sidecar of sidecars.toReversed()) await stop(sidecar)
}
