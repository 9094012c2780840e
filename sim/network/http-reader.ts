// Heads and bodies of HTTP/1.1 messages, read off a source of bytes.
import { toArray, type Bytes } from './bytes.ts'
import type { ByteSource } from './pipe.ts'

const headBytesMax = 65_536

/** The first line of a message and its headers. */
export interface Head {
  start: string
  headers: Headers
}

/** What follows a head. */
interface MessageBody {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>
  /** Reads past what nobody took of it, so that the next head is found. */
  skip(): Promise<void>
}

/** Reads heads and bodies off one source, keeping what came with the head but belongs to the body. */
export function httpReader(source: ByteSource) {
  let rest: Bytes = ''

  async function more(): Promise<boolean> {
    const part = await source.read()
    if (part === undefined) return false
    rest += part
    return true
  }

  async function line(): Promise<Bytes | undefined> {
    while (!rest.includes('\n')) {
      if (rest.length > headBytesMax || !(await more())) return undefined
    }
    const end = rest.indexOf('\n')
    const found = rest.slice(0, end).replace(/\r$/, '')
    rest = rest.slice(end + 1)
    return found
  }

  async function* pieces(headers: Headers): AsyncGenerator<Bytes> {
    if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked') {
      for (let size = parseInt((await line()) ?? '0', 16); size > 0; size = parseInt((await line()) ?? '0', 16)) {
        yield* exactly(size)
        await line()
      }
      await line()
      return
    }
    yield* exactly(headers.has('content-length') ? Number(headers.get('content-length')) : Infinity)
  }

  async function* exactly(length: number): AsyncGenerator<Bytes> {
    let left = length
    while (left > 0 && (rest !== '' || (await more()))) {
      const piece = rest.slice(0, Math.min(left, rest.length))
      rest = rest.slice(piece.length)
      left -= piece.length
      yield piece
    }
  }

  return {
    async head(): Promise<Head | undefined> {
      let start = await line()
      while (start === '') start = await line()
      if (start === undefined) return undefined
      const headers = new Headers()
      for (let text = await line(); text; text = await line()) {
        const colon = text.indexOf(':')
        if (colon > 0 && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text.slice(0, colon))) {
          headers.append(text.slice(0, colon), text.slice(colon + 1).trim())
        }
      }
      return { start, headers }
    },
    /** What follows, as bytes: what was read beyond the last head comes first. */
    rest(): ByteSource {
      return {
        ...source,
        async read(options) {
          if (rest === '') return source.read(options)
          const taken = rest.slice(0, options?.max ?? rest.length)
          rest = rest.slice(taken.length)
          return taken
        },
      }
    },
    /** @param done called when it was read to its end, or nobody wants it */
    body(headers: Headers, done: () => void = () => undefined): MessageBody {
      const iterator = pieces(headers)
      const stream: MessageBody['stream'] = new ReadableStream({
        async pull(controller) {
          const next = await iterator.next()
          if (!next.done) return controller.enqueue(toArray(next.value))
          controller.close()
          done()
        },
        cancel: done,
      })
      return {
        stream,
        async skip() {
          while (!(await iterator.next()).done);
        },
      }
    },
  }
}
