// HTTP/1.1 upgrades of the HTTPS listener: a WebSocket where a pod can be talked to, a proper refusal everywhere else.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { failure, internal } from '../../api/status.ts'
import { NodeRefusal } from '../../server/connect.ts'
import type { CommandStreaming, Streaming } from '../../server/streaming.ts'
import { sendStatus, serveCommand } from './command-channels.ts'
import { messagesOf, type Messages } from './messages.ts'
import { servePortChannels } from './port-channels.ts'
import { serveTunnel } from './spdy-tunnel.ts'

/** What the upgrade needs of a cluster. */
export interface Upgradable {
  handle(request: Request): Promise<Response>
  upgrade(request: Request): Promise<Streaming | Response | undefined>
}

export interface Upgrades {
  /**
   * Answers one upgrade of a request that the cluster's token came with; `request` has the path below its prefix, and
   * `socket` somebody who listens to its errors.
   */
  take(cluster: Upgradable, request: Request, incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
}

const conversationsMax = 200
const messageBytesMax = 4 * 1024 * 1024
const commandProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io']
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io'
const portProtocol = 'v4.channel.k8s.io'

/** @param onError told of what goes wrong in a conversation and is our fault */
export function createUpgrades(onError: (error: unknown) => void): Upgrades {
  let conversations = 0

  /** Accepts the WebSocket with a protocol that was chosen before. */
  function accept(protocol: string, incoming: IncomingMessage, socket: Duplex, head: Buffer, begun: Begun): void {
    // The slash in SPDY's protocol is none of RFC 6455's characters, and `ws` refuses it: the header is ours to answer.
    delete incoming.headers['sec-websocket-protocol']
    const server = new WebSocketServer({ noServer: true, maxPayload: messageBytesMax, clientTracking: false })
    server.once('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`))
    let accepted = false
    server.handleUpgrade(incoming, socket, head, (webSocket) => {
      accepted = true
      conversations++
      webSocket.once('close', () => conversations--)
      const messages = messagesOf(webSocket)
      begun.talk(messages).catch((error: unknown) => {
        onError(error)
        messages.close(1011)
      })
    })
    // A handshake that was refused gives no WebSocket.
    if (!accepted) begun.drop?.()
  }

  return {
    async take(cluster, request, incoming, socket, head) {
      const streaming = await cluster.upgrade(request)
      if (!streaming) return answer(socket, await cluster.handle(request))
      if (streaming instanceof Response) return answer(socket, streaming)
      if (conversations >= conversationsMax)
        return answer(
          socket,
          refusal(429, 'TooManyRequests', 'too many open exec, attach and port-forward connections'),
        )
      const chosen = choose(streaming, protocolsOf(incoming))
      if (incoming.headers.upgrade?.toLowerCase() !== 'websocket' || !chosen)
        return answer(socket, refusal(400, 'BadRequest', 'unable to upgrade: unsupported protocol'))
      try {
        accept(chosen, incoming, socket, head, conversation(streaming, chosen))
      } catch (error) {
        if (!(error instanceof NodeRefusal)) throw error
        await answer(socket, new Response(`${error.message}\n`, { status: error.code }))
      }
    },
  }
}

interface Begun {
  talk(messages: Messages): Promise<void>
  /** Ends what was started before the connection changed. */
  drop?: () => void
}

/** Starts what was asked for. Throws NodeRefusal where the client is to hear it before the connection changes. */
function conversation(streaming: Streaming, protocol: string): Begun {
  if (streaming.kind === 'ports') {
    if (protocol === tunnelProtocol) {
      const open = streaming.start()
      return { talk: (messages) => serveTunnel(messages, open) }
    }
    const ports = streaming.ports()
    const open = streaming.start()
    return { talk: (messages) => servePortChannels(messages, ports, open) }
  }
  const closes = protocol === commandProtocols[0]
  if (!closes) {
    const session = streaming.start()
    return {
      talk: (messages) => serveCommand(messages, session, streaming.streams, closes),
      drop: () => session.hangUp(),
    }
  }
  // Version 5 is answered by the API server itself, which only then turns to the node.
  return { talk: (messages) => translated(messages, streaming) }
}

async function translated(messages: Messages, streaming: CommandStreaming): Promise<void> {
  let session
  try {
    session = streaming.start()
  } catch (error) {
    if (!(error instanceof NodeRefusal)) throw error
    await sendStatus(messages, internal(`unable to upgrade connection: ${error.message}`).status)
    return messages.close()
  }
  await serveCommand(messages, session, streaming.streams, true)
}

function choose({ kind }: Streaming, offered: string[]): string | undefined {
  const known = kind === 'command' ? commandProtocols : [tunnelProtocol, portProtocol]
  return known.find((protocol) => offered.includes(protocol))
}

function protocolsOf({ headers }: IncomingMessage): string[] {
  return (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim())
}

function refusal(code: number, reason: string, message: string): Response {
  return Response.json(failure(code, reason, message).status, { status: code })
}

/** Writes an HTTP answer by hand: the server has given the socket away. */
export async function answer(socket: Duplex, response: Response): Promise<void> {
  const headers = new Headers(response.headers)
  headers.set('connection', 'close')
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.write(`HTTP/1.1 ${response.status} ${response.statusText || 'Status'}\r\n${lines}\r\n`)
  const reader = response.body?.getReader()
  socket.once('close', () => void reader?.cancel())
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    if (!socket.write(part.value)) await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve))
  }
  socket.end()
}
