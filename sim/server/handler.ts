// The API server as a function from Request to Response, with nothing of Node in it: tests need no socket, a browser can host it.
import { decodeObject, type Expected } from '../api/decode/decode.ts'
import type { KubeObject } from '../api/object.ts'
import { kubernetes } from '../api/facts.ts'
import { badRequest, methodNotSupported, unknownPath } from '../api/status.ts'
import { timestamp, type Clock } from '../clock.ts'
import type { Pod } from '../generated/types.ts'
import type { UserInfo } from '../api/user.ts'
import type { ServiceAccount } from '../generated/types.ts'
import type { Aggregator } from './aggregator.ts'
import type { Api } from './api.ts'
import { type Auth, conversationAccess } from './auth/auth.ts'
import type { Connect } from './connect.ts'
import { logContainer, logQuery } from './http/log-query.ts'
import { createDiscovery } from './discovery/discovery.ts'
import { openApiDocument, openApiIndex, openApiV2, openApiV2Head } from './discovery/openapi.ts'
import { formOf } from './http/accept.ts'
import { readBody } from './http/body.ts'
import { answerResource } from './http/resource-routes.ts'
import { json, refusal } from './http/respond.ts'
import { parseResourcePath, type Registry, type ResourcePath } from './request-target.ts'
import { review, reviewResources } from './reviews.ts'
import { streamingOf, streams } from './streaming.ts'

export interface HandlerOptions {
  api: Api
  registry: Registry
  clock: Clock
  connect: Connect
  auth: Auth
  /** Passes on what other servers answer for; none: there are none. */
  aggregator?: Aggregator
  /** Answers paths that are this server's own; undefined: they are none of its. Rejects with ApiError. */
  control?: (request: Request, url: URL) => Promise<Response | undefined>
}

/** Never rejects: what goes wrong is a Status. */
export function createHandler({
  api,
  registry,
  clock,
  connect,
  auth,
  aggregator,
  control,
}: HandlerOptions): (request: Request) => Promise<Response> {
  const discovery = createDiscovery(registry)

  async function route(request: Request, warnings: string[]): Promise<Response> {
    const url = new URL(request.url)
    const path = url.pathname.replace(/(.)\/$/, '$1')
    const user = await auth.admit(request, url)
    if (['/livez', '/readyz', '/healthz'].includes(path)) return text('ok')
    const passedOn = await aggregator?.answer(request, url, user)
    if (passedOn) return passedOn
    const document = staticDocument(path, request)
    if (document) {
      if (!['GET', 'HEAD'].includes(request.method)) throw methodNotSupported()
      return document
    }
    const own = await control?.(request, url)
    if (own) return own
    const reviewed = reviewOf(path)
    if (reviewed && request.method !== 'POST') throw methodNotSupported()
    if (reviewed) return answerReview(auth, reviewed, request, { user, now: timestamp(clock.now()) })
    const resource = parseResourcePath(registry, url.pathname)
    if (!resource) return discovery.serves(path) ? refusal(unknownPath()) : pageNotFound()
    return (
      (await answerConnect(resource, url, request, user)) ??
      answerResource({ api, clock, target: resource.target, request, query: url.searchParams, warnings, user })
    )
  }

  /** What the server says of itself, whatever is stored. */
  function staticDocument(path: string, request: Request): Response | undefined {
    if (path === '/version') return json(kubernetes.discovery['/version'])
    if (path === '/openapi/v2') return olderOpenApi(request)
    if (path === '/openapi/v3') return json(openApiIndex(registry))
    if (path.startsWith('/openapi/v3/')) return found(openApiDocument(registry, path.slice('/openapi/v3/'.length)))
    if ((path === '/api' || path === '/apis') && formOf(request.headers.get('accept')).as === 'discovery') {
      const type = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
      return json(discovery.aggregated(path), 200, { 'content-type': type })
    }
    const document = discovery.document(path)
    return document && json(document)
  }

  function olderOpenApi(request: Request): Response {
    const type = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf'
    if (!request.headers.get('accept')?.includes('proto-openapi')) return json(openApiV2(registry))
    return new Response(openApiV2Head(), { headers: { 'content-type': type } })
  }

  async function answerConnect(
    { target, rest }: ResourcePath,
    url: URL,
    request: Request,
    user: UserInfo,
  ): Promise<Response | undefined> {
    const { strategy, namespace, subresource } = target
    if (streams(target)) {
      auth.require(user, conversationAccess(namespace, target.name, subresource))
      streamingOf({ api, registry, connect }, target, request.method, url.searchParams)
      throw badRequest('Upgrade request required')
    }
    if (subresource === 'log' && strategy.ref.kind === 'Pod') {
      const options = logQuery(target.name, url.searchParams)
      const pod = api.get({ ...target, subresource: '' }) as Pod
      const container = logContainer(pod, url.searchParams.get('container') ?? '')
      // A pod that no node has yet has nothing to say.
      if (!pod.spec?.nodeName) return new Response(null, { status: 204 })
      const log = connect.log(pod, { ...options, container })
      return new Response(log, { headers: { 'content-type': 'text/plain' } })
    }
    if (subresource === 'token' && strategy.ref.kind === 'ServiceAccount' && request.method === 'POST') {
      const account = api.get({ ...target, subresource: '' })
      const body = await decodeBody(request, tokenRequestType)
      return json(await auth.requestToken(account as ServiceAccount, body), 201)
    }
    if (subresource !== 'proxy' || (strategy.ref.kind !== 'Pod' && strategy.ref.kind !== 'Service')) return undefined
    const [scheme, name, port] = proxyName(target.name, strategy.ref.kind)
    const found = api.get({ ...target, name, subresource: '' })
    if (found.kind === 'Pod' && !(found as Pod).status?.podIP) throw badRequest('address not allowed')
    const kind = strategy.ref.plural as 'pods' | 'services'
    return connect.proxy(
      { kind, namespace, name, port, ...(scheme === 'https' ? { wire: scheme } : {}) },
      `/${rest}${url.search}`,
      request,
    )
  }

  return async (request) => {
    const warnings: string[] = []
    let response: Response
    try {
      response = await route(request, warnings)
    } catch (error) {
      response = refusal(error, warnings)
    }
    if (!response.headers.has('date')) response.headers.set('date', new Date(clock.now()).toUTCString())
    return response
  }
}

