// One connection to an API server by a kubeconfig: keeps sockets open, times out, and hands back status, body and the server's clock.
import { Agent, request as requestTls, type RequestOptions } from 'node:https'
import { type OutgoingHttpHeaders, request as requestPlain } from 'node:http'
import { isIP } from 'node:net'
import { KubeConfig } from '@kubernetes/client-node'

export interface ApiAnswer {
  status: number
  body: string
  /** The server's clock as its Date header has it, milliseconds since 1970; undefined without one. */
  date: number | undefined
}

export interface ApiConnection {
  readonly kubeConfig: KubeConfig
  /** @param path with its query. @param host the Host header, when it is not the server's own. Rejects when there is no answer. */
  get(path: string, host?: string): Promise<ApiAnswer>
  /** @param body sent as JSON. Rejects when there is no answer. */
  post(path: string, body: object): Promise<ApiAnswer>
}

const answerTimeoutMs = 10_000
/** Of all clusters: those behind one server share its connections. An idle one is closed before servers do. */
const agent = new Agent({ keepAlive: true, maxSockets: 8, timeout: 4000 })
const bodyMaxBytes = 8 * 1024 * 1024

/** @param kubeconfig YAML text. @param context of it; its current one when left out. Throws when it has none. */
export function connect(kubeconfig: string, context?: string): ApiConnection {
  const kubeConfig = new KubeConfig()
  kubeConfig.loadFromString(kubeconfig)
  if (context !== undefined) kubeConfig.setCurrentContext(context)
  const cluster = kubeConfig.getCurrentCluster()
  if (!cluster) throw new Error('El kubeconfig no tiene un contexto actual con su cluster.')
  const server = new URL(cluster.server)
  async function ask(
    method: 'GET' | 'POST',
    path: string,
    extra: OutgoingHttpHeaders,
    body?: string,
  ): Promise<ApiAnswer> {
    const options: RequestOptions = { ...identityOf(server), method }
    await kubeConfig.applyToHTTPSOptions(options)
    // client-node makes a new agent, and with it a new TLS handshake, for every request; a proxy needs its own.
    if (!cluster!.proxyUrl) options.agent = server.protocol === 'https:' ? agent : undefined
    const headers = options.headers as OutgoingHttpHeaders | undefined
    options.headers = { ...headers, accept: 'application/json', ...extra }
    return send(server, path, options, body)
  }
  return {
    kubeConfig,
    get: (path, host) => ask('GET', path, host ? { host } : {}),
    post: (path, body) => ask('POST', path, { 'content-type': 'application/json' }, JSON.stringify(body)),
  }
}

/**
 * The certificate is the API server's, whatever Host a request asks for. An empty name leaves an address to be checked as what
 * it is; a check of our own would do as well, but Node never uses a connection again that had one.
 */
function identityOf(server: URL): RequestOptions {
  const name = server.hostname.replace(/^\[|\]$/g, '')
  return { servername: isIP(name) ? '' : name }
}

function send(server: URL, path: string, options: RequestOptions, body?: string): Promise<ApiAnswer> {
  const url = new URL(server.href.replace(/\/$/, '') + path)
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(answerTimeoutMs)
    const request = (url.protocol === 'https:' ? requestTls : requestPlain)(url, { ...options, signal }, (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > bodyMaxBytes) response.destroy(new Error(`la respuesta pasa de ${bodyMaxBytes} bytes`))
        else chunks.push(chunk)
      })
      response.on('error', reject)
      response.on('end', () => {
        const date = Date.parse(response.headers.date ?? '')
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          date: Number.isNaN(date) ? undefined : date,
        })
      })
    })
    request.on('error', (error) =>
      reject(signal.aborted ? new Error(`no contestó en ${answerTimeoutMs / 1000} s`, { cause: error }) : error),
    )
    request.end(body)
  })
}
