import { expect, it } from 'vitest'
import type { KubeObject } from './api/object.ts'
import { fakeClock } from './clock.ts'
import { createCluster, type SimClusterOptions } from './cluster.ts'
import type { Stored } from './store/store.ts'

it('a cluster that starts again gives nobody the uid of something that is there', async () => {
  const entries = new Map<string, Stored<KubeObject>>()
  const options: SimClusterOptions = {
    spec: { id: 'again', nodes: [], ingress: false, storage: false },
    clock: fakeClock(),
    rootCertificate: '',
    commit: ({ key, value, revision }) => void entries.set(key, { key, value, revision }),
    onError: (_where, error) => expect.fail(String(error)),
  }
  const uidOf = async (cluster: ReturnType<typeof createCluster>, name: string) => {
    const body = JSON.stringify({ metadata: { name } })
    const headers = { 'content-type': 'application/json' }
    const answer = await cluster.handle(new Request('https://x/api/v1/namespaces', { method: 'POST', headers, body }))
    return ((await answer.json()) as KubeObject).metadata.uid
  }
  const first = await uidOf(createCluster(options), 'one')
  const revision = Math.max(...[...entries.values()].map((entry) => entry.revision))
  const initial = { revision, entries: [...entries.values()] }
  const second = await uidOf(createCluster({ ...options, initial }), 'two')
  expect(first).toMatch(/^[0-9a-f-]{36}$/)
  expect(second).not.toBe(first)
})
