// Groups of the API that other servers answer for: an APIService says which Service stands behind a group version.
// k8s: kube-aggregator/pkg/apiserver/{handler_proxy,handler_apis}.go
import { ApiError } from '../api/status.ts'
import type { UserInfo } from '../api/user.ts'
import type { APIService } from '../generated/types.ts'
import type { Connect } from './connect.ts'
import type { Discovery } from './discovery/discovery.ts'
import { formOf } from './http/accept.ts'
import { json } from './http/respond.ts'

export interface Aggregator {
  /** Answers what belongs to the group of another server; undefined: it is not of any. `user` is told to that server. */
  answer(request: Request, url: URL, user?: UserInfo): Promise<Response | undefined>
  /** Asks the server behind an APIService, whatever is known of its health. Rejects with ApiError where it does not answer. */
  reach(service: APIService, path: string): Promise<Response>
}

export interface AggregatorOptions {
  /** All APIServices at this instant. */
  services: () => APIService[]
  connect: Pick<Connect, 'proxy'>
  discovery: Discovery
}

export function createAggregator({ services, connect, discovery }: AggregatorOptions): Aggregator {
  const remote = (): APIService[] => services().filter(({ spec }) => spec?.service)

  async function proxy({ spec }: APIService, path: string, request: Request): Promise<Response> {
    const { namespace = '', name = '', port = 443 } = spec!.service!
    const target = { kind: 'services' as const, namespace, name, port: String(port), wire: 'https' as const }
    return connect.proxy(target, path, request)
  }

  async function documentOf(service: APIService): Promise<{ resources: SentResource[] } | undefined> {
    if (!isAvailable(service)) return undefined
    const { group, version } = service.spec!
    const path = `/apis/${group}/${version}`
    try {
      const response = await proxy(service, path, new Request(`https://kubernetes${path}`))
      return response.ok ? ((await response.json()) as { resources: SentResource[] }) : undefined
    } catch (error) {
      if (error instanceof ApiError) return undefined
      throw error
    }
  }

  async function allGroups(request: Request, of: APIService[]): Promise<Response> {
    const groups = [...Map.groupBy(of, ({ spec }) => spec!.group ?? '')]
    if (formOf(request.headers.get('accept')).as !== 'discovery') {
      const own = discovery.document('/apis') as { groups: object[] }
      return json({
        ...own,
        groups: [...own.groups, ...groups.map(([name, versions]) => groupDocument(name, versions))],
      })
    }
    const own = discovery.aggregated('/apis') as { items: object[] }
    const items = await Promise.all(
      groups.map(async ([name, versions]) => ({
        metadata: { name, creationTimestamp: null },
        versions: await Promise.all(versions.map(async (one) => versionItem(one, await documentOf(one)))),
      })),
    )
    const type = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
    return json({ ...own, items: [...own.items, ...items] }, 200, { 'content-type': type })
  }

  return {
    async answer(request, url, user) {
      const [root, group, version] = url.pathname.split('/').filter(Boolean)
      if (root !== 'apis') return undefined
      const all = remote()
      if (all.length === 0) return undefined
      if (group === undefined) return request.method === 'GET' ? allGroups(request, all) : undefined
      const ofGroup = all.filter(({ spec }) => spec!.group === group)
      if (version === undefined)
        return ofGroup.length === 0
          ? undefined
          : json({ kind: 'APIGroup', apiVersion: 'v1', ...groupDocument(group, ofGroup) })
      const service = ofGroup.find(({ spec }) => spec!.version === version)
      if (!service) return undefined
      if (!isAvailable(service)) return serviceUnavailable()
      try {
        return await proxy(service, `${url.pathname}${url.search}`, forwarded(request, user))
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        return error.message.startsWith('error trying') ? text(`${error.message}\n`, 503) : serviceUnavailable()
      }
    },
    reach: (service, path) => proxy(service, path, new Request(`https://kubernetes${path}`)),
  }
}

interface SentResource {
  name: string
  singularName?: string
  namespaced: boolean
  kind: string
  verbs: string[]
}

function isAvailable({ status }: APIService): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Available' && is === 'True') ?? false
}

function serviceUnavailable(): Response {
  return text('service unavailable\n', 503)
}

function text(body: string, status: number): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}

function groupDocument(name: string, of: APIService[]): object {
  const versions = of
    .toSorted((a, b) => b.spec!.versionPriority - a.spec!.versionPriority)
    .map(({ spec }) => ({ groupVersion: `${name}/${spec!.version}`, version: spec!.version }))
  return { name, versions, preferredVersion: versions[0] }
}

function versionItem({ spec }: APIService, document: { resources: SentResource[] } | undefined): object {
  if (!document) return { version: spec!.version, freshness: 'Stale' }
  const { group, version } = spec!
  return {
    version,
    freshness: 'Current',
    resources: document.resources
      .filter(({ name }) => !name.includes('/'))
      .map(({ name, singularName, namespaced, kind, verbs }) => ({
        resource: name,
        responseKind: { group, version, kind },
        scope: namespaced ? 'Namespaced' : 'Cluster',
        singularResource: singularName ?? '',
        verbs,
      })),
  }
}

/** Who asks is told by headers; the caller's own credentials stay here. k8s: transport.SetAuthProxyHeaders */
function forwarded(request: Request, user: UserInfo | undefined): Request {
  const headers = new Headers(request.headers)
  headers.delete('authorization')
  if (user) headers.set('x-remote-user', user.username)
  for (const group of user?.groups ?? []) headers.append('x-remote-group', group)
  const carries = request.body !== null
  const { method, url, signal, body } = request
  return new Request(url, { method, headers, signal, ...(carries ? { body, duplex: 'half' } : {}) } as RequestInit)
}
