// A port of this machine's loopback that leads into a cluster: bytes as they come, and TLS where a program of the cluster speaks it.
import { X509Certificate } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import type { Connection } from '../network/connection.ts'
import type { TlsIdentity, TlsPair } from '../network/listeners.ts'
import type { Arrival } from '../network/network.ts'
import { type Listening, listening } from './listener.ts'

/** First byte of a TLS connection: a handshake record. RFC 8446, 5.1 */
const handshake = 0x16

export interface DoorOptions {
  /** Who a new connection comes to; rejects where nobody takes it. */
  arrive: (signal: AbortSignal) => Promise<Arrival>
  /** The certificate that a program makes for itself, by its common name. */
  ownPair: (commonName: string) => Promise<TlsPair>
}

/** Serves on loopback. `port` 0 takes any; a taken one is refused with EADDRINUSE. */
export function openDoor(port: number, options: DoorOptions): Promise<Listening> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    // What goes wrong on a socket ends that socket.
    socket.on('error', () => socket.destroy())
    lead(socket, options).catch(() => socket.resetAndDestroy())
  })
  return listening(server, port)
}

async function lead(socket: Socket, { arrive, ownPair }: DoorOptions): Promise<void> {
  const gone = new AbortController()
  socket.once('close', () => gone.abort())
  const arrival = await arrive(gone.signal)
  if (!arrival.tls) return pass(socket, arrival.open())
  await new Promise((resolve) => socket.once('readable', resolve).once('close', resolve))
  const first = socket.read(1) as Buffer | null
  if (!first) return void socket.destroy()
  socket.unshift(first)
  if (first[0] !== handshake) return pass(socket, arrival.open())
  return pass(decrypted(socket, arrival.tls, ownPair), arrival.open(true))
}

function decrypted(socket: Socket, identity: TlsIdentity, ownPair: DoorOptions['ownPair']): TLSSocket {
  const secure = new TLSSocket(socket, {
    isServer: true,
    ALPNProtocols: ['http/1.1'],
    // Asked also where a client names nobody: then with an empty name.
    SNICallback: (name, done) => {
      contextFor(name, identity, ownPair).then((context) => done(null, context), done)
    },
  })
  secure.on('error', () => socket.destroy())
  return secure
}

/** The pair whose names hold the asked one, an exact name before a wildcard; else the program's own. */
async function contextFor(
  name: string,
  identity: TlsIdentity,
  ownPair: DoorOptions['ownPair'],
): Promise<SecureContext> {
  const pairs = name === '' ? [] : (await identity.pairs()).filter(isUsable)
  const holds = (wildcards: boolean) => (pair: TlsPair) =>
    new X509Certificate(pair.certificate).checkHost(name, { subject: 'always', wildcards }) !== undefined
  const pair = pairs.find(holds(false)) ?? pairs.find(holds(true)) ?? (await ownPair(identity.ownName))
  return createSecureContext({ cert: pair.certificate, key: pair.key })
}

/** Anything can stand in a Secret. */
function isUsable({ certificate, key }: TlsPair): boolean {
  try {
    createSecureContext({ cert: certificate, key })
    return true
  } catch {
    return false
  }
}

async function pass(socket: Socket, connection: Connection): Promise<void> {
  socket.once('close', () => connection.close())
  await Promise.all([inward(socket, connection), outward(socket, connection)])
}

async function inward(socket: Socket, { output }: Connection): Promise<void> {
  try {
    for await (const bytes of socket.iterator({ destroyOnReturn: false })) {
      if (!(await output.write((bytes as Buffer).toString('latin1')))) return
    }
  } catch {
    // The other side has gone: there is nothing more to read.
  } finally {
    output.close()
  }
}

async function outward(socket: Socket, { input }: Connection): Promise<void> {
  for (let bytes = await input.read(); bytes !== undefined; bytes = await input.read()) {
    if (socket.destroyed) return
    if (socket.write(bytes, 'latin1')) continue
    await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve))
  }
  socket.end()
}
