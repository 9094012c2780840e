// grpc probes: grpc.health.v1.Health/Check answers SERVING. k8s: pkg/probe/grpc/grpc.go
import { settle, sleep } from '../../clock.ts'
import type { GRPCAction } from '../../generated/types.ts'
import { bytesOf } from '../../network/bytes.ts'
import { ConnectError } from '../../network/connection.ts'
import { checkRequest, readCheck } from '../../network/grpc-health.ts'
import { HttpProtocolError } from '../../network/http-message.ts'
import { goDuration } from '../duration.ts'
import type { NodeHost } from '../node-host.ts'
import type { Outcome } from './outcome.ts'

/** After a dial that failed, the next comes this much later. */
const redialMs = 1000

export async function probeGrpc(
  host: NodeHost,
  podAddress: string,
  { port, service }: GRPCAction,
  timeoutSeconds: number,
): Promise<Outcome> {
  const { clock } = host.context
  const where = `${podAddress}:${port}`
  const stop = new AbortController()
  const cancel = clock.after(timeoutSeconds * 1000, () => stop.abort())
  const origin = { address: host.gateway, nodeName: host.name }
  let unanswered = true
  try {
    while (!stop.signal.aborted) {
      const request = checkRequest(bytesOf(service ?? ''), where, 'kube-probe/1.35')
      const call = host.network.http(origin, podAddress, port, request, stop.signal).catch(noAnswer)
      unanswered = true
      void call.then(() => (unanswered = false))
      const answer = await Promise.race([call, sleep(clock, timeoutSeconds * 1000, stop.signal)])
      if (answer instanceof Response && !stop.signal.aborted) return verdict(await readCheck(answer))
      // Whatever the reason, gRPC dials again until the time is over.
      if (!stop.signal.aborted) await sleep(clock, redialMs, stop.signal)
    }
  } finally {
    cancel()
  }
  // A dial that was given up says so; a call in the hands of the server does not.
  await settle()
  const within = `within ${goDuration(timeoutSeconds * 1000)}`
  return {
    kind: 'failure',
    output: unanswered
      ? `timeout: health rpc did not complete ${within}`
      : `timeout: failed to connect service "${where}" ${within}: context deadline exceeded`,
  }
}

function noAnswer(error: unknown): undefined {
  if (!(error instanceof ConnectError) && !(error instanceof HttpProtocolError)) throw error
}

function verdict(answer: Awaited<ReturnType<typeof readCheck>>): Outcome {
  if ('status' in answer) {
    if (answer.status === 'SERVING') return { kind: 'success' }
    return { kind: 'failure', output: `service unhealthy (responded with "${answer.status}")` }
  }
  const { code, message } = answer
  const output =
    code === 'Unimplemented'
      ? `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${message}`
      : `error: health rpc probe failed: rpc error: code = ${code} desc = ${message}`
  return { kind: 'failure', output }
}
