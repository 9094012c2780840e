// The whole status of a pod as the kubelet writes it. k8s: pkg/kubelet/kubelet_pods.go generateAPIPodStatus, pkg/kubelet/status/status_manager.go mergePodStatus
import { timestamp } from '../../clock.ts'
import type { Pod, PodStatus } from '../../generated/types.ts'
import type { PodState } from '../pod-state.ts'
import { conditionFacts, resizeFacts, withTimes } from './conditions.ts'
import { containerStatus, type StatusInputs } from './container-status.ts'
import { phaseOf } from './phase.ts'

/** What to write, and the phase that the containers are in: a status tells of an end only once nothing can run any more. */
interface Told {
  phase: string
  status: PodStatus
}

/** @param nowMs cluster time; `hostAddress` the node's */
export function podStatus(
  pod: Pod,
  state: PodState,
  inputs: StatusInputs & { nowMs: number; hostAddress: string },
): Told {
  const { initContainers = [], containers } = pod.spec!
  const waiting = initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating'
  const init = initContainers.map((container) => {
    const status = containerStatus(pod, state, container, 'PodInitializing', inputs)
    if (container.restartPolicy === 'Always') return status
    const running = status.state?.running !== undefined
    return { ...status, ready: status.state?.terminated?.exitCode === 0, started: running }
  })
  const regular = containers.map((container) => containerStatus(pod, state, container, waiting, inputs))
  const debugging = (pod.spec!.ephemeralContainers ?? []).map((container) => {
    const { started: _started, ...status } = containerStatus(pod, state, container, 'ContainerCreating', inputs)
    return { ...status, ready: false }
  })
  const old = pod.status ?? {}
  const ended = state.failure && inputs.ending
  const phase = ended ? 'Failed' : phaseOf(pod, init, regular, inputs.ending)
  const address = state.address ?? (state.resumed.size > 0 ? old.podIP : undefined)
  const facts = conditionFacts(pod, state, phase, init, regular)
  const status: PodStatus = {
    ...(old.qosClass ? { qosClass: old.qosClass } : {}),
    ...(old.nominatedNodeName ? { nominatedNodeName: old.nominatedNodeName } : {}),
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    phase: isTerminal(phase) && !state.finished ? (old.phase ?? 'Pending') : phase,
    ...(ended ? { reason: state.failure!.reason, message: state.failure!.message } : {}),
    conditions: withTimes(pod, [...resizeFacts(state), ...facts], timestamp(inputs.nowMs)),
    hostIP: inputs.hostAddress,
    hostIPs: [{ ip: inputs.hostAddress }],
    ...(address ? { podIP: address, podIPs: [{ ip: address }] } : {}),
    startTime: timestamp(state.startMs),
    ...(init.length > 0 ? { initContainerStatuses: init } : {}),
    containerStatuses: regular,
    ...(debugging.length > 0 ? { ephemeralContainerStatuses: debugging } : {}),
  }
  return { phase, status }
}

/** k8s: pkg/api/v1/pod/util.go IsPodPhaseTerminal */
function isTerminal(phase: string): boolean {
  return phase === 'Succeeded' || phase === 'Failed'
}
