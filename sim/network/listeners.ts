// Who listens where: address and port to what answers there.
import type { Connection } from './connection.ts'
import { serveConnection, type HttpHandler, type HttpUpgrade } from './http-message.ts'
import { mismatch } from './wire.ts'

/** What requests travel in: HTTP/1.1 in clear or inside TLS, or gRPC's HTTP/2 in clear. */
export type Wire = 'http' | 'https' | 'grpc'

/** A certificate with its key, and whatever chain comes with it. PEM. */
export interface TlsPair {
  certificate: string
  key: string
}

/** What a program shows who comes in TLS. */
export interface TlsIdentity {
  /** Those that it was given: the one whose own names hold the asked one is shown. */
  pairs(): Promise<TlsPair[]>
  /** Common name of the one that it makes for itself, and shows where none of the others fits. */
  ownName: string
}

/** A program that takes requests; connections to it are read as HTTP. */
interface HttpListener {
  serve: HttpHandler
  /** http unless told. */
  wire?: Wire
  /** Without it, who asks for another protocol is answered as anyone. */
  upgrade?: HttpUpgrade
  /** Of a port that speaks https, for those who really encrypt. */
  tls?: TlsIdentity
}

/** A program's open port: it takes connections, or requests. */
export type Listener = { accept: (connection: Connection) => void } | HttpListener

export interface Listeners {
  /** Opens a port; returns what closes it, or undefined when it is taken (EADDRINUSE). `loopback`: only for the same address. */
  open(address: string, port: number, listener: Listener, loopback?: boolean): (() => void) | undefined
  find(address: string, port: number, fromAddress: string): Listener | undefined
  /** Ports open on an address, lowest first. */
  portsOf(address: string): number[]
}

export function createListeners(): Listeners {
  const open = new Map<string, { listener: Listener; loopback: boolean }>()
  return {
    open(address, port, listener, loopback = false) {
      const key = `${address}:${port}`
      if (open.has(key)) return undefined
      const entry = { listener, loopback }
      open.set(key, entry)
      return () => void (open.get(key) === entry && open.delete(key))
    },
    find(address, port, fromAddress) {
      const entry = open.get(`${address}:${port}`)
      return entry && (!entry.loopback || fromAddress === address) ? entry.listener : undefined
    },
    portsOf(address) {
      const ports = [...open.keys()].filter((key) => key.startsWith(`${address}:`))
      return ports.map((key) => Number(key.slice(address.length + 1))).toSorted((a, b) => a - b)
    },
  }
}

/** Hands a connection to whoever listens. @param decrypted it came in TLS, which somebody before has taken off */
export function accept(listener: Listener, connection: Connection, decrypted = false): void {
  if ('accept' in listener) return listener.accept(connection)
  const inClear = listener.wire === 'https' && !decrypted
  const serving = inClear
    ? serveConnection(connection, async () => mismatch('http', 'https'))
    : serveConnection(connection, listener.serve, listener.upgrade)
  serving.catch(() => connection.close())
}
