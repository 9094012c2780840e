// What this server serves, as clients ask for it: the recorded answers, cut to what has a strategy.
// k8s: apiserver/pkg/endpoints/discovery
import { kubernetes } from '../../api/facts.ts'
import type { ApiResource } from '../../api/schema.ts'
import type { ResourceStrategy } from '../../resources/resource.ts'
import type { Registry } from '../request-target.ts'
import { reviewResources } from '../reviews.ts'

export interface Discovery {
  /** The document of `/api`, `/apis`, `/api/v1`, `/apis/GROUP`, `/apis/GROUP/VERSION`; undefined for other paths. */
  document(path: string): object | undefined
  /** The aggregated form of `/api` and `/apis` (apidiscovery.k8s.io/v2). */
  aggregated(path: '/api' | '/apis'): object
  /** Is this path below a group version that is served (or in the core group)? */
  serves(path: string): boolean
}

interface Group {
  name: string
  versions: { groupVersion: string; version: string }[]
  preferredVersion: { groupVersion: string; version: string }
}

const subresources: Record<string, (strategy: ResourceStrategy) => boolean> = {
  status: ({ status }) => status !== undefined,
  scale: ({ scale }) => scale !== undefined,
  binding: isPod,
  eviction: isPod,
  log: isPod,
  exec: isPod,
  attach: isPod,
  portforward: isPod,
  proxy: ({ ref }) => ref.kind === 'Pod' || ref.kind === 'Service',
  finalize: ({ ref }) => ref.kind === 'Namespace',
  token: ({ ref }) => ref.kind === 'ServiceAccount',
}

function isPod({ ref }: ResourceStrategy): boolean {
  return ref.kind === 'Pod' && ref.group === ''
}

export function createDiscovery(registry: Registry): Discovery {
  const recorded = kubernetes.discovery
  const own = recordedLists(registry)
  const { groups: all } = recorded['/apis'] as unknown as { groups: Group[] }
  const ownGroups = all
    .map((group) => ({
      ...group,
      versions: group.versions.filter(({ groupVersion }) => own.has(`/apis/${groupVersion}`)),
    }))
    .filter(({ versions }) => versions.length > 0)
    .map((group) => ({ ...group, preferredVersion: group.versions[0]! }))
  /** With what somebody added to the API. */
  const current = (): { lists: Map<string, ApiResource[]>; groups: Group[] } => {
    const added = registry.strategies.filter(({ custom }) => custom)
    if (added.length === 0) return { lists: own, groups: ownGroups }
    const lists = new Map(own)
    for (const [path, strategies] of Map.groupBy(added, ({ ref }) => `/apis/${ref.group}/${ref.version}`)) {
      lists.set(path, strategies.flatMap(customRows))
    }
    return { lists, groups: [...ownGroups, ...addedGroups(added)] }
  }
  return {
    serves: (path) => path.startsWith('/api/') || current().lists.has(path.split('/').slice(0, 4).join('/')),
    document(path) {
      const { lists, groups } = current()
      if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
      if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups }
      const list = lists.get(path)
      if (list)
        return {
          kind: 'APIResourceList',
          apiVersion: 'v1',
          groupVersion: path.slice('/apis/'.length),
          ...recorded[path],
          resources: list,
        }
      const group = groups.find(({ name }) => path === `/apis/${name}`)
      return group && { kind: 'APIGroup', apiVersion: 'v1', ...group }
    },
    aggregated(path) {
      const { lists, groups } = current()
      const items =
        path === '/api'
          ? [aggregatedGroup('', [{ version: 'v1', path: '/api/v1' }], lists)]
          : groups.map(({ name, versions }) =>
              aggregatedGroup(
                name,
                versions.map(({ version, groupVersion }) => ({ version, path: `/apis/${groupVersion}` })),
                lists,
              ),
            )
      return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items }
    },
  }
}

function recordedLists(registry: Registry): Map<string, ApiResource[]> {
  const lists = new Map<string, ApiResource[]>()
  for (const [path, document] of Object.entries(kubernetes.discovery)) {
    const [, , group = '', version = ''] = path.startsWith('/api/') ? ['', '', '', path.slice(5)] : path.split('/')
    const served = (document.resources ?? []).filter((resource) => isServed(registry, group, version, resource))
    if (served.length > 0) lists.set(path, served)
  }
  return lists
}

function addedGroups(added: ResourceStrategy[]): Group[] {
  return [...Map.groupBy(added, ({ ref }) => ref.group)].map(([name, strategies]) => {
    const versions = [...new Set(strategies.map(({ ref }) => ref.version))].map((version) => ({
      groupVersion: `${name}/${version}`,
      version,
    }))
    return { name, versions, preferredVersion: versions[0]! }
  })
}

const customVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch']
const viewVerbs = ['get', 'patch', 'update']

/** k8s: apiextensions-apiserver/pkg/apiserver/customresource_discovery_controller.go */
function customRows({ ref, custom, status, scale }: ResourceStrategy): ApiResource[] {
  const { plural: name, namespaced, kind } = ref
  const { singular = '', shortNames, categories } = custom!.names
  const names = { ...(shortNames ? { shortNames } : {}), ...(categories ? { categories } : {}) }
  const below = { singularName: '', namespaced, verbs: viewVerbs }
  const scaled = { name: `${name}/scale`, ...below, group: 'autoscaling', version: 'v1', kind: 'Scale' }
  return [
    { name, singularName: singular, namespaced, kind, verbs: customVerbs, ...names },
    ...(status ? [{ name: `${name}/status`, ...below, kind }] : []),
    ...(scale ? [scaled] : []),
  ]
}

function isServed(registry: Registry, group: string, version: string, { name, kind }: ApiResource): boolean {
  const [plural = '', subresource] = name.split('/')
  if (reviewResources.has(`${group}/${plural}`)) return true
  const strategy = registry.find(group, version, plural)
  if (!strategy) return false
  if (subresource === undefined) return kind === strategy.ref.kind
  return subresources[subresource]?.(strategy) ?? false
}

function aggregatedGroup(
  name: string,
  versions: { version: string; path: string }[],
  lists: Map<string, ApiResource[]>,
): object {
  return {
    metadata: { name, creationTimestamp: null },
    versions: versions.map(({ version, path }) => {
      const all = lists.get(path)!
      return {
        version,
        freshness: 'Current',
        resources: all
          .filter((resource) => !resource.name.includes('/'))
          .map((resource) => aggregatedResource(name, version, resource, all)),
      }
    }),
  }
}

function aggregatedResource(group: string, version: string, resource: ApiResource, all: ApiResource[]): object {
  const below = all.filter(({ name }) => name.startsWith(`${resource.name}/`))
  const responseKind = (of: ApiResource): object => ({
    group: of.group ?? group,
    version: of.version ?? version,
    kind: of.kind,
  })
  return {
    resource: resource.name,
    responseKind: responseKind(resource),
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singularName,
    verbs: resource.verbs,
    ...(resource.shortNames ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories ? { categories: resource.categories } : {}),
    ...(below.length > 0
      ? {
          subresources: below.map((each) => ({
            subresource: each.name.slice(resource.name.length + 1),
            responseKind: responseKind(each),
            verbs: each.verbs,
          })),
        }
      : {}),
  }
}
