import { deflateSync, constants } from 'node:zlib'
import { expect, it } from 'vitest'
import { spdyDictionary } from './spdy-dictionary.ts'
import { createSpdyReader, createSpdyWriter, SpdyError, type SpdyFrame } from './spdy-frames.ts'

const frames: SpdyFrame[] = [
  {
    type: 'open',
    stream: 1,
    headers: new Map([
      ['streamtype', 'error'],
      ['port', '8080'],
      ['requestid', '0'],
    ]),
    last: true,
  },
  { type: 'open', stream: 3, headers: new Map([['streamtype', 'data']]), last: false },
  { type: 'reply', stream: 3, headers: new Map(), last: false },
  { type: 'data', stream: 3, data: Buffer.from('GET / HTTP/1.1'), last: false },
  { type: 'data', stream: 3, data: Buffer.alloc(0), last: true },
  { type: 'ping', id: 7 },
  { type: 'reset', stream: 3, status: 5 },
  { type: 'goaway', lastStream: 3, status: 0 },
]

it('reads what it writes, in whatever pieces it comes', async () => {
  const writer = createSpdyWriter()
  const parts: Uint8Array[] = []
  for (const frame of frames) parts.push(await writer.write(frame))
  const bytes = Buffer.concat(parts)
  for (const size of [1, 5, 64, bytes.length]) {
    const reader = createSpdyReader()
    const read: SpdyFrame[] = []
    for (let at = 0; at < bytes.length; at += size) read.push(...(await reader.read(bytes.subarray(at, at + size))))
    expect(read).toEqual(frames)
  }
})

it('has the dictionary of the format', () => {
  expect(spdyDictionary).toHaveLength(1423)
  expect(spdyDictionary.subarray(0, 11).toString('latin1')).toBe('\0\0\0\x07options')
  expect(spdyDictionary.subarray(-19).toString()).toBe('iso-8859-1,utf-,*,enq=0.'.slice(-19))
})

it('writes the bytes of the format', async () => {
  const writer = createSpdyWriter()
  expect(Buffer.from(await writer.write(frames[3]!)).toString('latin1')).toBe('\0\0\0\x03\0\0\0\x0eGET / HTTP/1.1')
  expect(Buffer.from(await writer.write(frames[5]!)).toString('hex')).toBe('800300060000000400000007')
})

it('leaves out what has no meaning here, and refuses what is no SPDY', async () => {
  const settings = Buffer.from('80030004' + '00000004' + '00000000', 'hex')
  expect(await createSpdyReader().read(settings)).toEqual([])
  const refused = (hex: string) => expect(createSpdyReader().read(Buffer.from(hex, 'hex'))).rejects
  await refused('8002000100000004' + '00000000').toThrow(new SpdyError('version 2 is not 3'))
  await refused('8003000100000004' + '00000001').toThrow(new SpdyError('control frame 1 of 4 bytes is too short'))
  await refused('0000000100ffffff').toThrow('is too long')
  await refused('800300010000000e' + '00000001' + '00000000' + '0000' + 'ffffffff').toThrow('cannot be decompressed')
  const bomb = deflateSync(Buffer.alloc(1024 * 1024), {
    dictionary: spdyDictionary,
    finishFlush: constants.Z_SYNC_FLUSH,
  })
  const head = Buffer.from(
    '80030001' + (bomb.length + 10).toString(16).padStart(8, '0') + '00000001000000000000',
    'hex',
  )
  await expect(createSpdyReader().read(Buffer.concat([head, bomb]))).rejects.toThrow('too many')
})
