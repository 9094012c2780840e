// httpGet probes: 200 to 399 is success. k8s: pkg/probe/http/http.go
import type { Container, HTTPGetAction } from '../../generated/types.ts'
import { fromArray, textOf } from '../../network/bytes.ts'
import { ConnectError } from '../../network/connection.ts'
import type { NodeHost } from '../node-host.ts'
import type { Outcome } from './outcome.ts'
import { portOf } from './port.ts'

const redirectsMax = 10
/** Statuses that Go's client follows. */
const redirects = new Set([301, 302, 303, 307, 308])
const bodyBytesMax = 10 * 1024

export async function probeHttp(
  host: NodeHost,
  container: Container,
  podAddress: string,
  action: HTTPGetAction,
  timeoutSeconds: number,
): Promise<Outcome> {
  const port = portOf(action.port, container)
  if (typeof port === 'string') return { kind: 'error', output: port }
  const scheme = (action.scheme ?? 'HTTP').toLowerCase()
  const address = action.host || podAddress
  const path = action.path?.startsWith('/') ? action.path : `/${action.path ?? ''}`
  const url = new URL(`${scheme}://${address}:${port}${path}`)
  const shown = `${scheme}://${address}:${port}${path}`
  const stop = new AbortController()
  const cancel = host.context.clock.after(timeoutSeconds * 1000, () => stop.abort())
  const fail = (why: string): Outcome => ({ kind: 'failure', output: `Get "${shown}": ${why}` })
  try {
    return await Promise.race([attempt(host, url, action, stop.signal), aborted(stop.signal)])
  } catch (error) {
    if (stop.signal.aborted) return fail('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')
    if (error instanceof ConnectError) {
      const words =
        error.code === 'ECONNREFUSED'
          ? 'connect: connection refused'
          : error.code === 'EHOSTUNREACH'
            ? 'connect: no route to host'
            : 'i/o timeout'
      return fail(`dial tcp ${address}:${port}: ${words}`)
    }
    if (error instanceof RedirectError) return { kind: 'failure', output: `Get "${error.location}": ${error.message}` }
    return fail(error instanceof Error ? error.message : String(error))
  } finally {
    cancel()
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
  )
}

async function attempt(host: NodeHost, first: URL, action: HTTPGetAction, signal: AbortSignal): Promise<Outcome> {
  let url = first
  let hostHeader = (action.httpHeaders ?? []).find(({ name }) => name.toLowerCase() === 'host')?.value
  const origin = { address: host.gateway, nodeName: host.name }
  for (let count = 1; ; count++) {
    const wire = url.protocol === 'https:' ? 'https' : 'http'
    const port = Number(url.port || (wire === 'https' ? 443 : 80))
    const headers = probeHeaders(action)
    headers.set('host', hostHeader || url.host)
    const request = { method: 'GET', target: `${url.pathname}${url.search}`, headers, body: null, wire } as const
    const response = await host.network.http(origin, url.hostname, port, request, signal)
    const location = response.headers.get('location')
    if (!location || !redirects.has(response.status)) return judge(response)
    const next = new URL(location, url)
    if (next.hostname !== first.hostname) return judge(response)
    if (count === redirectsMax) throw new RedirectError(location)
    await response.body?.cancel()
    // A header of one's own stays only where the place is told relatively.
    if (/^[a-z][a-z0-9+.-]*:/i.test(location)) hostHeader = undefined
    url = next
  }
}

/** Too many of them. Go names the place that it did not go to any more. */
class RedirectError extends Error {
  readonly location: string
  constructor(location: string) {
    super(`stopped after ${redirectsMax} redirects`)
    this.location = location
  }
}

/** Given ones, and the agent's own where they say nothing of the same; an empty Accept means none. */
function probeHeaders({ httpHeaders = [] }: HTTPGetAction): Headers {
  const headers = new Headers()
  for (const { name, value } of httpHeaders) if (name.toLowerCase() !== 'host') headers.append(name, value)
  if (!headers.has('user-agent')) headers.set('user-agent', 'kube-probe/1.35')
  if (!headers.has('accept')) headers.set('accept', '*/*')
  else if (headers.get('accept') === '') headers.delete('accept')
  headers.set('connection', 'close')
  return headers
}

async function judge(response: Response): Promise<Outcome> {
  const body = textOf(fromArray(new Uint8Array(await response.arrayBuffer())).slice(0, bodyBytesMax))
  if (response.status >= 200 && response.status < 300) return { kind: 'success' }
  if (response.status >= 300 && response.status < 400) {
    return { kind: 'warning', output: `Probe terminated redirects, Response body: ${body}` }
  }
  return { kind: 'failure', output: `HTTP probe failed with statuscode: ${response.status}` }
}
