// No acknowledged write is lost when the process of the clusters is killed, and clusters come back with it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { embeddedProvider } from '../../providers/embedded.ts'
import { readExtension } from '../../providers/kubeconfig.ts'
import type { Provider } from '../../providers/provider.ts'

const spec = { id: 'duradero', nodes: [{ name: 'nodo1' }], ingress: false, storage: false }
let folder: string
let provider: Provider

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonel-durability-'))
  provider = embeddedProvider(folder)
})
afterEach(async () => {
  await provider.close()
  rmSync(folder, { recursive: true, force: true })
})

function core(kubeconfig: string): CoreV1Api {
  const config = new KubeConfig()
  config.loadFromString(kubeconfig)
  return config.makeApiClient(CoreV1Api)
}

function killHost(): void {
  process.kill(Number(readFileSync(join(folder, 'host.pid'), 'utf8')), 'SIGKILL')
}

it('every write that was answered is there after kill -9, with its revision', async () => {
  const first = await provider.start(spec)
  const api = core(first.kubeconfig)
  const answered = new Map<string, string>()
  const writes = Array.from({ length: 200 }, async (_, index) => {
    const metadata = { name: `escrito-${index}` }
    const created = await api.createNamespacedConfigMap({ namespace: 'default', body: { metadata, data: { a: '1' } } })
    answered.set(created.metadata!.name!, created.metadata!.resourceVersion!)
    if (answered.size === 100) killHost()
  })
  const outcomes = await Promise.allSettled(writes)
  expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true)
  expect(answered.size).toBeGreaterThanOrEqual(100)

  provider = embeddedProvider(folder)
  const second = await provider.start(spec)
  const { items } = await core(second.kubeconfig).listNamespacedConfigMap({ namespace: 'default' })
  const found = new Map(items.map(({ metadata }) => [metadata!.name!, metadata!.resourceVersion!]))
  expect([...answered].filter(([name, revision]) => found.get(name) !== revision)).toEqual([])
})

it('after a restart the same kubeconfig works, and pods run again', async () => {
  const first = await provider.start(spec)
  const pod = {
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '3600'] }] },
  }
  await core(first.kubeconfig).createNamespacedPod({ namespace: 'default', body: pod })
  const running = async (): Promise<void> => {
    await expect
      .poll(
        async () => (await core(first.kubeconfig).readNamespacedPod({ name: 'web', namespace: 'default' })).status,
        {
          timeout: 10_000,
        },
      )
      .toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true }] })
  }
  await running()
  await provider.close()
  provider = embeddedProvider(folder)
  // Nobody asks for the cluster by its name: a request to it is enough.
  await provider.start({ ...spec, id: 'otro' })
  await running()
  expect(readExtension(first.kubeconfig)?.engine).toBe('embedded')
})

it('a second process on the same folder is told so', async () => {
  await provider.start(spec)
  const other = embeddedProvider(folder)
  await expect(other.start(spec)).rejects.toThrow(/la está usando otro Timonel \(proceso \d+\)/)
})

it('a folder that cannot be made is told in Spanish', async () => {
  const other = embeddedProvider('/dev/null/timonel')
  await expect(other.start(spec)).rejects.toThrow('No se puede escribir en la carpeta de datos /dev/null/timonel')
})
