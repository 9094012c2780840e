// httpGet probes: 200 to 399 is success. k8s: pkg/probe/http/http.go
import type { Container, HTTPGetAction } from '../../generated/types.ts'
import { fromArray, textOf } from '../../network/bytes.ts'
import { ConnectError } from '../../network/connection.ts'
import type { NodeHost } from '../node-host.ts'
import type { Outcome } from './outcome.ts'
import { portOf } from './port.ts'

const redirectsMax = 10
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
  const origin = { address: host.gateway, nodeName: host.name }
  for (let count = 0; count <= redirectsMax; count++) {
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
    if (url.protocol === 'https:') {
      // Nothing in the cluster speaks TLS: whoever answers does so in clear.
      const connection = await host.network.connect(origin, url.hostname, port, signal)
      connection.close()
      throw new Error('http: server gave HTTP response to HTTPS client')
    }
    const headers = new Headers({ 'user-agent': 'kube-probe/1.35', accept: '*/*', connection: 'close' })
    for (const header of action.httpHeaders ?? []) headers.set(header.name, header.value)
    if (!headers.has('host')) headers.set('host', url.host)
    const request = { method: 'GET', target: `${url.pathname}${url.search}`, headers, body: null }
    const response = await host.network.http(origin, url.hostname, port, request, signal)
    const location = response.headers.get('location')
    const next = response.status >= 300 && response.status < 400 && location ? new URL(location, url) : undefined
    if (!next || next.hostname !== first.hostname || response.status === 304) return judge(response)
    await response.body?.cancel()
    url = next
  }
  throw new Error(`stopped after ${redirectsMax} redirects`)
}

async function judge(response: Response): Promise<Outcome> {
  const body = textOf(fromArray(new Uint8Array(await response.arrayBuffer())).slice(0, bodyBytesMax))
  if (response.status >= 200 && response.status < 300) return { kind: 'success' }
  if (response.status >= 300 && response.status < 400) {
    return { kind: 'warning', output: `Probe terminated redirects, Response body: ${body}` }
  }
  return { kind: 'failure', output: `HTTP probe failed with statuscode: ${response.status}` }
}
