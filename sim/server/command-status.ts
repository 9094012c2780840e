// How a command ended, as the Status that a client reads from the error channel.
// k8s: kubelet/pkg/cri/streaming/remotecommand/exec.go, apiserver/pkg/util/proxy/streamtranslator.go
import { internal } from '../api/status.ts'
import type { Status } from '../generated/types.ts'
import type { CommandEnd } from './connect.ts'

/**
 * @param translated true on version 5 of the protocol: there the API server reads the node's answer and wraps its
 *   failure once more.
 */
export function commandStatus(end: CommandEnd, translated: boolean): Status {
  if (end === 0) return { metadata: {}, status: 'Success' }
  if (typeof end === 'object') {
    const { status } = internal(`error executing command in container: ${end.failed}`)
    return translated ? internal(status.message!).status : status
  }
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${end}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: `${end}` }] },
  }
}
