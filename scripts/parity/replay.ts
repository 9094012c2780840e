// Asks the embedded API server what a real one was asked, in process.
import { kubernetes } from '../../sim/api/facts.ts'
import { groupPath, type KubeObject } from '../../sim/api/object.ts'
import { fakeClock } from '../../sim/clock.ts'
import { limits } from '../../sim/limits.ts'
import { seededRandom } from '../../sim/random.ts'
import { resources } from '../../sim/resources/index.ts'
import { otherVersions } from '../../sim/resources/versions/index.ts'
import { createApi } from '../../sim/server/api-server.ts'
import { administrator, createAuth } from '../../sim/server/auth/auth.ts'
import { createHandler } from '../../sim/server/handler.ts'
import { createRegistry } from '../../sim/server/request-target.ts'
import { createStore } from '../../sim/store/store.ts'
import type { Status } from '../../sim/generated/types.ts'
import { kindOf, type Answer, type Row } from './row.ts'

/** Gives the answer to a row, undefined when the server does not serve its kind. */
export type Replay = (row: Row) => Promise<Answer | undefined>

/** A server with the namespace and the ServiceAccount that every cluster has. */
export async function createReplay(): Promise<Replay> {
  const clock = fakeClock()
  const onListenerError = (error: unknown): void => {
    throw error
  }
  const store = createStore<KubeObject>({ historyMax: limits.historyChangesMax, onListenerError })
  const machine = { store, clock, random: seededRandom(1) }
  const api = createApi(machine)
  const auth = createAuth(machine, { anonymous: administrator })
  const connect = { log: refused, proxy: refused }
  const handle = createHandler({
    api,
    registry: createRegistry([...resources, ...otherVersions]),
    clock,
    connect: connect as never,
    auth,
  })
  const post = (path: string, body: unknown): Promise<Response> =>
    handle(
      new Request(`http://replay${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
      }),
    )
  for (const name of ['default', 'kube-system']) await post('/api/v1/namespaces', { metadata: { name } })
  await post('/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } })
  return async (row) => {
    const path = pathOf(row)
    return path === undefined
      ? undefined
      : answerOf(row, await post(`${path}?dryRun=All&fieldValidation=Strict`, row.manifest))
  }
}

function refused(): never {
  throw new Error('a replay has no pods to talk to')
}

function pathOf(row: Row): string | undefined {
  const { apiVersion } = row.manifest
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const root = groupPath({ group: group!, version: version! })
  const served = resources.find(({ ref }) => ref.kind === kindOf(row) && groupPath(ref) === root)
  if (!served) return undefined
  const resource = kubernetes.discovery[root]?.resources?.find(({ name }) => name === served.ref.plural)
  return resource && `${root}${resource.namespaced ? '/namespaces/default' : ''}/${resource.name}`
}

async function answerOf(row: Row, response: Response): Promise<Answer> {
  const body = (await response.json()) as Record<string, unknown> & Status
  const warning = response.headers.get('warning') ?? undefined
  const seen: Answer = { code: response.status, ...(warning === undefined ? {} : { warning }) }
  if (response.status < 400) return row.object ? { ...seen, object: withoutIdentity(body) } : seen
  const { reason, message, details } = body
  return {
    ...seen,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    ...(details?.causes ? { causes: details.causes } : {}),
  }
}

/** Without what every create makes anew: as the recording left it out. */
function withoutIdentity(object: Record<string, unknown>): Record<string, unknown> {
  const metadata = { ...(object.metadata as Record<string, unknown>) }
  for (const field of ['uid', 'creationTimestamp', 'resourceVersion', 'managedFields']) delete metadata[field]
  return { ...object, metadata }
}
