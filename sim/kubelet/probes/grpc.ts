// grpc probes. No program of these images speaks gRPC, so a port that answers never completes the handshake. k8s: pkg/probe/grpc/grpc.go
import { sleep } from '../../clock.ts'
import type { NodeHost } from '../node-host.ts'
import type { Outcome } from './outcome.ts'

/** gRPC dials again and again until the time is over, whatever the reason. */
export async function probeGrpc(
  host: NodeHost,
  podAddress: string,
  port: number,
  timeoutSeconds: number,
): Promise<Outcome> {
  await sleep(host.context.clock, timeoutSeconds * 1000)
  return {
    kind: 'failure',
    output: `timeout: failed to connect service "${podAddress}:${port}" within ${timeoutSeconds}s: context deadline exceeded`,
  }
}
