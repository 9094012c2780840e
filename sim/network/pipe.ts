// A bounded one-way channel of bytes: what pipes, standard streams and connections are made of.
import type { Bytes } from './bytes.ts'

export interface ByteSource {
  /**
   * What is there, at least one byte; waits for it. Undefined at the end. With `until` the answer ends after the first
   * such character when there is one; `max` bounds it. After `signal` nothing is taken from who reads next.
   */
  read(options?: ReadOptions): Promise<Bytes | undefined>
  /** Nobody reads any more: writers learn it at their next write. */
  cancel(): void
  /** The size of the terminal that this is. */
  readonly terminal?: TerminalSize
}

export interface ReadOptions {
  max?: number
  until?: string
  signal?: AbortSignal
}

export interface TerminalSize {
  columns: number
  rows: number
}

export interface ByteSink {
  /** Resolves once there is room; false when nobody reads any more (EPIPE). */
  write(bytes: Bytes): Promise<boolean>
  /** Nothing more will be written. */
  close(): void
  /** The size of the terminal that this is. */
  readonly terminal?: TerminalSize
}

export interface Pipe extends ByteSource, ByteSink {
  /** True once the writer has closed and everything was read, or the reader has gone. */
  readonly ended: boolean
}

/** Bytes that a pipe holds before its writer waits (Linux: 64 KiB). */
const capacityBytes = 65_536

export function createPipe(): Pipe {
  let buffer: Bytes = ''
  let closed = false
  let cancelled = false
  const readers: (() => void)[] = []
  const writers: (() => void)[] = []
  const wake = (waiting: (() => void)[]): void => waiting.splice(0).forEach((run) => run())

  return {
    get ended() {
      return cancelled || (closed && buffer === '')
    },
    async read(options = {}) {
      while (buffer === '') {
        if (closed || cancelled) return undefined
        await new Promise<void>((resolve) => readers.push(resolve))
        if (options.signal?.aborted) return undefined
      }
      const end = options.until === undefined ? -1 : buffer.indexOf(options.until)
      const taken = buffer.slice(0, Math.min(end === -1 ? buffer.length : end + 1, options.max ?? buffer.length))
      buffer = buffer.slice(taken.length)
      if (buffer.length < capacityBytes) wake(writers)
      return taken
    },
    cancel() {
      cancelled = true
      buffer = ''
      wake(writers)
      wake(readers)
    },
    async write(bytes) {
      if (cancelled) return false
      if (closed || bytes === '') return !closed
      buffer += bytes
      wake(readers)
      while (buffer.length >= capacityBytes && !cancelled) await new Promise<void>((resolve) => writers.push(resolve))
      return !cancelled
    },
    close() {
      closed = true
      wake(readers)
    },
  }
}

/** Everything up to the end, at most `maxBytes` of it. */
export async function readAll(source: ByteSource, maxBytes = Infinity): Promise<Bytes> {
  let all = ''
  for (let part = await source.read(); part !== undefined; part = await source.read()) {
    all += part
    if (all.length >= maxBytes) return all.slice(0, maxBytes)
  }
  return all
}

/** A source that holds `bytes` and ends. */
export function sourceOf(bytes: Bytes): ByteSource {
  const pipe = createPipe()
  void pipe.write(bytes)
  pipe.close()
  return pipe
}
