// Bytes as strings: every character is one byte (0-255). Files, pipes and connections carry them; text is UTF-8 inside.

/** A string whose characters are all below 256. */
export type Bytes = string

const encoder = new TextEncoder()
const decoder = new TextDecoder()
/** `String.fromCharCode(...)` takes its arguments from the stack, which is not endless. */
const charactersPerCall = 8192

/** Text as the bytes of its UTF-8 form. */
export function bytesOf(text: string): Bytes {
  // Most text is ASCII, whose bytes are the text.
  // oxlint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(text) ? text : fromArray(encoder.encode(text))
}

/** The text that bytes hold as UTF-8; wrong sequences become U+FFFD. */
export function textOf(bytes: Bytes): string {
  // oxlint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(bytes) ? bytes : decoder.decode(toArray(bytes))
}

export function toArray(bytes: Bytes): Uint8Array<ArrayBuffer> {
  const array = new Uint8Array(bytes.length)
  for (let index = 0; index < bytes.length; index++) array[index] = bytes.charCodeAt(index)
  return array
}

export function fromArray(array: Uint8Array): Bytes {
  let bytes = ''
  for (let at = 0; at < array.length; at += charactersPerCall) {
    bytes += String.fromCharCode(...array.subarray(at, at + charactersPerCall))
  }
  return bytes
}
