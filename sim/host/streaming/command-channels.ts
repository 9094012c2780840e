// A command's streams as channels of a WebSocket: each message begins with the channel's number.
// k8s: apimachinery/pkg/util/remotecommand/constants.go, client-go/tools/remotecommand/websocket.go
import { commandStatus } from '../../server/command-status.ts'
import type { CommandSession, CommandStreams } from '../../server/connect.ts'
import type { Status } from '../../generated/types.ts'
import { channelFrame } from './channel-frame.ts'
import type { Messages } from './messages.ts'

const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * Passes messages between a client and a command until the command ends or the client goes.
 * @param closes true on version 5, where a client can close its standard input alone
 */
export async function serveCommand(
  messages: Messages,
  session: CommandSession,
  streams: CommandStreams,
  closes: boolean,
): Promise<void> {
  messages.gone.addEventListener('abort', () => session.hangUp(), { once: true })
  if (messages.gone.aborted) return session.hangUp()
  // Earlier versions of the protocol show with an empty message that the streams are open.
  if (!closes) await messages.send(channelFrame(streams.stdout ? channel.stdout : channel.error, new Uint8Array()))
  const outputs = [
    ...(streams.stdout ? [copy(session.stdout, messages, channel.stdout)] : []),
    ...(streams.stderr ? [copy(session.stderr, messages, channel.stderr)] : []),
  ]
  void receive(messages, session, streams, closes)
  const end = await session.end
  await Promise.all(outputs)
  await sendStatus(messages, commandStatus(end, closes))
  messages.close()
}

/** Tells a client how it ended, or why it never began. */
export function sendStatus(messages: Messages, status: Status): Promise<void> {
  return messages.send(channelFrame(channel.error, encoder.encode(JSON.stringify(status))))
}

async function copy(source: ReadableStream<Uint8Array>, messages: Messages, to: number): Promise<void> {
  for await (const part of source) await messages.send(channelFrame(to, part))
}

async function receive(
  messages: Messages,
  session: CommandSession,
  { stdin }: CommandStreams,
  closes: boolean,
): Promise<void> {
  const writer = session.stdin.getWriter()
  let open = stdin
  for (let message = await messages.next(); message; message = await messages.next()) {
    const body = message.subarray(1)
    if (message[0] === channel.stdin && open && body.length > 0) {
      await writer.write(body).catch(() => (open = false))
    } else if (message[0] === channel.resize) resize(session, body)
    else if (closes && message[0] === channel.close && body[0] === channel.stdin && open) {
      open = false
      await writer.close().catch(() => undefined)
    }
  }
}

function resize(session: CommandSession, body: Uint8Array): void {
  try {
    const { Width, Height } = JSON.parse(decoder.decode(body)) as { Width?: unknown; Height?: unknown }
    if (Number.isInteger(Width) && Number.isInteger(Height)) session.resize(Number(Width), Number(Height))
  } catch {
    // A size that nobody can read changes nothing.
  }
}
