// What a real API server answered (Kubernetes 1.35.1) to updates of stored objects, each with one change: kept, refused, filled in.
import { describe, expect, test } from 'vitest'
import { decodeValue } from '../../api/decode/decode.ts'
import type { KubeObject } from '../../api/object.ts'
import { ApiError } from '../../api/status.ts'
import { fakeClock } from '../../clock.ts'
import { seededRandom } from '../../random.ts'
import type { Api, Target } from '../../server/api.ts'
import { createApi } from '../../server/api-server.ts'
import { createStore } from '../../store/store.ts'
import { resources } from '../index.ts'
import golden from './updates.golden.json' with { type: 'json' }

interface Case {
  base: string
  path: string[]
  /** Absent: what stands there is taken out. */
  value?: unknown
  code: number
  /** `field: sentence` of each cause of a 422, in order. */
  errors?: string[]
  message?: string
  object?: KubeObject
}
type Tree = Record<string, unknown>

const bases = golden.bases as unknown as Record<string, KubeObject>
const cases = golden.cases as unknown as Case[]
const serverFields = [
  'uid',
  'creationTimestamp',
  'resourceVersion',
  'managedFields',
  'generation',
  'namespace',
] as const

/** A cluster with one object in it. */
function apiWith(base: KubeObject): Api {
  const store = createStore<KubeObject>({
    historyMax: 100,
    onListenerError: (error) => {
      throw error
    },
  })
  const api = createApi({ store, clock: fakeClock(), random: seededRandom(1) })
  api.create(targetOf({ kind: 'Namespace', metadata: {} }), { metadata: { name: 'golden' } }, {})
  api.create(targetOf(base, ''), decoded(base), {})
  return api
}

function targetOf({ kind, metadata }: KubeObject, name = metadata.name ?? ''): Target {
  const strategy = resources.find(({ ref }) => ref.kind === kind)!
  return { strategy, namespace: strategy.ref.namespaced ? 'golden' : '', name, subresource: '' }
}

function decoded(manifest: KubeObject): KubeObject {
  const { ref, type } = targetOf(manifest).strategy
  const expected = { group: ref.group, version: ref.version, kind: ref.kind, type }
  return decodeValue(manifest, expected, 'Strict').object
}

function changed(api: Api, { base, path, value }: Case): KubeObject {
  const object = structuredClone(api.get(targetOf(bases[base]!)))
  for (const field of serverFields) delete object.metadata[field]
  delete (object as { status?: unknown }).status
  const parent = path.slice(0, -1).reduce<Tree>((tree, key) => tree[key] as Tree, object as unknown as Tree)
  const last = path.at(-1)!
  if (value !== undefined) parent[last] = value
  else if (Array.isArray(parent)) parent.splice(Number(last), 1)
  else delete parent[last]
  return object
}

function answer(api: Api, change: Case): Pick<Case, 'code' | 'errors' | 'message' | 'object'> {
  try {
    const object = changed(api, change)
    const updated = structuredClone(api.update(targetOf(object), decoded(object), { dryRun: true }).object)
    const { uid: _u, creationTimestamp: _c, resourceVersion: _r, managedFields: _m, ...metadata } = updated.metadata
    const { status: _s, ...rest } = updated as KubeObject & { status?: unknown }
    return { code: 200, object: { ...rest, metadata } }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.code !== 422) return { code: error.code, message: error.message }
    const causes = error.status.details?.causes ?? []
    return { code: 422, errors: causes.map(({ field, message }) => `${field}: ${message}`).toSorted() }
  }
}

describe.each(Object.keys(bases))('%s', (base) => {
  const api = apiWith(bases[base]!)
  test.each(cases.filter((change) => change.base === base).map((change) => [titleOf(change), change] as const))(
    '%s',
    (_title, change) => {
      const { code, errors, message, object } = change
      expect(answer(api, change)).toEqual({
        code,
        ...(errors ? { errors: errors.toSorted() } : {}),
        ...(message === undefined ? {} : { message }),
        ...(object ? { object } : {}),
      })
    },
  )
})

function titleOf({ path, value, code }: Case): string {
  return `${code} ${path.join('/')} ${value === undefined ? 'taken out' : JSON.stringify(value).slice(0, 60)}`
}
