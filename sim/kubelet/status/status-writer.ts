// Writes a pod's status when it has something new to say. k8s: pkg/kubelet/status/status_manager.go
import { pods } from '../../api/refs.ts'
import { ApiError } from '../../api/status.ts'
import type { Pod } from '../../generated/types.ts'
import type { NodeHost } from '../node-host.ts'
import type { PodState } from '../pod-state.ts'
import type { StatusInputs } from './container-status.ts'
import { podStatus } from './pod-status.ts'

/** Gives the phase that the containers are in. A pod that is gone is no error. */
type WriteStatus = (pod: Pod, inputs: StatusInputs) => Promise<string>

export function createStatusWriter(host: NodeHost, state: PodState): WriteStatus {
  let written = ''
  return async (pod, inputs) => {
    const nowMs = host.context.clock.now()
    const { phase, status } = podStatus(pod, state, { ...inputs, nowMs, hostAddress: host.address })
    const text = JSON.stringify(status)
    if (text === written) return phase
    try {
      await host.context.client.updateStatus(pods, { ...pod, status })
      written = text
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 404)) throw error
    }
    return phase
  }
}
