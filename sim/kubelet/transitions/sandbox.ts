// A pod's sandbox comes and goes: its address, and what the network knows of it.
import type { Pod } from '../../generated/types.ts'
import type { NodeHost } from '../node-host.ts'
import type { PodState } from '../pod-state.ts'

/** The address of a pod that had begun before this agent is not for others, however late its sandbox is opened. */
export function keepAddress(host: NodeHost, { spec, status }: Pod, state: PodState): void {
  const { phase, podIP } = status ?? {}
  if (!host.resumes || !podIP || spec?.hostNetwork || phase === 'Succeeded' || phase === 'Failed') return
  host.addresses.reserve(podIP)
  state.keptAddress = podIP
}

/** Gives the pod its address; false when the node has none left (an event says so). */
export function openSandbox(host: NodeHost, pod: Pod, state: PodState): boolean {
  if (state.sandboxUp) return true
  const address = pod.spec?.hostNetwork ? host.address : (state.keptAddress ?? host.addresses.take())
  if (address === undefined) {
    host.recorder.event(
      pod,
      'Warning',
      'FailedCreatePodSandBox',
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: no IP addresses available in range set',
    )
    return false
  }
  if (state.recovered.size > state.resumed.size) {
    host.recorder.event(pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.')
  }
  delete state.keptAddress
  state.address = address
  state.sandboxUp = true
  state.detach = takeDown([host.network.attach(address), ...hostPorts(host, pod, address)])
  return true
}

/** The node's own ports that lead to the pod's. */
function hostPorts(host: NodeHost, pod: Pod, address: string): (() => void)[] {
  if (pod.spec?.hostNetwork) return []
  const ports = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].flatMap(
    ({ ports = [] }) => ports,
  )
  return ports.flatMap(({ hostPort, hostIP, containerPort }) =>
    hostPort
      ? [host.network.forward({ address: hostIP ?? host.address, port: hostPort }, { address, port: containerPort })]
      : [],
  )
}

function takeDown(steps: (() => void)[]): () => void {
  return () => steps.forEach((step) => step())
}

export function closeSandbox(host: NodeHost, pod: Pod, state: PodState): void {
  if (state.keptAddress) host.addresses.release(state.keptAddress)
  delete state.keptAddress
  if (!state.sandboxUp) return
  state.sandboxUp = false
  state.detach?.()
  state.processes?.killAll()
  if (!pod.spec?.hostNetwork) host.addresses.release(state.address!)
}
