// SPDY/3.1 frames: bytes to frames and back, headers compressed with one context for each direction of a connection.
// Format: SPDY Protocol draft 3.1, section 2.
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib'
import { spdyDictionary } from './spdy-dictionary.ts'

export type SpdyFrame =
  | { type: 'data'; stream: number; data: Uint8Array; last: boolean }
  | { type: 'open'; stream: number; headers: Map<string, string>; last: boolean }
  | { type: 'reply'; stream: number; headers: Map<string, string>; last: boolean }
  | { type: 'reset'; stream: number; status: number }
  | { type: 'ping'; id: number }
  | { type: 'goaway'; lastStream: number; status: number }

const controlTypes = { open: 1, reply: 2, reset: 3, ping: 6, goaway: 7 } as const
const versionBits = 0x8003
const lastFlag = 1
/** A frame's length has 24 bits; clients of Kubernetes send 32 KiB at most. */
const frameBytesMax = 1024 * 1024
const headerBytesMax = 64 * 1024
const maxStreamId = 0x7fffffff

/** What is wrong with a connection whose bytes are no SPDY. */
export class SpdyError extends Error {}

export interface SpdyReader {
  /** The frames that `bytes` completes; those of kinds without meaning here are left out. Throws SpdyError. */
  read(bytes: Uint8Array): Promise<SpdyFrame[]>
  close(): void
}

export function createSpdyReader(): SpdyReader {
  const inflate = createInflate({ dictionary: spdyDictionary })
  let rest: Buffer = Buffer.alloc(0)

  async function control(type: number, flags: number, body: Buffer): Promise<SpdyFrame | undefined> {
    const shortest = { 1: 10, 2: 4, 3: 8, 6: 4, 7: 8 }[type] ?? 0
    if (body.length < shortest) throw new SpdyError(`control frame ${type} of ${body.length} bytes is too short`)
    const first = shortest === 0 ? 0 : body.readUInt32BE(0)
    const stream = first & maxStreamId
    const last = (flags & lastFlag) !== 0
    if (type === controlTypes.open) return { type: 'open', stream, headers: await headersOf(body.subarray(10)), last }
    if (type === controlTypes.reply) return { type: 'reply', stream, headers: await headersOf(body.subarray(4)), last }
    if (type === controlTypes.reset) return { type: 'reset', stream, status: body.readUInt32BE(4) }
    if (type === controlTypes.ping) return { type: 'ping', id: first }
    if (type === controlTypes.goaway) return { type: 'goaway', lastStream: stream, status: body.readUInt32BE(4) }
    return undefined
  }

  async function headersOf(block: Buffer): Promise<Map<string, string>> {
    return decodeHeaders(await transformed(inflate, block, headerBytesMax))
  }

  return {
    async read(bytes) {
      rest = Buffer.concat([rest, bytes])
      const frames: SpdyFrame[] = []
      while (rest.length >= 8) {
        const head = rest.readUInt32BE(0)
        const flags = rest[4]!
        const length = rest.readUIntBE(5, 3)
        if (length > frameBytesMax) throw new SpdyError(`a frame of ${length} bytes is too long`)
        if (rest.length < 8 + length) break
        const body = rest.subarray(8, 8 + length)
        rest = rest.subarray(8 + length)
        if (head >>> 31 === 0) frames.push({ type: 'data', stream: head, data: body, last: (flags & lastFlag) !== 0 })
        else {
          if (head >>> 16 !== versionBits) throw new SpdyError(`version ${(head >>> 16) & 0x7fff} is not 3`)
          const frame = await control(head & 0xffff, flags, body)
          if (frame) frames.push(frame)
        }
      }
      return frames
    },
    close: () => inflate.close(),
  }
}

export interface SpdyWriter {
  /** Frames must be written in the order in which they are sent. */
  write(frame: SpdyFrame): Promise<Uint8Array>
  close(): void
}

export function createSpdyWriter(): SpdyWriter {
  const deflate = createDeflate({ dictionary: spdyDictionary })
  // One context for all headers: they are compressed in the order of the calls.
  let turn: Promise<unknown> = Promise.resolve()
  const compressed = (headers: Map<string, string>): Promise<Buffer> => {
    const block = turn.then(() => transformed(deflate, encodeHeaders(headers), Infinity))
    turn = block.catch(() => undefined)
    return block
  }
  return {
    async write(frame) {
      switch (frame.type) {
        case 'data': {
          const head = Buffer.alloc(8)
          head.writeUInt32BE(frame.stream, 0)
          head.writeUInt32BE(((frame.last ? lastFlag : 0) << 24) | frame.data.length, 4)
          return Buffer.concat([head, frame.data])
        }
        case 'open':
          return controlFrame('open', frame.last, [
            words(frame.stream, 0),
            Buffer.alloc(2),
            await compressed(frame.headers),
          ])
        case 'reply':
          return controlFrame('reply', frame.last, [words(frame.stream), await compressed(frame.headers)])
        case 'reset':
          return controlFrame('reset', false, [words(frame.stream, frame.status)])
        case 'ping':
          return controlFrame('ping', false, [words(frame.id)])
        case 'goaway':
          return controlFrame('goaway', false, [words(frame.lastStream, frame.status)])
      }
    },
    close: () => deflate.close(),
  }
}

function controlFrame(type: keyof typeof controlTypes, last: boolean, parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.writeUInt16BE(versionBits, 0)
  head.writeUInt16BE(controlTypes[type], 2)
  head.writeUInt32BE(((last ? lastFlag : 0) << 24) | body.length, 4)
  return Buffer.concat([head, body])
}

function words(...numbers: number[]): Buffer {
  const buffer = Buffer.alloc(4 * numbers.length)
  for (const [index, number] of numbers.entries()) buffer.writeUInt32BE(number, 4 * index)
  return buffer
}

function encodeHeaders(headers: Map<string, string>): Buffer {
  const text = (value: string): Buffer[] => [words(Buffer.byteLength(value)), Buffer.from(value)]
  return Buffer.concat([
    words(headers.size),
    ...[...headers].flatMap(([name, value]) => [...text(name), ...text(value)]),
  ])
}

function decodeHeaders(block: Buffer): Map<string, string> {
  let at = 0
  const number = (): number => {
    if (at + 4 > block.length) throw new SpdyError('headers end in the middle')
    at += 4
    return block.readUInt32BE(at - 4)
  }
  const text = (): string => {
    const length = number()
    if (at + length > block.length) throw new SpdyError('headers end in the middle')
    at += length
    return block.toString('utf8', at - length, at)
  }
  const headers = new Map<string, string>()
  for (let left = number(); left > 0; left--) headers.set(text().toLowerCase(), text())
  return headers
}

/** What a stream of zlib makes of `bytes`, flushed. */
function transformed(stream: Inflate | Deflate, bytes: Buffer, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    const done = (error?: Error): void => {
      stream.off('data', take).off('error', done)
      if (error) reject(new SpdyError(`headers cannot be decompressed: ${error.message}`))
      else resolve(Buffer.concat(parts))
    }
    const take = (part: Buffer): void => {
      parts.push(part)
      size += part.length
      if (size > bytesMax) done(new Error('too many'))
    }
    stream.on('data', take).on('error', done)
    stream.write(bytes)
    stream.flush(constants.Z_SYNC_FLUSH, () => done())
  })
}
