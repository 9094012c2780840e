// The API of a cluster as the page's own verbs need it: any method, any path, the answer whole. Only a kubeconfig is known.
import { KubeConfig, RequestContext, type HttpMethod } from '@kubernetes/client-node'
import { fetch, type Dispatcher } from 'undici'
import { CourseError } from './course-error.ts'

export interface ApiReply {
  status: number
  /** Parsed JSON; the text itself where it is none. */
  body: unknown
  /** Texts of the Warning headers. */
  warnings: string[]
}

export interface ApiCall {
  query?: Record<string, string>
  body?: string
  /** Default `application/json`. */
  contentType?: string
  /** Default `application/json`. */
  accept?: string
  /** Milliseconds of real time. Default 15,000. */
  timeoutMs?: number
}

const answerTimeoutMs = 15_000

export class ClusterApi {
  /** For client-node's own classes: watches, informers. */
  readonly config: KubeConfig
  readonly #server: string

  /** @param kubeconfig YAML text; its current context is used. Throws CourseError when it has none. */
  constructor(kubeconfig: string) {
    this.config = new KeptConfig()
    this.config.loadFromString(kubeconfig)
    const cluster = this.config.getCurrentCluster()
    if (!cluster) {
      throw new CourseError(
        'bad-kubeconfig',
        'El kubeconfig no tiene un contexto actual con su cluster.',
        'Elige uno con `kubectl config use-context NOMBRE`.',
      )
    }
    this.#server = cluster.server.replace(/\/$/, '')
  }

  /** @param path from the server's root: `/api/v1/nodes`. Rejects with CourseError `cluster-unreachable` when nothing answers. */
  async call(method: `${HttpMethod}`, path: string, options: ApiCall = {}): Promise<ApiReply> {
    const url = new URL(this.#server + path)
    for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, value)
    try {
      const context = new RequestContext(url.href, method as HttpMethod)
      await this.config.applySecurityAuthentication(context)
      const dispatcher = context.getDispatcher()
      const answer = await fetch(url, {
        method,
        headers: {
          ...context.getHeaders(),
          accept: options.accept ?? 'application/json',
          ...(options.body === undefined ? {} : { 'content-type': options.contentType ?? 'application/json' }),
        },
        ...(options.body === undefined ? {} : { body: options.body }),
        ...(dispatcher ? { dispatcher } : {}),
        signal: AbortSignal.timeout(options.timeoutMs ?? answerTimeoutMs),
      })
      return { status: answer.status, body: parsed(await answer.text()), warnings: warningsOf(answer.headers) }
    } catch (error) {
      throw unreachable(error)
    }
  }
}

/** Connections kept for so many servers. */
const dispatchersMax = 20
const dispatchers = new Map<string, Dispatcher>()

/**
 * client-node makes a new agent, and with it a new TLS handshake, for every request; here clusters behind one server,
 * which are known by the same authority to whoever shows the same certificate, share one.
 */
class KeptConfig extends KubeConfig {
  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    await super.applySecurityAuthentication(context)
    const made = context.getDispatcher()
    if (!made) return
    const { server = '', ...trust } = this.getCurrentCluster() ?? {}
    const { certFile, certData, keyFile, keyData } = this.getCurrentUser() ?? {}
    const { origin } = new URL(server)
    const key = JSON.stringify([origin, { ...trust, name: '' }, certFile, certData, keyFile, keyData])
    const kept = dispatchers.get(key) ?? made
    if (kept !== made) void made.close()
    keep(key, kept)
    context.setDispatcher(kept)
  }
}

/** The newest last; the one that was not used for longest goes when there are too many. */
function keep(key: string, dispatcher: Dispatcher): void {
  dispatchers.delete(key)
  dispatchers.set(key, dispatcher)
  const [oldest] = dispatchers
  if (!oldest || dispatchers.size <= dispatchersMax) return
  dispatchers.delete(oldest[0])
  void oldest[1].close()
}

/** What a learner is told when the cluster does not answer: nothing of theirs is lost. */
export function unreachable(error: unknown): CourseError {
  const cause = (error as { cause?: { message?: string } }).cause?.message
  const said = cause || (error as Error).message || String(error)
  return new CourseError(
    'cluster-unreachable',
    `El cluster no contesta (${said}).`,
    'Tus ficheros están guardados. Vuelve a intentarlo y, si sigue sin contestar, pulsa «Reiniciar» para tener otro cluster.',
    { cause: error },
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** RFC 7234: `299 - "text"`, several separated by commas. */
function warningsOf(headers: { get(name: string): string | null }): string[] {
  const header = headers.get('warning') ?? ''
  return [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!.replaceAll(/\\(.)/g, '$1'))
}
