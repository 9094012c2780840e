// For tests: a connection's messages without a socket.
import type { Messages } from './messages.ts'

export interface TestMessages extends Messages {
  /** What was sent, in order. */
  readonly sent: Uint8Array[]
  /** How the connection was closed from this side. */
  closed: { code: number; reason: string } | undefined
  /** The client's next message. */
  arrive(...messages: (Uint8Array | number[])[]): void
  /** The client goes. */
  leave(): void
}

export function testMessages(): TestMessages {
  const queue: Uint8Array[] = []
  const gone = new AbortController()
  let wake = (): void => undefined
  const messages: TestMessages = {
    sent: [],
    closed: undefined,
    gone: gone.signal,
    async next() {
      while (queue.length === 0) {
        if (gone.signal.aborted) return undefined
        await new Promise<void>((resolve) => (wake = resolve))
      }
      return queue.shift()
    },
    async send(data) {
      if (!gone.signal.aborted) messages.sent.push(data)
    },
    close(code = 1000, reason = '') {
      messages.closed ??= { code, reason }
      messages.leave()
    },
    arrive(...all) {
      queue.push(...all.map((one) => Uint8Array.from(one)))
      wake()
    },
    leave() {
      gone.abort()
      wake()
    },
  }
  return messages
}
