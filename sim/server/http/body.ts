// The bytes of a request, bounded.
import { failure } from '../../api/status.ts'
import { limits } from '../../limits.ts'

/** Reads it whole; throws 413 once it is over the limit. */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const length = Number(request.headers.get('content-length') ?? 0)
  if (length > limits.requestBytesMax) throw tooLarge()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length
    if (bytes > limits.requestBytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  const body = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    body.set(chunk, at)
    at += chunk.length
  }
  return body
}

function tooLarge(): Error {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limits.requestBytesMax}`)
}
