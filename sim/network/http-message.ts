// HTTP between programs of the cluster: a request as an object, and its form in bytes for those who speak TCP.
import { fromArray, toArray, type Bytes } from './bytes.ts'
import type { Connection } from './connection.ts'
import type { Wire } from './listeners.ts'
import type { ByteSink, ByteSource } from './pipe.ts'

/** A request as a server gets it. `target` is the path with its query, as sent. */
export interface HttpRequest {
  method: string
  target: string
  headers: Headers
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null
  /** Address of who connected. */
  from: string
  /** How it travels: http unless told. */
  wire?: Wire
}

/** Answers a request; `signal` aborts when the caller has gone. */
export type HttpHandler = (request: HttpRequest, signal: AbortSignal) => Promise<Response>

const headBytesMax = 65_536
/** Statuses whose answers have no body, which Response insists on. */
const bodiless = new Set([204, 205, 304])

/** Serves requests that come as bytes, one connection at a time, until the client ends it or asks to close. */
export async function serveConnection(connection: Connection, handler: HttpHandler): Promise<void> {
  const gone = new AbortController()
  const reader = headReader(connection.input)
  for (let head = await reader.head(); head !== undefined; head = await reader.head()) {
    const [method = '', target = '/', version = 'HTTP/0.9'] = head.start.split(' ')
    const request: HttpRequest = {
      method,
      target,
      headers: head.headers,
      body:
        head.headers.has('content-length') || head.headers.has('transfer-encoding') ? reader.body(head.headers) : null,
      from: connection.peer.address,
    }
    const response = /^[A-Z]+$/.test(method) ? await handler(request, gone.signal) : new Response('', { status: 400 })
    const keep = version === 'HTTP/1.1' && head.headers.get('connection')?.toLowerCase() !== 'close'
    const whole = await writeResponse(connection.output, response, { keep, bodiless: method === 'HEAD' })
    if (!keep || !whole) break
  }
  gone.abort()
  connection.output.close()
  connection.input.cancel()
}

/** Sends a request over a connection and gives the answer; rejects with `empty reply` when there is none. */
export async function requestOver(connection: Connection, request: Omit<HttpRequest, 'from'>): Promise<Response> {
  const body = request.body ? fromArray(new Uint8Array(await new Response(request.body).arrayBuffer())) : ''
  const lines = [`${request.method} ${request.target} HTTP/1.1`]
  for (const [name, value] of request.headers) lines.push(`${headerName(name)}: ${value}`)
  if (body && !request.headers.has('content-length')) lines.push(`Content-Length: ${body.length}`)
  if (!request.headers.has('connection')) lines.push('Connection: close')
  await connection.output.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  const reader = headReader(connection.input)
  const head = await reader.head()
  const status = Number(/^HTTP\/[0-9.]+ +([0-9]{3})/.exec(head?.start ?? '')?.[1] ?? 0)
  if (!head || status < 200 || status > 599) {
    connection.close()
    throw new HttpProtocolError(head ? `malformed HTTP response "${head.start}"` : 'EOF')
  }
  const stream =
    bodiless.has(status) || request.method === 'HEAD' ? null : reader.body(head.headers, () => connection.close())
  return new Response(stream, { status, statusText: head.start.split(' ').slice(2).join(' '), headers: head.headers })
}

/** What came over the connection is no HTTP answer. The message is what Go's client says. */
export class HttpProtocolError extends Error {}

/** `content-type` as it is usually written: `Content-Type`. */
export function headerName(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
}

async function writeResponse(
  output: ByteSink,
  response: Response,
  { keep, bodiless: headOnly }: { keep: boolean; bodiless: boolean },
): Promise<boolean> {
  const known = response.headers.get('content-length')
  const chunked = keep && known === null && response.body !== null
  const lines = [`HTTP/1.1 ${response.status} ${response.statusText || reasonPhrase(response.status)}`]
  for (const [name, value] of response.headers) lines.push(`${headerName(name)}: ${value}`)
  if (chunked) lines.push('Transfer-Encoding: chunked')
  else if (known === null && response.body === null && !bodiless.has(response.status)) lines.push('Content-Length: 0')
  if (!keep) lines.push('Connection: close')
  if (!(await output.write(`${lines.join('\r\n')}\r\n\r\n`))) return false
  if (headOnly || !response.body) return true
  const reader = response.body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const bytes = fromArray(part.value)
    if (!(await output.write(chunked ? `${bytes.length.toString(16)}\r\n${bytes}\r\n` : bytes))) {
      await reader.cancel()
      return false
    }
  }
  return chunked ? output.write('0\r\n\r\n') : true
}

interface Head {
  start: string
  headers: Headers
}

// Reads heads and bodies off one source, keeping what came with the head but belongs to the body.
function headReader(source: ByteSource) {
  let rest: Bytes = ''

  async function more(): Promise<boolean> {
    const part = await source.read()
    if (part === undefined) return false
    rest += part
    return true
  }

  async function line(): Promise<Bytes | undefined> {
    while (!rest.includes('\n')) {
      if (rest.length > headBytesMax || !(await more())) return undefined
    }
    const end = rest.indexOf('\n')
    const found = rest.slice(0, end).replace(/\r$/, '')
    rest = rest.slice(end + 1)
    return found
  }

  async function* pieces(headers: Headers): AsyncGenerator<Bytes> {
    if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked') {
      for (let size = parseInt((await line()) ?? '0', 16); size > 0; size = parseInt((await line()) ?? '0', 16)) {
        while (rest.length < size && (await more()));
        yield rest.slice(0, size)
        rest = rest.slice(size)
        await line()
      }
      await line()
      return
    }
    let left = headers.has('content-length') ? Number(headers.get('content-length')) : Infinity
    while (left > 0 && (rest !== '' || (await more()))) {
      const piece = rest.slice(0, Math.min(left, rest.length))
      rest = rest.slice(piece.length)
      left -= piece.length
      yield piece
    }
  }

  return {
    async head(): Promise<Head | undefined> {
      let start = await line()
      while (start === '') start = await line()
      if (start === undefined) return undefined
      const headers = new Headers()
      for (let text = await line(); text; text = await line()) {
        const colon = text.indexOf(':')
        if (colon > 0 && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text.slice(0, colon))) {
          headers.append(text.slice(0, colon), text.slice(colon + 1).trim())
        }
      }
      return { start, headers }
    },
    body(headers: Headers, done: () => void = () => undefined): ReadableStream<Uint8Array<ArrayBuffer>> {
      const iterator = pieces(headers)
      return new ReadableStream({
        async pull(controller) {
          const next = await iterator.next()
          if (!next.done) return controller.enqueue(toArray(next.value))
          controller.close()
          done()
        },
        cancel: done,
      })
    },
  }
}

/** The words after a status code, for the statuses that programs here use. */
export function reasonPhrase(status: number): string {
  return reasonPhrases[status] ?? ''
}

const reasonPhrases: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  499: 'Client Closed Request',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
