// tcpSocket probes: a connection that opens is success. k8s: pkg/probe/tcp/tcp.go
import type { Container, TCPSocketAction } from '../../generated/types.ts'
import { ConnectError } from '../../network/connection.ts'
import type { NodeHost } from '../node-host.ts'
import type { Outcome } from './outcome.ts'
import { portOf } from './port.ts'

export async function probeTcp(
  host: NodeHost,
  container: Container,
  podAddress: string,
  action: TCPSocketAction,
  timeoutSeconds: number,
): Promise<Outcome> {
  const port = portOf(action.port, container)
  if (typeof port === 'string') return { kind: 'error', output: port }
  const address = action.host || podAddress
  const stop = new AbortController()
  const cancel = host.context.clock.after(timeoutSeconds * 1000, () => stop.abort())
  try {
    const connection = await host.network.connect(
      { address: host.gateway, nodeName: host.name },
      address,
      port,
      stop.signal,
    )
    connection.close()
    return { kind: 'success' }
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error
    const words =
      error.code === 'ECONNREFUSED'
        ? 'connect: connection refused'
        : error.code === 'EHOSTUNREACH'
          ? 'connect: no route to host'
          : 'i/o timeout'
    return { kind: 'failure', output: `dial tcp ${address}:${port}: ${words}` }
  } finally {
    cancel()
  }
}