function text(body: string, status = 200): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}

/** What lies outside of every API is told as a web server tells it. */
function pageNotFound(): Response {
  return text('404 page not found\n', 404)
}

function found(document: object | undefined): Response {
  if (!document) throw unknownPath()
  return json(document)
}

/** `[scheme:]name[:port]`. Throws 400. k8s: apimachinery/pkg/util/net/port_split.go */
function proxyName(text: string, kind: string): [scheme: string, name: string, port: string] {
  const parts = text.split(':')
  if (parts.length === 1) return ['', text, '']
  if (parts.length === 2) return ['', parts[0]!, parts[1]!]
  const [scheme, name, port] = parts as [string, string, string]
  if (parts.length === 3 && ['', 'http', 'https'].includes(scheme)) return [scheme, name, port]
  throw badRequest(`invalid ${kind.toLowerCase()} request ${JSON.stringify(text)}`)
}

interface Reviewed {
  group: string
  version: string
  plural: string
  namespace: string
}

function reviewOf(path: string): Reviewed | undefined {
  const [, root, group = '', version = '', ...rest] = path.split('/')
  const plural = rest.at(-1) ?? ''
  if (root !== 'apis' || !reviewResources.has(`${group}/${plural}`)) return undefined
  return { group, version, plural, namespace: rest[0] === 'namespaces' ? (rest[1] ?? '') : '' }
}

async function answerReview(
  auth: Auth,
  { group, version, plural, namespace }: Reviewed,
  request: Request,
  by: { user: UserInfo; now: string },
): Promise<Response> {
  const kind = kubernetes.discovery[`/apis/${group}/${version}`]!.resources!.find(({ name }) => name === plural)!.kind
  const type = `io.k8s.api.${group.split('.')[0]}.${version}.${kind}`
  const body = await decodeBody(request, { group, version, kind, type })
  return json(await review(auth, { plural, body, namespace, ...by }), 201)
}

const tokenRequestType: Expected = {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenRequest',
  type: 'io.k8s.api.authentication.v1.TokenRequest',
}

async function decodeBody(request: Request, expected: Expected): Promise<KubeObject> {
  const contentType = request.headers.get('content-type') ?? ''
  return decodeObject(await readBody(request), { contentType, expected }).object
}
