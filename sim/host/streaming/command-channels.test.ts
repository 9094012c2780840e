import { expect, it } from 'vitest'
import type { CommandEnd, CommandSession } from '../../server/connect.ts'
import { serveCommand } from './command-channels.ts'
import { testMessages } from './fixture.ts'

const all = { stdin: true, stdout: true, stderr: true, tty: false }

/** A command that the test plays. */
function command() {
  const received: string[] = []
  const sizes: string[] = []
  let finish!: (end: CommandEnd) => void
  let hungUp = 0
  const output = new TransformStream<Uint8Array, Uint8Array>()
  const errors = new TransformStream<Uint8Array, Uint8Array>()
  const session: CommandSession = {
    stdin: new WritableStream({
      write: (chunk) => void received.push(Buffer.from(chunk).toString()),
      close: () => void received.push('<end>'),
    }),
    stdout: output.readable,
    stderr: errors.readable,
    resize: (columns, rows) => void sizes.push(`${columns}x${rows}`),
    end: new Promise((resolve) => (finish = resolve)),
    hangUp: () => void hungUp++,
  }
  const writers = [output, errors].map(({ writable }) => writable.getWriter())
  return {
    session,
    received,
    sizes,
    hungUp: () => hungUp,
    write: (index: number, text: string) => writers[index]!.write(Buffer.from(text)),
    end: async (how: CommandEnd): Promise<void> => {
      finish(how)
      await Promise.all(writers.map((writer) => writer.close()))
    },
  }
}

const texts = (sent: Uint8Array[]): string[] =>
  sent.map((one) => `${one[0]}:${Buffer.from(one.subarray(1)).toString()}`)

it('version 5: channels, a resize, the end of standard input, the status', async () => {
  const messages = testMessages()
  const { session, received, sizes, write, end } = command()
  const serving = serveCommand(messages, session, all, true)
  messages.arrive([0, 104, 105], [4, ...Buffer.from('{"Width":120,"Height":40}')], [4, 1], [255, 0], [0, 33])
  await write(0, 'out')
  await write(1, 'err')
  await expect.poll(() => received).toEqual(['hi', '<end>'])
  expect(sizes).toEqual(['120x40'])
  await end(3)
  await serving
  const [out, err, status] = texts(messages.sent)
  expect([out, err]).toEqual(['1:out', '2:err'])
  expect(JSON.parse(status!.slice(2))).toEqual({
    metadata: {},
    status: 'Failure',
    message: 'command terminated with non-zero exit code: command terminated with exit code 3',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '3' }] },
  })
  expect(messages.closed).toEqual({ code: 1000, reason: '' })
})

it('version 4: an empty message first, and nothing closes standard input but leaving', async () => {
  const messages = testMessages()
  const { session, received, end } = command()
  const serving = serveCommand(messages, session, all, false)
  messages.arrive([255, 0], [0, 120])
  await expect.poll(() => received).toEqual(['x'])
  await end(0)
  await serving
  expect(texts(messages.sent)).toEqual(['1:', '3:{"metadata":{},"status":"Success"}'])
})

it('tells why a command could not run: once more wrapped on version 5', async () => {
  for (const [closes, message] of [
    [false, 'Internal error occurred: error executing command in container: no'],
    [true, 'Internal error occurred: Internal error occurred: error executing command in container: no'],
  ] as const) {
    const messages = testMessages()
    const { session, end } = command()
    const serving = serveCommand(messages, session, all, closes)
    await end({ failed: 'no' })
    await serving
    expect(JSON.parse(texts(messages.sent).at(-1)!.slice(2))).toMatchObject({ status: 'Failure', code: 500, message })
  }
})

it('hangs up once when the client goes', async () => {
  const messages = testMessages()
  const { session, hungUp, end } = command()
  const serving = serveCommand(messages, session, all, true)
  messages.leave()
  expect(hungUp()).toBe(1)
  await end(129)
  await serving
})
