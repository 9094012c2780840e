// Connections to a pod's ports from inside of it, as the container runtime makes them for port-forward.
import type { Pod } from '../generated/types.ts'
import { fromArray } from '../network/bytes.ts'
import { ConnectError } from '../network/connection.ts'
import type { Network } from '../network/network.ts'
import type { PortStream } from '../server/connect.ts'
import { readableOf } from './command-session.ts'

/** @param address the pod's. The result rejects with containerd's words where nobody listens. */
export function forwardTo(network: Network, pod: Pod, address: string): (port: number) => Promise<PortStream> {
  const uid = pod.metadata.uid!
  const sandbox = uid.replaceAll('-', '').repeat(2)
  return async (port) => {
    try {
      const connection = await network.connect({ address }, '127.0.0.1', port)
      const { input, output } = connection
      return {
        readable: readableOf(input),
        writable: new WritableStream<Uint8Array>({
          async write(chunk) {
            if (!(await output.write(fromArray(chunk)))) throw new Error('write: broken pipe')
          },
          close: () => output.close(),
          abort: () => connection.close(),
        }),
      }
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error
      const why = (network: string, to: string): string => `dial ${network} ${to}:${port}: connect: connection refused`
      throw new Error(
        `error forwarding port ${port} to pod ${sandbox}, uid : failed to execute portforward in network namespace ` +
          `"/var/run/netns/cni-${uid}": failed to connect to localhost:${port} inside namespace "${sandbox}", ` +
          `IPv4: ${why('tcp4', '127.0.0.1')} IPv6 ${why('tcp6', '[::1]')} `,
        { cause: error },
      )
    }
  }
}
