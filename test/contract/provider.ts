// What every provider promises, as one suite that each runs: a cluster is its kubeconfig, and nothing tells engines apart.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  StorageV1Api,
  type V1Job,
  VersionApi,
  NetworkingV1Api,
} from '@kubernetes/client-node'
import { request } from 'undici'
import { readExtension } from '../../providers/kubeconfig.ts'
import type { Cluster, ClusterSpec, Progress, Provider } from '../../providers/provider.ts'

/** What tells a learner's objects from those of a shared cluster's own parts: kubectl and the page leave it. */
const applied = { 'kubectl.kubernetes.io/last-applied-configuration': '{}' }

/** The cluster that the contract is about. */
export const contractSpec: ClusterSpec = {
  id: 'contrato',
  nodes: [
    { name: 'nodo1', labels: { disco: 'ssd' } },
    { name: 'nodo2', taints: ['dedicado=si:NoSchedule'] },
  ],
  ingress: true,
  storage: true,
}

/** What a Job made must go with it, though the server leaves it where nothing is said. */
const sleepingJob: V1Job = {
  metadata: { name: 'huella', annotations: applied },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 1,
        containers: [{ name: 'duerme', image: 'busybox:1.36', command: ['sleep', '3600'] }],
      },
    },
  },
}

async function podsOfJob(api: KubeConfig['makeApiClient']): Promise<string[]> {
  const { items } = await api(CoreV1Api).listNamespacedPod({ namespace: 'default', labelSelector: 'job-name=huella' })
  return items.map(({ metadata }) => metadata!.name!)
}

/** @param timeoutMs what a start may take. */
export function describeProvider(name: string, make: () => Promise<Provider>, timeoutMs: number): void {
  describe(`provider ${name}`, () => {
    const spec = contractSpec
    const stages: Progress['stage'][] = []
    let provider: Provider
    let cluster: Cluster
    const api: KubeConfig['makeApiClient'] = (kind) => {
      const config = new KubeConfig()
      config.loadFromString(cluster.kubeconfig)
      return config.makeApiClient(kind)
    }

    beforeAll(async () => {
      provider = await make()
      expect(await provider.unavailable()).toBeUndefined()
      cluster = await provider.start(spec, ({ stage }) => stages.push(stage))
    }, timeoutMs)
    afterAll(() => provider.close(), timeoutMs)

    it('gives a kubeconfig that works at once and says what it is', async () => {
      const { gitVersion } = await api(VersionApi).getCode()
      const extension = readExtension(cluster.kubeconfig)
      expect(extension).toMatchObject({ engine: provider.name, kubernetes: gitVersion })
      expect(extension!.readyMs).toBeGreaterThan(0)
      expect(gitVersion).toMatch(/^v1\.35\./)
    })

    it('tells its stages, ready last', () => {
      expect(stages.at(-1)).toBe('ready')
      expect(stages.filter((stage) => stage === 'ready')).toHaveLength(1)
    })

    it('has the nodes that were asked for, Ready, with their labels and taints', async () => {
      const { items } = await api(CoreV1Api).listNode()
      expect(items.map(({ metadata }) => metadata!.name!).toSorted()).toEqual(['nodo1', 'nodo2'])
      for (const node of items) {
        expect(node.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True')
      }
      const [first, second] = items.toSorted((a, b) => (a.metadata!.name! < b.metadata!.name! ? -1 : 1))
      expect(first?.metadata?.labels).toMatchObject({ disco: 'ssd', 'kubernetes.io/hostname': 'nodo1' })
      expect(second?.spec?.taints).toEqual([{ key: 'dedicado', value: 'si', effect: 'NoSchedule' }])
    })

    it('has a default ServiceAccount, a default StorageClass and a default IngressClass', async () => {
      await api(CoreV1Api).readNamespacedServiceAccount({ name: 'default', namespace: 'default' })
      const classes = await api(StorageV1Api).listStorageClass()
      expect(classes.items.map(({ metadata, provisioner }) => [metadata?.name, provisioner])).toEqual([
        ['local-path', 'rancher.io/local-path'],
      ])
      const ingressClasses = await api(NetworkingV1Api).listIngressClass()
      expect(ingressClasses.items.map(({ metadata }) => metadata?.name)).toEqual(['traefik'])
    })

    it('answers 404 where no Ingress leads, if it knows where the ingress is', async () => {
      const { ingress } = readExtension(cluster.kubeconfig)!
      expect(ingress === undefined).toBe(provider.name === 'existing')
      if (ingress === undefined) return
      const { statusCode, body } = await request(ingress, { headers: { host: 'nadie.mi-cluster.com' } })
      await body.dump()
      expect(statusCode).toBe(404)
    })

    it('gives the same cluster for the same id', async () => {
      await api(CoreV1Api).createNamespacedConfigMap({
        namespace: 'default',
        body: { metadata: { name: 'huella', annotations: applied }, data: { a: '1' } },
      })
      await api(BatchV1Api).createNamespacedJob({ namespace: 'default', body: sleepingJob })
      await expect.poll(() => podsOfJob(api), { timeout: timeoutMs }).toHaveLength(1)
      cluster = await provider.start(spec)
      const found = await api(CoreV1Api).readNamespacedConfigMap({ name: 'huella', namespace: 'default' })
      expect(found.data).toEqual({ a: '1' })
    })

    it(
      'stop removes it, twice without harm, and the id is free for a clean one',
      async () => {
        await cluster.stop()
        await cluster.stop()
        cluster = await provider.start(spec)
        await expect(
          api(CoreV1Api).readNamespacedConfigMap({ name: 'huella', namespace: 'default' }),
        ).rejects.toMatchObject({ code: 404 })
        expect(await podsOfJob(api)).toEqual([])
      },
      timeoutMs,
    )
  })
}
