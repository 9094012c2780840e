// HTTP between programs of the cluster: a request as an object, and its form in bytes for those who speak TCP.
import { fromArray, type Bytes } from './bytes.ts'
import type { Connection } from './connection.ts'
import { httpReader, type Head } from './http-reader.ts'
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

/** Statuses whose answers have no body, which Response insists on. */
const bodiless = new Set([204, 205, 304])

/**
 * Takes a connection whose client asks for another protocol (a WebSocket): the answer that refuses it, or undefined once
 * the two have talked.
 */
export type HttpUpgrade = (request: HttpRequest, connection: Connection) => Promise<Response | undefined>

/** Serves requests that come as bytes, one connection at a time, until the client ends it or asks to close. */
export async function serveConnection(
  connection: Connection,
  handler: HttpHandler,
  upgrade?: HttpUpgrade,
): Promise<void> {
  const gone = new AbortController()
  const reader = httpReader(connection.input)
  for (let head = await reader.head(); head !== undefined; head = await reader.head()) {
    const [method = '', target = '/', version = 'HTTP/0.9'] = head.start.split(' ')
    const { headers } = head
    const body = sizeOf(headers) === 0 ? undefined : reader.body(headers)
    const request: HttpRequest = { method, target, headers, body: body?.stream ?? null, from: connection.peer.address }
    if (body && headers.get('expect')?.toLowerCase() === '100-continue') {
      headers.delete('expect')
      await connection.output.write('HTTP/1.1 100 Continue\r\n\r\n')
    }
    const asksMore = upgrade && headers.has('upgrade') && /\bupgrade\b/i.test(headers.get('connection') ?? '')
    const response = !/^[A-Z]+$/.test(method)
      ? new Response('', { status: 400 })
      : asksMore
        ? await upgrade(request, { ...connection, input: reader.rest() })
        : await handler(request, gone.signal)
    if (!response) return
    const keep = version === 'HTTP/1.1' && !asksMore && headers.get('connection')?.toLowerCase() !== 'close'
    const whole = await writeResponse(connection.output, response, { keep, bodiless: method === 'HEAD' })
    if (!keep || !whole) break
    await body?.skip()
  }
  gone.abort()
  connection.output.close()
  connection.input.cancel()
}

/** Sends a request over a connection and gives the answer; rejects with `empty reply` when there is none. */
export async function requestOver(connection: Connection, request: Omit<HttpRequest, 'from'>): Promise<Response> {
  const { answer } = await exchange(connection, request)
  if (answer) return answer
  connection.close()
  throw new HttpProtocolError('malformed HTTP response "HTTP/1.1 101 Switching Protocols"')
}

/**
 * Sends a request for another protocol: the answer of a server that stays with HTTP, or what it said when it agreed, as
 * bytes, with the connection as it is from then on.
 */
export async function upgradeOver(
  connection: Connection,
  request: Omit<HttpRequest, 'from'>,
): Promise<Response | { said: Bytes; connection: Connection }> {
  const made = await exchange(connection, request)
  if (made.answer) return made.answer
  const { start, headers } = made.head
  return { said: headBytes(start, headers), connection: { ...connection, input: made.rest() } }
}

interface Exchange {
  /** Undefined where the server changes the protocol. */
  answer: Response | undefined
  head: Head
  rest(): ByteSource
}

async function exchange(connection: Connection, request: Omit<HttpRequest, 'from'>): Promise<Exchange> {
  const sent = new Headers(request.headers)
  sent.delete('transfer-encoding')
  const chunked = request.body !== null && !sent.has('content-length')
  const own: [string, string][] = [
    ...(chunked ? [['Transfer-Encoding', 'chunked'] as [string, string]] : []),
    ...(sent.has('connection') ? [] : [['Connection', 'close'] as [string, string]]),
  ]
  await connection.output.write(headBytes(`${request.method} ${request.target} HTTP/1.1`, [...sent, ...own]))
  // A server may answer before it has read all, or never read it.
  if (request.body) void writeBody(connection.output, request.body, chunked).catch(() => connection.close())
  const reader = httpReader(connection.input)
  let head = await reader.head()
  while (head && /^HTTP\/[0-9.]+ +1(?!01)\d\d/.test(head.start)) head = await reader.head()
  const status = Number(/^HTTP\/[0-9.]+ +([0-9]{3})/.exec(head?.start ?? '')?.[1] ?? 0)
  if (head && status === 101) return { answer: undefined, head, rest: () => reader.rest() }
  if (!head || status < 200 || status > 599) {
    connection.close()
    throw new HttpProtocolError(head ? `malformed HTTP response "${head.start}"` : 'EOF')
  }
  const none = bodiless.has(status) || request.method === 'HEAD'
  const stream = none ? null : reader.body(head.headers, () => connection.close()).stream
  if (none) connection.close()
  // What comes out of the stream is no longer in chunks.
  const headers = new Headers(head.headers)
  headers.delete('transfer-encoding')
  const statusText = head.start.split(' ').slice(2).join(' ')
  const answer = new Response(stream, { status, statusText, headers })
  return { answer, head, rest: () => reader.rest() }
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
  const headers = [...response.headers]
  if (chunked) headers.push(['Transfer-Encoding', 'chunked'])
  else if (known === null && response.body === null && !bodiless.has(response.status))
    headers.push(['Content-Length', '0'])
  if (!keep) headers.push(['Connection', 'close'])
  const start = `HTTP/1.1 ${response.status} ${response.statusText || reasonPhrase(response.status)}`
  if (!(await output.write(headBytes(start, headers)))) return false
  return headOnly || !response.body || writeBody(output, response.body, chunked)
}

/** False when nobody reads any more: then whoever makes the body is told. */
async function writeBody(output: ByteSink, body: ReadableStream<Uint8Array>, chunked: boolean): Promise<boolean> {
  const reader = body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const bytes = fromArray(part.value)
    if (!(await output.write(chunked ? `${bytes.length.toString(16)}\r\n${bytes}\r\n` : bytes))) {
      await reader.cancel()
      return false
    }
  }
  return chunked ? output.write('0\r\n\r\n') : true
}

function headBytes(start: string, headers: Iterable<[string, string]>): Bytes {
  let text = `${start}\r\n`
  for (const [name, value] of headers) text += `${headerName(name)}: ${value}\r\n`
  return `${text}\r\n`
}

/** Bytes of a request's body; undefined: as many as come in chunks. */
function sizeOf(headers: Headers): number | undefined {
  return headers.has('transfer-encoding') ? undefined : Number(headers.get('content-length') ?? 0)
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
