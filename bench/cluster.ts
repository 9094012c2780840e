// A cluster for the benchmarks: plain requests over one kept connection, and watches, so that what is timed is the server.
import { KubeConfig } from '@kubernetes/client-node'
import { Agent, request } from 'undici'

interface Event {
  type: string
  object: Loose
}

/** An object as JSON gives it. */
export interface Loose {
  metadata: { name: string; resourceVersion: string; labels?: Record<string, string> }
  spec?: { nodeName?: string }
  status?: {
    phase?: string
    replicas?: number
    readyReplicas?: number
    updatedReplicas?: number
    conditions?: { type: string; status: string }[]
  }
}

export interface BenchCluster extends AsyncDisposable {
  /** Answers the body of an object; throws on a refusal. */
  send(method: string, path: string, body?: object): Promise<Loose>
  /** Resolves once a watched object of the path satisfies `done`. */
  until(path: string, done: (object: Loose) => boolean): Promise<void>
}

export function connect(kubeconfig: string): BenchCluster {
  const config = new KubeConfig()
  config.loadFromString(kubeconfig)
  const cluster = config.getCurrentCluster()!
  const user = config.getCurrentUser()!
  const decode = (text: string | undefined): string | undefined => text && Buffer.from(text, 'base64').toString()
  const dispatcher = new Agent({
    connect: { ca: decode(cluster.caData), cert: decode(user.certData), key: decode(user.keyData) },
  })
  const headers = { ...(user.token ? { authorization: `Bearer ${user.token}` } : {}), accept: 'application/json' }
  const url = (path: string): string => `${cluster.server}${path}`
  return {
    async send(method, path, body) {
      const { statusCode, body: answer } = await request(url(path), {
        method: method as 'GET',
        dispatcher,
        headers: {
          ...headers,
          'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const text = await answer.text()
      if (statusCode >= 400) throw new Error(`${method} ${path}: ${statusCode} ${text}`)
      return JSON.parse(text) as Loose
    },
    async until(path, done) {
      const abort = new AbortController()
      const { body } = await request(url(`${path}${path.includes('?') ? '&' : '?'}watch=1`), {
        dispatcher,
        headers,
        signal: abort.signal,
        bodyTimeout: 0,
      })
      try {
        for await (const event of lines(body)) if (done((JSON.parse(event) as Event).object)) return
      } finally {
        body.on('error', () => {})
        abort.abort()
      }
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  }
}

async function* lines(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of body) {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop()!
    yield* parts.filter(Boolean)
  }
}
