// Port-forward as kubectl speaks it: SPDY inside WebSocket messages, two streams for each connection, error and data.
// k8s: kubelet/pkg/cri/streaming/portforward/httpstream.go, client-go/tools/portforward
import type { PortStream } from '../../server/connect.ts'
import type { Messages } from './messages.ts'
import { createSpdyReader, createSpdyWriter, SpdyError, type SpdyFrame } from './spdy-frames.ts'

interface Pair {
  port: number
  error?: number
  data?: number
  /** The way to the pod, once both streams are there. */
  writer?: Promise<WritableStreamDefaultWriter<Uint8Array>>
}

const pairsMax = 256
/** SPDY's own codes of RST_STREAM, and of GOAWAY. */
const status = { protocolError: 1, refused: 3, cancel: 5 } as const
const goawayProtocolError = 1

/** Serves one tunnel until the client goes. */
export async function serveTunnel(messages: Messages, open: (port: number) => Promise<PortStream>): Promise<void> {
  const reader = createSpdyReader()
  const writer = createSpdyWriter()
  const pairs = new Map<string, Pair>()
  const byStream = new Map<number, Pair>()
  let lastStream = 0
  // Sent in the order of the calls, since their headers share a context.
  const send = async (frame: SpdyFrame): Promise<void> => messages.send(await writer.write(frame))

  async function opened({ stream, headers }: Extract<SpdyFrame, { type: 'open' }>): Promise<void> {
    lastStream = stream
    const kind = headers.get('streamtype')
    const port = Number(headers.get('port'))
    // A client that gives no id opens the error stream first and the data stream next.
    const id = headers.get('requestid') ?? `${kind === 'data' ? stream - 2 : stream}`
    const pair = pairs.get(id) ?? ({ port } as Pair)
    const wrong = !Number.isInteger(port) || port < 1 || port > 65_535 || (kind !== 'error' && kind !== 'data')
    if (wrong || pair[kind] !== undefined || (!pairs.has(id) && pairs.size >= pairsMax))
      return send({ type: 'reset', stream, status: wrong ? status.protocolError : status.refused })
    pair[kind] = stream
    pairs.set(id, pair)
    byStream.set(stream, pair)
    await send({ type: 'reply', stream, headers: new Map(), last: false })
    if (pair.error !== undefined && pair.data !== undefined) void forward(id, pair, pair.data, pair.error)
  }

  async function forward(id: string, pair: Pair, data: number, error: number): Promise<void> {
    const connection = open(pair.port)
    pair.writer = connection.then(({ writable }) => writable.getWriter())
    pair.writer.catch(() => undefined)
    try {
      const { readable } = await connection
      for await (const part of readable) await send({ type: 'data', stream: data, data: part, last: false })
      await send({ type: 'data', stream: data, data: new Uint8Array(), last: true })
      await send({ type: 'data', stream: error, data: new Uint8Array(), last: true })
    } catch (fault) {
      const words = new TextEncoder().encode(fault instanceof Error ? fault.message : String(fault))
      await send({ type: 'data', stream: error, data: words, last: true })
      await send({ type: 'reset', stream: data, status: status.cancel })
    }
    hangUp(pair)
    pairs.delete(id)
    byStream.delete(data)
    byStream.delete(error)
  }

  async function take(frame: SpdyFrame): Promise<void> {
    if (frame.type === 'ping') return send(frame)
    if (frame.type === 'open') return opened(frame)
    if (frame.type !== 'data' && frame.type !== 'reset') return
    const pair = byStream.get(frame.stream)
    if (!pair || frame.stream !== pair.data) return
    if (frame.type === 'reset') return hangUp(pair)
    const upstream = pair.writer
    if (!upstream) return
    // One slow connection holds the others up, as in every SPDY without flow control.
    await upstream.then((one) => (frame.data.length > 0 ? one.write(frame.data) : undefined)).catch(() => undefined)
    if (frame.last) void upstream.then((one) => one.close()).catch(() => undefined)
  }

  messages.gone.addEventListener('abort', () => {
    for (const pair of pairs.values()) hangUp(pair)
  })
  try {
    for (let message = await messages.next(); message; message = await messages.next()) {
      for (const frame of await reader.read(message)) await take(frame)
    }
  } catch (error) {
    if (!(error instanceof SpdyError)) throw error
    await send({ type: 'goaway', lastStream, status: goawayProtocolError })
    messages.close(1002, error.message)
  } finally {
    for (const pair of pairs.values()) hangUp(pair)
    reader.close()
    writer.close()
  }
}

function hangUp({ writer }: Pair): void {
  writer?.then((one) => one.abort()).catch(() => undefined)
}
