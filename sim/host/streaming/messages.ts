// A WebSocket as a row of messages: read one at a time, sent one at a time, and an end that everyone hears of.
import type { WebSocket } from 'ws'

export interface Messages {
  /** The next message; undefined once the other side is gone. */
  next(): Promise<Uint8Array | undefined>
  /** Resolves once it is on its way; does nothing after the end. */
  send(data: Uint8Array): Promise<void>
  /** Aborts when the connection is over, whoever ended it. */
  readonly gone: AbortSignal
  /** Says goodbye. */
  close(code?: number, reason?: string): void
}

/** Bytes that wait to be read before the sender has to wait. */
const waitingBytesMax = 1024 * 1024
/** A client that vanished is noticed by a ping that nobody answers; one that pauses is not read, but still pinged. */
const pingMs = 15_000
/** How long a client may take to answer the goodbye. */
const goodbyeMs = 2000

export function messagesOf(socket: WebSocket): Messages {
  const queue: Uint8Array[] = []
  let bytes = 0
  let wake = (): void => undefined
  const ended = new AbortController()
  const ping = setInterval(() => socket.ping(), pingMs)
  const end = (): void => {
    clearInterval(ping)
    ended.abort()
    wake()
  }
  socket.on('message', (data: Buffer) => {
    queue.push(data)
    bytes += data.length
    if (bytes > waitingBytesMax) socket.pause()
    wake()
  })
  socket.on('close', end)
  socket.on('error', () => socket.terminate())
  return {
    gone: ended.signal,
    async next() {
      while (queue.length === 0) {
        if (ended.signal.aborted) return undefined
        await new Promise<void>((resolve) => (wake = resolve))
      }
      const message = queue.shift()!
      bytes -= message.length
      if (socket.isPaused && bytes < waitingBytesMax / 2) socket.resume()
      return message
    },
    send(data) {
      if (socket.readyState !== socket.OPEN) return Promise.resolve()
      return new Promise((resolve) => socket.send(data, () => resolve()))
    },
    close(code = 1000, reason = '') {
      socket.close(code, reason)
      setTimeout(() => socket.terminate(), goodbyeMs).unref()
    },
  }
}
