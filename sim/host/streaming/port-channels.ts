// Port-forward over plain WebSocket channels, as clients without SPDY speak it: two channels a port, data and error.
// k8s: kubelet/pkg/cri/streaming/portforward/websocket.go
import type { PortStream } from '../../server/connect.ts'
import { channelFrame } from './channel-frame.ts'
import type { Messages } from './messages.ts'

/** Opens a connection to each port; each channel's first message is its port's number, little endian. */
export async function servePortChannels(
  messages: Messages,
  ports: readonly number[],
  open: (port: number) => Promise<PortStream>,
): Promise<void> {
  const connections = ports.map((port) => open(port))
  const writers = connections.map(async (connection) => (await connection).writable.getWriter())
  for (const writer of writers) writer.catch(() => undefined)
  messages.gone.addEventListener('abort', () => {
    for (const writer of writers) writer.then((one) => one.abort()).catch(() => undefined)
  })
  const running = ports.map(async (port, index) => {
    const [data, error] = [index * 2, index * 2 + 1]
    const number = new Uint8Array([port & 0xff, port >> 8])
    await messages.send(channelFrame(data, number))
    await messages.send(channelFrame(error, number))
    try {
      const { readable } = await connections[index]!
      for await (const part of readable) await messages.send(channelFrame(data, part))
    } catch (fault) {
      await messages.send(
        channelFrame(error, new TextEncoder().encode(fault instanceof Error ? fault.message : String(fault))),
      )
    }
  })
  void receive(messages, writers)
  await Promise.all(running)
  messages.close()
}

async function receive(
  messages: Messages,
  writers: readonly Promise<WritableStreamDefaultWriter<Uint8Array>>[],
): Promise<void> {
  for (let message = await messages.next(); message; message = await messages.next()) {
    const number = message[0] ?? 1
    // Nothing is to come on a channel of errors.
    if (number % 2 === 0)
      await writers[number / 2]?.then((one) => one.write(message.subarray(1))).catch(() => undefined)
  }
}
