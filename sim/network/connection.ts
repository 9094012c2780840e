// One TCP connection, seen from one end.
import { createPipe, type ByteSink, type ByteSource } from './pipe.ts'

export interface Address {
  address: string
  port: number
}

export interface Connection {
  readonly local: Address
  readonly peer: Address
  /** What the other end sends. */
  readonly input: ByteSource
  /** What goes to the other end. Closing it is a half-close (FIN). */
  readonly output: ByteSink
  /** Ends both directions. */
  close(): void
}

/** Both ends of a new connection. */
export function connectionPair(client: Address, server: Address): { client: Connection; server: Connection } {
  const up = createPipe()
  const down = createPipe()
  return {
    client: endOf(client, server, down, up),
    server: endOf(server, client, up, down),
  }
}

function endOf(local: Address, peer: Address, input: ByteSource, output: ByteSink): Connection {
  return {
    local,
    peer,
    input,
    output,
    close() {
      input.cancel()
      output.close()
    },
  }
}

/** Passes on what each end says to the other, until one of them has ended both ways. */
export async function splice(one: Connection, other: Connection): Promise<void> {
  await Promise.all([flow(one, other), flow(other, one)])
  one.close()
  other.close()
}

async function flow(from: Connection, to: Connection): Promise<void> {
  for (let bytes = await from.input.read(); bytes !== undefined; bytes = await from.input.read()) {
    if (!(await to.output.write(bytes))) return from.input.cancel()
  }
  to.output.close()
}

/** Why there is no connection, with the words of the C library. */
export class ConnectError extends Error {
  readonly code: 'ECONNREFUSED' | 'ETIMEDOUT' | 'EHOSTUNREACH' | 'ENOTFOUND'
  constructor(code: ConnectError['code']) {
    super(connectErrorWords[code])
    this.name = 'ConnectError'
    this.code = code
  }
}

const connectErrorWords: Record<ConnectError['code'], string> = {
  ECONNREFUSED: 'Connection refused',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ENOTFOUND: 'Name or service not known',
}
