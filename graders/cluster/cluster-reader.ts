// A cluster as checks see it, over a kubeconfig: whatever engine is behind, its API answers.
import type { ClusterReader } from '../grader.ts'
import { type ApiAnswer, connect } from './api-connection.ts'
import { ClusterError } from './cluster-error.ts'

/** A reader that can also tell the cluster's time and where its history stands. */
export interface ClusterConnection extends ClusterReader {
  /** The cluster's clock at its last answer, milliseconds since 1970; an accelerated clock shows. Whole seconds. */
  clock(): number
  /** `v1.35.1`. */
  version(): Promise<string>
  /** Of the cluster as it is now. */
  resourceVersion(): Promise<string>
  close(): void
}

/** Of a log, from its beginning. */
const logMaxBytes = 262_144

interface ResourceList {
  resources: { name: string; kind: string; namespaced: boolean }[]
}

/** @param kubeconfig YAML text. Throws when it names no cluster; nothing is asked of the cluster yet. */
export function openCluster(kubeconfig: string): ClusterConnection {
  return open(kubeconfig, { now: Date.now() })
}

/** @param time of the last answer, whoever asked. @param context that of a user; the current one when left out. */
function open(kubeconfig: string, time: { now: number }, context?: string): ClusterConnection {
  const connection = connect(kubeconfig, context)
  const others = new Map<string, ClusterConnection>()
  const resources = new Map<string, ResourceList>()

  function ask(path: string, host?: string): Promise<ApiAnswer> {
    return asked(`GET ${path}`, () => connection.get(path, host))
  }

  async function asked(what: string, send: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
    try {
      const answer = await send()
      time.now = answer.date ?? Date.now()
      return answer
    } catch (error) {
      throw new ClusterError(`${(error as Error).message} (${what})`, true, { cause: error })
    }
  }

  async function read<T>(path: string): Promise<T | undefined> {
    const answer = await ask(path)
    if (answer.status === 404) return undefined
    if (answer.status !== 200) throw refusal(path, answer)
    return JSON.parse(answer.body) as T
  }

  async function pathOf(apiVersion: string, kind: string, namespace: string | undefined): Promise<string | undefined> {
    const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    const found = resources.get(group) ?? (await read<ResourceList>(group))
    if (found) resources.set(group, found)
    const resource = found?.resources.find((each) => each.kind === kind && !each.name.includes('/'))
    if (!resource) return undefined
    const inside = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : ''
    return `${group}${inside}/${resource.name}`
  }

  return {
    kubeConfig: connection.kubeConfig,
    async get<T>(apiVersion: string, kind: string, name: string, namespace?: string) {
      const path = await pathOf(apiVersion, kind, namespace)
      return path === undefined ? undefined : read<T>(`${path}/${encodeURIComponent(name)}`)
    },
    async list<T>(apiVersion: string, kind: string, namespace?: string, labelSelector?: string) {
      const path = await pathOf(apiVersion, kind, namespace)
      const query = labelSelector === undefined ? '' : `?labelSelector=${encodeURIComponent(labelSelector)}`
      const found = path === undefined ? undefined : await read<{ items: T[] }>(path + query)
      // Items of a list come without them; evidence and diagnoses name objects by kind.
      return (found?.items ?? []).map((item) => ({ apiVersion, kind, ...item }))
    },
    async log({ namespace, pod, container }) {
      const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${container}&limitBytes=${logMaxBytes}`
      const answer = await ask(path)
      // 400: its container has not been started yet.
      if (answer.status === 404 || answer.status === 400) return undefined
      if (answer.status !== 200) throw refusal(path, answer)
      return answer.body
    },
    async http({ namespace, service, port, path, host }) {
      const proxy = `/api/v1/namespaces/${namespace}/services/${service}:${port}/proxy`
      const { status, body } = await ask(proxy + path, host)
      return { status, body }
    },
    as(user) {
      const known = others.get(user) ?? open(kubeconfig, time, user)
      others.set(user, known)
      return known
    },
    async may({ verb, resource, group = '', namespace = '' }) {
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
      const spec = { resourceAttributes: { verb, resource, group, namespace } }
      const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec }
      const answer = await asked(`POST ${path}`, () => connection.post(path, review))
      if (answer.status !== 201) throw refusal(path, answer)
      return (JSON.parse(answer.body) as { status: { allowed: boolean } }).status.allowed
    },
    clock: () => time.now,
    async version() {
      return (await read<{ gitVersion: string }>('/version'))?.gitVersion ?? ''
    },
    async resourceVersion() {
      const list = await read<{ metadata: { resourceVersion?: string } }>('/api/v1/namespaces?limit=1')
      return list?.metadata.resourceVersion ?? ''
    },
    close() {
      for (const other of others.values()) other.close()
      connection.close()
    },
  }
}

function refusal(path: string, { status, body }: ApiAnswer): ClusterError {
  return new ClusterError(
    `el API server respondió ${status} (GET ${path}): ${messageOf(body)}`,
    status >= 500 || status === 429,
  )
}

function messageOf(body: string): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body.slice(0, 200)
  } catch {
    return body.slice(0, 200)
  }
}
