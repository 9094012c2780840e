// One message of a channelled WebSocket: the channel's number, then what it carries.

export function channelFrame(number: number, body: Uint8Array): Uint8Array {
  const message = new Uint8Array(body.length + 1)
  message[0] = number
  message.set(body, 1)
  return message
}
