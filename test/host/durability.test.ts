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
  let next = 0
  // Until the connection breaks under the next write.
  const writer = async (): Promise<void> => {
    for (;;) {
      const metadata = { name: `escrito-${next++}` }
      const created = await api.createNamespacedConfigMap({
        namespace: 'default',
        body: { metadata, data: { a: '1' } },
      })
      answered.set(created.metadata!.name!, created.metadata!.resourceVersion!)
      if (answered.size === 100) killHost()
    }
  }
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, writer))
  expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'rejected'))
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

it('what a pod wrote into its volume is there after a restart', async () => {
  const withStorage = { ...spec, storage: true }
  const first = await provider.start(withStorage)
  const api = core(first.kubeconfig)
  const resources = { requests: { storage: '1Gi' } }
  await api.createNamespacedPersistentVolumeClaim({
    namespace: 'default',
    body: { metadata: { name: 'datos' }, spec: { accessModes: ['ReadWriteOnce'], resources } },
  })
  const runs = async (name: string, script: string): Promise<void> => {
    const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'datos' } }]
    const containers = [
      {
        name: 'c',
        image: 'busybox:1.36',
        command: ['sh', '-c', script],
        volumeMounts: [{ name: 'v', mountPath: '/d' }],
      },
    ]
    const body = { metadata: { name }, spec: { restartPolicy: 'Never', volumes, containers } }
    await api.createNamespacedPod({ namespace: 'default', body })
    const phase = async (): Promise<string | undefined> =>
      (await api.readNamespacedPod({ name, namespace: 'default' })).status?.phase
    await expect.poll(phase, { timeout: 10_000 }).toBe('Succeeded')
  }
  await runs('escribe', 'mkdir /d/sub; echo año 2027 > /d/sub/f; ln -s sub/f /d/enlace; chmod 755 /d/sub/f')
  await provider.close()
  provider = embeddedProvider(folder)
  await provider.start({ ...withStorage })
  await runs('lee', '[ "$(cat /d/enlace)" = "año 2027" ] && [ -x /d/sub/f ]')
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
