// One entry point of the controller: passes requests on, and conversations in another protocol.
import { ConnectError, splice, type Address } from '../../../network/connection.ts'
import { upgradeOver, type HttpHandler, type HttpRequest, type HttpUpgrade } from '../../../network/http-message.ts'
import type { Process } from '../../runtime/process.ts'
import { plain, targetsOf } from './routing.ts'

export interface Proxy {
  serve: HttpHandler
  upgrade: HttpUpgrade
}

/** Headers that are about one connection and not about the message. RFC 9110, 7.6.1 */
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade']

/** @param scheme what those who come in here speak */
export function createProxy({ machine }: Process, scheme: 'http' | 'https'): Proxy {
  const { context, host } = machine
  let turn = 0
  /** Round robin over whatever is there. */
  const next = (targets: Address[]): Address => targets[turn++ % targets.length]!

  function headersFor(request: HttpRequest, protocol: string): Headers {
    const headers = new Headers(request.headers)
    for (const name of hopByHop) headers.delete(name)
    headers.set('x-forwarded-for', [headers.get('x-forwarded-for'), request.from].filter(Boolean).join(', '))
    headers.set('x-forwarded-host', headers.get('host') ?? '')
    headers.set('x-forwarded-port', scheme === 'https' ? '443' : '80')
    headers.set('x-forwarded-proto', protocol)
    headers.set('x-forwarded-server', host.hostname)
    headers.set('x-real-ip', request.from)
    return headers
  }

  return {
    async serve(request, signal) {
      const targets = targetsOf(context, request)
      if (targets instanceof Response) return targets
      const { address, port } = next(targets)
      const passed = { ...request, wire: 'http', headers: headersFor(request, scheme) } as const
      try {
        return await host.http(address, port, passed, signal)
      } catch (error) {
        return unanswered(error, signal.aborted)
      }
    },
    async upgrade(request, connection) {
      const targets = targetsOf(context, request)
      if (targets instanceof Response) return targets
      const { address, port } = next(targets)
      const headers = headersFor(request, scheme === 'https' ? 'wss' : 'ws')
      headers.set('connection', 'Upgrade')
      headers.set('upgrade', request.headers.get('upgrade') ?? '')
      try {
        const answer = await upgradeOver(await host.connect(address, port), { ...request, headers })
        if (answer instanceof Response) return answer
        await connection.output.write(answer.said)
        await splice(connection, answer.connection)
        return undefined
      } catch (error) {
        return unanswered(error, false)
      }
    },
  }
}

function unanswered(error: unknown, callerLeft: boolean): Response {
  if (callerLeft) return plain(499, 'Client Closed Request')
  const late = error instanceof ConnectError && error.code === 'ETIMEDOUT'
  return late ? plain(504, 'Gateway Timeout') : plain(502, 'Bad Gateway')
}
