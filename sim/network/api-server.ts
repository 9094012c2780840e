// The API server as pods reach it: an address of the nodes' network, behind the Service `kubernetes`.
import type { HttpRequest } from './http-message.ts'
import type { Network } from './network.ts'

/** Where it listens; `kubernetes` in `default` leads there. */
const apiServerAddress = { address: '172.18.0.1', port: 6443 }

/** Opens the API server's port; returns what closes it. */
export function serveInside(
  network: Pick<Network, 'attach' | 'listen'>,
  handle: (request: Request) => Promise<Response>,
): () => void {
  const { address, port } = apiServerAddress
  const detach = network.attach(address)
  const close = network.listen(address, port, {
    serve: (request, signal) => handle(asRequest(request, signal)),
    wire: 'https',
  })
  return () => {
    close?.()
    detach()
  }
}

function asRequest({ method, target, headers, body }: HttpRequest, signal: AbortSignal): Request {
  const carries = body && method !== 'GET' && method !== 'HEAD'
  const url = `https://kubernetes.default.svc${target}`
  return new Request(url, { method, headers, signal, ...(carries ? { body, duplex: 'half' } : {}) } as RequestInit)
}
