import { expect, it } from 'vitest'
import type { PortStream } from '../../server/connect.ts'
import { testMessages, type TestMessages } from './fixture.ts'
import { createSpdyReader, createSpdyWriter, type SpdyFrame } from './spdy-frames.ts'
import { serveTunnel } from './spdy-tunnel.ts'

/** A port that gives back what it gets, between `<` and `>`; port 81 is closed. */
function echo(): (port: number) => Promise<PortStream> {
  return async (port) => {
    if (port === 81) throw new Error('error forwarding port 81')
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from('<')),
      flush: (controller) => controller.enqueue(Buffer.from('>')),
    })
    return { readable, writable }
  }
}

function client(messages: TestMessages) {
  const writer = createSpdyWriter()
  const reader = createSpdyReader()
  let seen = 0
  return {
    send: async (...frames: SpdyFrame[]): Promise<void> => {
      for (const frame of frames) messages.arrive(await writer.write(frame))
    },
    /** Waits for so many frames more. */
    frames: async (count: number): Promise<SpdyFrame[]> => {
      const frames: SpdyFrame[] = []
      while (frames.length < count) {
        await expect.poll(() => messages.sent.length).toBeGreaterThan(seen)
        frames.push(...(await reader.read(messages.sent[seen++]!)))
      }
      return frames
    },
  }
}

const open = (stream: number, streamtype: string, port: string, requestid?: string): SpdyFrame => ({
  type: 'open',
  stream,
  headers: new Map([
    ['streamtype', streamtype],
    ['port', port],
    ...(requestid ? [['requestid', requestid] as const] : []),
  ]),
  last: streamtype === 'error',
})
const data = (stream: number, text: string, last = false): SpdyFrame => ({
  type: 'data',
  stream,
  data: Buffer.from(text),
  last,
})
const reply = (stream: number): SpdyFrame => ({ type: 'reply', stream, headers: new Map(), last: false })

it('joins an error and a data stream to a connection, and ends both with it', async () => {
  const messages = testMessages()
  void serveTunnel(messages, echo())
  const { send, frames } = client(messages)
  await send(open(1, 'error', '80', '0'), open(3, 'data', '80', '0'))
  expect(await frames(3)).toEqual([reply(1), reply(3), data(3, '<')])
  await send(data(3, 'hola'), { type: 'ping', id: 9 }, data(3, '', true))
  const rest = await frames(5)
  expect(rest).toContainEqual({ type: 'ping', id: 9 })
  expect(rest.filter(({ type }) => type !== 'ping')).toEqual([
    data(3, 'hola'),
    data(3, '>'),
    data(3, '', true),
    data(1, '', true),
  ])
})

it('tells on the error stream why a port cannot be reached, and goes on', async () => {
  const messages = testMessages()
  void serveTunnel(messages, echo())
  const { send, frames } = client(messages)
  await send(open(1, 'error', '81'), open(3, 'data', '81'))
  expect(await frames(4)).toEqual([
    reply(1),
    reply(3),
    data(1, 'error forwarding port 81', true),
    { type: 'reset', stream: 3, status: 5 },
  ])
  await send(open(5, 'error', '80'), open(7, 'data', '80'))
  expect(await frames(3)).toEqual([reply(5), reply(7), data(7, '<')])
})

it('refuses streams that make no sense', async () => {
  const messages = testMessages()
  void serveTunnel(messages, echo())
  const { send, frames } = client(messages)
  await send(open(1, 'other', '80'), open(3, 'data', 'ochenta'), open(5, 'data', '0'), open(7, 'data', '80', 'a'))
  await send(open(9, 'data', '80', 'a'))
  expect(await frames(5)).toEqual([
    { type: 'reset', stream: 1, status: 1 },
    { type: 'reset', stream: 3, status: 1 },
    { type: 'reset', stream: 5, status: 1 },
    reply(7),
    { type: 'reset', stream: 9, status: 3 },
  ])
})

it('ends, and its connections with it, when the client goes or speaks something else', async () => {
  const messages = testMessages()
  let aborted = 0
  const serving = serveTunnel(messages, async () => ({
    readable: new ReadableStream(),
    writable: new WritableStream({ abort: () => void aborted++ }),
  }))
  const { send, frames } = client(messages)
  await send(open(1, 'error', '80', '0'), open(3, 'data', '80', '0'))
  await frames(2)
  messages.leave()
  await serving
  await expect.poll(() => aborted).toBe(1)
  const wrong = testMessages()
  const second = serveTunnel(wrong, echo())
  wrong.arrive(Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))
  wrong.arrive(Buffer.from('8001000100000000', 'hex'))
  await second
  expect(wrong.closed).toMatchObject({ code: 1002 })
})
