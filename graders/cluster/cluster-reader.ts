// A cluster as checks see it, over a kubeconfig: whatever engine is behind, its API answers.
import type { ClusterReader } from '../grader.ts'
import { type ApiAnswer, connect } from './api-connection.ts'
import { ClusterError } from './cluster-error.ts'

/** What a look has read. */
export interface Seen {
  /** Of objects and lists: what was answered stays true until something changes there. */
  readonly paths: Set<string>
  /** It also asked what may be answered otherwise at any moment: a program, a log, somebody's rights. */
  live: boolean
}

/** How far a run of the clock has come. */
export interface ClockRun {
  /** Milliseconds since 1970. */
  now: number
  passedMs: number
  /** Those of the paths behind which something has changed. */
  changed: string[]
  /** The resourceVersion that this is true of. */
  resourceVersion: string
}

/** A reader that can also tell the cluster's time and where its history stands. */
export interface ClusterConnection extends ClusterReader {
  /** The same cluster, for one look: what it reads is written into `seen`. */
  noting(seen: Seen): ClusterReader
  /**
   * For a cluster whose time is held: lets it pass until something changes behind `paths` that `since` does not have, but no
   * less than `afterMs` and no more than `withinMs`.
   */
  runClock(until: { paths: string[]; since: string; afterMs: number; withinMs: number }): Promise<ClockRun>
  /** The cluster's clock at its last answer, milliseconds since 1970; an accelerated clock shows. Whole seconds. */
  clock(): number
  /** `v1.35.1`. */
  version(): Promise<string>
  /** Of the cluster as it is now. */
  resourceVersion(): Promise<string>
}

/** What steers the time of an embedded cluster. */
const clockPath = '/timonel/v1/clock'
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
    if (answer.status !== 200) throw refusal('GET', path, answer)
    return JSON.parse(answer.body) as T
  }

  async function post<T>(path: string, body: object): Promise<T> {
    const answer = await asked(`POST ${path}`, () => connection.post(path, body))
    if (answer.status >= 300) throw refusal('POST', path, answer)
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

  function other(user: string): ClusterConnection {
    const known = others.get(user) ?? open(kubeconfig, time, user)
    others.set(user, known)
    return known
  }

  function readerFor(seen: Seen): ClusterReader {
    const noted = (path: string): string => {
      seen.paths.add(path)
      return path
    }
    return {
      kubeConfig: connection.kubeConfig,
      async get<T>(apiVersion: string, kind: string, name: string, namespace?: string) {
        const path = await pathOf(apiVersion, kind, namespace)
        return path === undefined ? undefined : read<T>(noted(`${path}/${encodeURIComponent(name)}`))
      },
      async list<T>(apiVersion: string, kind: string, namespace?: string, labelSelector?: string) {
        const path = await pathOf(apiVersion, kind, namespace)
        const query = labelSelector === undefined ? '' : `?labelSelector=${encodeURIComponent(labelSelector)}`
        const found = path === undefined ? undefined : await read<{ items: T[] }>(noted(path) + query)
        // Items of a list come without them; evidence and diagnoses name objects by kind.
        return (found?.items ?? []).map((item) => ({ apiVersion, kind, ...item }))
      },
      async log({ namespace, pod, container }) {
        seen.live = true
        const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${container}&limitBytes=${logMaxBytes}`
        const answer = await ask(path)
        // 400: its container has not been started yet.
        if (answer.status === 404 || answer.status === 400) return undefined
        if (answer.status !== 200) throw refusal('GET', path, answer)
        return answer.body
      },
      async http({ namespace, service, port, path, host }) {
        seen.live = true
        const proxy = `/api/v1/namespaces/${namespace}/services/${service}:${port}/proxy`
        const { status, body } = await ask(proxy + path, host)
        return { status, body }
      },
      as: (user) => other(user).noting(seen),
      async may({ verb, resource, group = '', namespace = '' }) {
        seen.live = true
        const spec = { resourceAttributes: { verb, resource, group, namespace } }
        const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec }
        const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
        return (await post<{ status: { allowed: boolean } }>(path, review)).status.allowed
      },
    }
  }

  return {
    ...readerFor({ paths: new Set(), live: false }),
    noting: readerFor,
    async runClock({ paths, since, afterMs, withinMs }) {
      const order = {
        do: 'run',
        withinSeconds: withinMs / 1000,
        news: { paths, since, afterSeconds: afterMs / 1000 },
      }
      const ran = await post<{ now: string; passedMs: number; news: { paths: string[]; until: string } }>(
        clockPath,
        order,
      )
      return {
        now: Date.parse(ran.now),
        passedMs: ran.passedMs,
        changed: ran.news.paths,
        resourceVersion: ran.news.until,
      }
    },
    clock: () => time.now,
    async version() {
      return (await read<{ gitVersion: string }>('/version'))?.gitVersion ?? ''
    },
    async resourceVersion() {
      const list = await read<{ metadata: { resourceVersion?: string } }>('/api/v1/namespaces?limit=1')
      return list?.metadata.resourceVersion ?? ''
    },
  }
}

function refusal(method: 'GET' | 'POST', path: string, { status, body }: ApiAnswer): ClusterError {
  return new ClusterError(
    `el API server respondió ${status} (${method} ${path}): ${messageOf(body)}`,
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
