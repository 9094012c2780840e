// A pod's place in the network where what comes in costs processor time.
import { sleep } from '../clock.ts'
import type { Listener } from '../network/listeners.ts'
import type { Host, Machine } from './runtime/machine.ts'

/** So long a request keeps its server busy that its answer waits for it. */
const noticedMs = 1

/**
 * The same place; each request or connection to a port that is opened here is charged to the container's meter.
 * @param machine given as a function, since the machine holds its host
 */
export function meteredHost(host: Host, machine: () => Machine, requestMs: number): Host {
  const charge = (): void => machine().processes.cpu.charge(requestMs)
  const metered = (listener: Listener): Listener => {
    if ('serve' in listener) {
      return {
        ...listener,
        async serve(request, signal) {
          charge()
          if (requestMs >= noticedMs) await sleep(machine().clock, requestMs, signal)
          return listener.serve(request, signal)
        },
      }
    }
    return {
      accept(connection) {
        charge()
        listener.accept(connection)
      },
    }
  }
  return { ...host, listen: (port, listener, loopback) => host.listen(port, metered(listener), loopback) }
}
