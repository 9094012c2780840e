// Who listens where: address and port to what answers there.
import type { Connection } from './connection.ts'
import { serveConnection, type HttpHandler } from './http-message.ts'

/** What requests travel in: HTTP/1.1 in clear or inside TLS, or gRPC's HTTP/2 in clear. */
export type Wire = 'http' | 'https' | 'grpc'

/** A program's open port: it takes connections, or requests (then connections are read as HTTP). `wire`: http unless told. */
export type Listener = { accept: (connection: Connection) => void } | { serve: HttpHandler; wire?: Wire }

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

/** Hands a connection to whoever listens. */
export function accept(listener: Listener, connection: Connection): void {
  if ('accept' in listener) return listener.accept(connection)
  serveConnection(connection, listener.serve).catch(() => connection.close())
}
