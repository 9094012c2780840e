// HTTPS for every cluster of the host, each under a path prefix of its own: /c/ID/…
import { getRequestListener } from '@hono/node-server'
import { createSecureServer } from 'node:http2'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { failure } from '../api/status.ts'
import type { Certificates } from './certificates.ts'
import { answer as answerBare, createUpgrades, type Upgradable } from './streaming/upgrade.ts'

export interface Listening {
  readonly port: number
  /** Ends connections too, watches included. */
  close(): Promise<void>
}

/**
 * Serves on loopback. `port` 0 takes any; a taken one is refused with EADDRINUSE.
 * @param find the cluster of an id, opened if it has to be; undefined: 404.
 * @param onError told of what goes wrong in an exec, attach or port-forward and is our fault
 */
export async function serveClusters(
  certificates: Certificates,
  port: number,
  find: (id: string) => Promise<Upgradable | undefined>,
  onError: (error: unknown) => void,
): Promise<Listening> {
  const server = createSecureServer({ cert: certificates.certificate, key: certificates.key, allowHTTP1: true })
  const answer = getRequestListener(async (_request, env) => {
    const { incoming } = env as unknown as { incoming: { served?: Upgradable } }
    return incoming.served ? incoming.served.handle(_request) : refusal(404, 'NotFound', 'no such cluster')
  })
  server.on('request', (incoming, outgoing) => {
    const { id, rest } = prefixOf(incoming.url)
    void find(id).then(
      (served) => {
        incoming.on('error', () => {})
        incoming.url = rest
        return answer(Object.assign(incoming, { served }), outgoing)
      },
      (error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined),
    )
  })
  const upgrades = createUpgrades(onError)
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const { id, rest } = prefixOf(incoming.url)
    const taken = find(id).then((served) => {
      if (!served) return answerBare(socket, refusal(404, 'NotFound', 'no such cluster'))
      const request = new Request(`https://cluster${rest}`, {
        method: incoming.method ?? 'GET',
        headers: Object.entries(incoming.headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value] as [string, string]] : [],
        ),
      })
      return upgrades.take(served, request, incoming, socket, head)
    })
    taken.catch((error: unknown) => {
      onError(error)
      socket.destroy()
    })
  })
  return listening(server, port)
}

/** `/c/ID/…` as the cluster's id and the path it sees. */
function prefixOf(url = ''): { id: string; rest: string } {
  const [, id = '', rest = '/'] = /^\/c\/([a-z0-9-]+)(\/.*)?$/.exec(url) ?? []
  return { id, rest }
}

/** On that port, or on another one when it is taken. */
export async function serveOnPort(port: number, serve: (port: number) => Promise<Listening>): Promise<Listening> {
  try {
    return await serve(port)
  } catch (error) {
    if (port === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return serve(0)
  }
}

/** Makes a server listen on loopback. */
export async function listening(server: Server, port: number): Promise<Listening> {
  const sockets = new Set<Socket>()
  // Watches never end by themselves: closing means ending their sockets.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function refusal(code: number, reason: string, message: string): Response {
  return Response.json(failure(code, reason, message).status, { status: code })
}
