// Bytes in JSON. k8s: Go's encoding/base64 StdEncoding.Decode

/** The text is no base64; `message` is Go's sentence. */
export class Base64Error extends Error {
  constructor(at: number) {
    super(`illegal base64 data at input byte ${at}`)
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The text as the server prints it back: no line breaks, no stray bits. Throws {@link Base64Error}. */
export function canonicalBase64(text: string): string {
  let result = ''
  let quantum = ''
  let at = 0
  const next = (): string => {
    while (text[at] === '\n' || text[at] === '\r') at++
    return text[at] ?? ''
  }
  for (;;) {
    const character = next()
    if (character === '') {
      if (quantum !== '') throw new Base64Error(at - quantum.length)
      return result
    }
    at++
    if (alphabet.includes(character)) {
      quantum += character
      if (quantum.length === 4) {
        result += quantum
        quantum = ''
      }
      continue
    }
    if (character !== '=' || quantum.length < 2) throw new Base64Error(at - 1)
    if (quantum.length === 2) {
      if (next() === '') throw new Base64Error(text.length)
      if (next() !== '=') throw new Base64Error(at - 1)
      at++
    }
    if (next() !== '') throw new Base64Error(at)
    return result + padded(quantum)
  }
}

/** The last group with its unused bits cleared. */
function padded(quantum: string): string {
  const unused = quantum.length === 2 ? 16 : 4
  const last = alphabet.indexOf(quantum.at(-1)!)
  return `${quantum.slice(0, -1)}${alphabet[last - (last % unused)]}`.padEnd(4, '=')
}

/** Bytes as base64. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  }
  return btoa(binary)
}
