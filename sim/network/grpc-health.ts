// grpc.health.v1.Health/Check in the messages of gRPC over HTTP/2, as requests and answers of the network. Protocol: github.com/grpc/grpc PROTOCOL-HTTP2.md, health.proto
import { fromArray, textOf, toArray, type Bytes } from './bytes.ts'
import type { HttpRequest } from './http-message.ts'

/** What a service says of itself. */
export type ServingStatus = 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN'

/** A call that failed, with gRPC's name of the code. */
export interface GrpcStatus {
  code: string
  message: string
}

const path = '/grpc.health.v1.Health/Check'
const servingStatuses: ServingStatus[] = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN']
/** Codes by number. */
const codes = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
]

/** The request that asks for the status of a service (bytes of its name; empty for the whole server). */
export function checkRequest(service: Bytes, host: string, agent: string): Omit<HttpRequest, 'from'> {
  const message = service === '' ? '' : `\n${varint(service.length)}${service}`
  return {
    method: 'POST',
    target: path,
    headers: new Headers({ host, 'content-type': 'application/grpc', te: 'trailers', 'user-agent': agent }),
    body: new Response(toArray(framed(message))).body,
    wire: 'grpc',
  }
}

/** Serves Check with what `statusOf` says of a service; undefined: this server does not know it (NotFound). */
export async function answerCheck(
  request: HttpRequest,
  statusOf: (service: Bytes) => ServingStatus | undefined,
): Promise<Response> {
  if (request.target !== path) {
    const [, service = ''] = request.target.split('/')
    return failed('Unimplemented', `unknown service ${service}`)
  }
  const body = request.body ? fromArray(new Uint8Array(await new Response(request.body).arrayBuffer())) : ''
  const status = statusOf(lastField(body.slice(5)))
  if (status === undefined) return failed('NotFound', 'unknown service')
  const code = servingStatuses.indexOf(status)
  const message = code === 0 ? '' : `\x08${String.fromCharCode(code)}`
  return new Response(toArray(framed(message)), { headers: { 'content-type': 'application/grpc', 'grpc-status': '0' } })
}

/** What an answer to Check says. */
export async function readCheck(response: Response): Promise<{ status: ServingStatus } | GrpcStatus> {
  const code = Number(response.headers.get('grpc-status') ?? 2)
  if (code !== 0) {
    const message = decodeURIComponent(response.headers.get('grpc-message') ?? '')
    return { code: codes[code] ?? `Code(${code})`, message: textOf(message) }
  }
  const body = fromArray(new Uint8Array(await response.arrayBuffer())).slice(5)
  return { status: servingStatuses[body.charCodeAt(1)] ?? 'UNKNOWN' }
}

function failed(code: string, message: string): Response {
  const headers = {
    'content-type': 'application/grpc',
    'grpc-status': `${codes.indexOf(code)}`,
    'grpc-message': message,
  }
  return new Response(null, { headers })
}

/** One message, uncompressed. */
function framed(message: Bytes): Bytes {
  const { length } = message
  return String.fromCharCode(0, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255) + message
}

function varint(value: number): Bytes {
  return value < 128 ? String.fromCharCode(value) : String.fromCharCode((value & 127) | 128) + varint(value >>> 7)
}

/** The one text field of a message; empty when it is not there. */
function lastField(message: Bytes): Bytes {
  let at = 1
  while (message.charCodeAt(at) >= 128) at++
  return message.slice(at + 1)
}
