// Two ends that do not speak the same: what a client makes of it. Words: Go's net/http and crypto/tls.
import { textOf } from './bytes.ts'
import type { Connection } from './connection.ts'
import { HttpProtocolError } from './http-message.ts'
import type { Wire } from './listeners.ts'

/** The answer to a request in clear at a TLS port; for all other mismatches throws HttpProtocolError. */
export function mismatch(sent: Wire, spoken: Wire): Response {
  if (sent === 'http' && spoken === 'https') {
    return new Response('Client sent an HTTP request to an HTTPS server.\n', { status: 400 })
  }
  if (sent === 'http') {
    throw new HttpProtocolError(
      'net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x00\\x00\\x06\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x05\\x00\\x00@\\x00"',
    )
  }
  if (spoken === 'http') throw new HttpProtocolError('http: server gave HTTP response to HTTPS client')
  throw new HttpProtocolError('tls: first record does not look like a TLS handshake')
}

/** A TLS client at a port that takes any bytes: waits for what it says. Always throws. */
export async function greetInTls(connection: Connection): Promise<never> {
  const said = await connection.input.read()
  connection.close()
  if (said === undefined) throw new HttpProtocolError('EOF')
  throw new HttpProtocolError(
    textOf(said).startsWith('HTTP/')
      ? 'http: server gave HTTP response to HTTPS client'
      : 'tls: first record does not look like a TLS handshake',
  )
}
