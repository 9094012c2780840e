// Which kinds a cluster serves and under which path, asked once for each apply.
import type { ClusterApi } from '../cluster-api.ts'
import { mergeSchemaOf, type MergeSchema, type OpenApiDocument } from './merge-schema.ts'

export interface ServedKind {
  group: string
  version: string
  kind: string
  /** `persistentvolumeclaims`. */
  plural: string
  /** `persistentvolumeclaim`. */
  singular: string
  namespaced: boolean
}

interface ResourceList {
  resources?: { name: string; singularName?: string; kind: string; namespaced: boolean }[]
}

interface OpenApiIndex {
  /** By `api/v1`, `apis/apps/v1`. */
  paths?: Record<string, { serverRelativeURL: string }>
}

/** As kubectl keeps them: they are large, and seldom change. */
const documentsMax = 50
const documents = new Map<string, OpenApiDocument>()

export class Discovery {
  readonly #api: ClusterApi
  readonly #lists = new Map<string, Promise<ServedKind[]>>()
  #index: Promise<NonNullable<OpenApiIndex['paths']>> | undefined

  constructor(api: ClusterApi) {
    this.#api = api
  }

  /** Kinds of one apiVersion; empty when the cluster has no such version. Rejects when the cluster does not answer. */
  kinds(apiVersion: string): Promise<ServedKind[]> {
    const known = this.#lists.get(apiVersion)
    if (known) return known
    const asked = this.#kinds(apiVersion)
    this.#lists.set(apiVersion, asked)
    return asked
  }

  async kind(apiVersion: string, kind: string): Promise<ServedKind | undefined> {
    return (await this.kinds(apiVersion)).find((each) => each.kind === kind)
  }

  /** Every kind that the cluster serves, to find what somebody meant. */
  async all(): Promise<ServedKind[]> {
    const { body } = await this.#api.call('GET', '/apis')
    const groups = (body as { groups?: { versions: { groupVersion: string }[] }[] }).groups ?? []
    const versions = ['v1', ...groups.flatMap((group) => group.versions.map((version) => version.groupVersion))]
    return (await Promise.all(versions.map((version) => this.kinds(version)))).flat()
  }

  /** undefined for kinds whose shape the cluster does not publish. */
  async schema(kind: ServedKind): Promise<MergeSchema | undefined> {
    this.#index ??= this.#api.call('GET', '/openapi/v3').then(({ body }) => (body as OpenApiIndex | null)?.paths ?? {})
    const path = (await this.#index)[rootOf(kind).slice(1)]?.serverRelativeURL
    return path === undefined ? undefined : mergeSchemaOf(await this.#document(path), kind)
  }

  /** The path has the document's hash: what it names is the same whoever's it is and whenever it is asked for. */
  async #document(path: string): Promise<OpenApiDocument> {
    const known = documents.get(path)
    if (known) return known
    const { status, body } = await this.#api.call('GET', path)
    if (status !== 200 || typeof body !== 'object') return {}
    if (documents.size >= documentsMax) documents.clear()
    documents.set(path, body as OpenApiDocument)
    return body as OpenApiDocument
  }

  async #kinds(apiVersion: string): Promise<ServedKind[]> {
    const [version, group] = apiVersion.split('/').toReversed()
    if (!version || apiVersion.split('/').length > 2) return []
    const at = { group: group ?? '', version }
    const { status, body } = await this.#api.call('GET', rootOf(at))
    if (status !== 200) return []
    return ((body as ResourceList).resources ?? [])
      .filter(({ name }) => !name.includes('/'))
      .map(({ name, singularName, kind, namespaced }) => ({
        ...at,
        kind,
        plural: name,
        singular: singularName || kind.toLowerCase(),
        namespaced,
      }))
  }
}

/** `/api/v1`, `/apis/apps/v1`; segments are what a learner wrote, so they are escaped. */
export function rootOf({ group, version }: { group: string; version: string }): string {
  const safe = encodeURIComponent(version)
  return group === '' ? `/api/${safe}` : `/apis/${encodeURIComponent(group)}/${safe}`
}
