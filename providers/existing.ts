// A cluster that is there already: any kubeconfig. Where a course outgrows one machine, Kubernetes itself is the engine.
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { type KubernetesObject, KubeConfig, KubernetesObjectApi, VersionApi } from '@kubernetes/client-node'
import { type NodesBefore, rememberNodes, restoreNodes } from './existing/nodes.ts'
import { withExtension } from './kubeconfig.ts'
import { withSignedUsers } from './users/signed-users.ts'
import type { Cluster, ClusterSpec, Provider } from './provider.ts'

/** Kinds that a lab makes; what appeared of them since the start goes when the lab is reset. Dependants first. */
const labKinds = [
  ['v1', 'Namespace'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['v1', 'Service'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['batch/v1', 'CronJob'],
  ['batch/v1', 'Job'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'ReplicaSet'],
  ['v1', 'Pod'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'PersistentVolume'],
  ['v1', 'ConfigMap'],
  ['v1', 'Secret'],
  ['v1', 'ResourceQuota'],
  ['v1', 'LimitRange'],
  ['v1', 'ServiceAccount'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  ['scheduling.k8s.io/v1', 'PriorityClass'],
  ['storage.k8s.io/v1', 'StorageClass'],
  ['networking.k8s.io/v1', 'IngressClass'],
] as const

/** Labs work here. */
const labNamespace = 'default'

/** What is being deleted gets this long; a finalizer that nobody takes off must not hold the learner up for ever. */
const goneMaxMs = 60_000
const pollMs = 250

/** kubectl and the page leave it on what they apply: it tells a learner's objects from those of the cluster's own parts. */
const appliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

/** helm leaves the first on what it installs, and charts carry the second on what helm runs besides. */
const helmAnnotations = ['meta.helm.sh/release-name', 'helm.sh/hook']

/** The cluster's own charts are here. */
const systemNamespace = 'kube-system'

/** @param file path of a kubeconfig; its current context is used. Every lab of every learner shares that cluster. */
export function existingProvider(file: string | undefined): Provider {
  // The same id goes on with what was there when it began, so that a reset knows what came since.
  const running = new Map<string, Cluster>()
  return {
    name: 'existing',
    async unavailable() {
      try {
        await version(load(file).config)
        return undefined
      } catch (error) {
        return `No se puede usar el cluster del kubeconfig ${file ?? '(ninguno)'}: ${(error as Error).message}`
      }
    },
    async start(spec, onProgress) {
      const found = running.get(spec.id)
      if (found) return found
      const begun = performance.now()
      const { text, config } = load(file)
      onProgress?.({ stage: 'starting', text: 'Hablando con el cluster' })
      const api = KubernetesObjectApi.makeApiClient(config)
      await requireNodes(api, spec)
      const before = { uids: new Set((await labObjects(api)).map(uidOf)), nodes: await rememberNodes(api) }
      const kubernetes = await version(config)
      onProgress?.({ stage: 'ready', text: 'Listo' })
      const readyMs = Math.round(performance.now() - begun)
      const known = await withSignedUsers(text, spec.users ?? [])
      const kubeconfig = withExtension(known, { engine: 'existing', kubernetes, readyMs })
      const cluster = existingCluster(spec.id, kubeconfig, api, before, () => running.delete(spec.id))
      running.set(spec.id, cluster)
      return cluster
    },
    close: () => Promise.resolve(),
  }
}

async function version(config: KubeConfig): Promise<string> {
  return (await config.makeApiClient(VersionApi).getCode()).gitVersion
}

function load(file: string | undefined): { text: string; config: KubeConfig } {
  if (!file) throw new Error('Falta el kubeconfig: dilo con --kubeconfig FICHERO o con la variable KUBECONFIG.')
  const text = readFileSync(file, 'utf8')
  const config = new KubeConfig()
  config.loadFromString(text)
  return { text, config }
}

async function requireNodes(api: KubernetesObjectApi, spec: ClusterSpec): Promise<void> {
  const { items } = await api.list('v1', 'Node')
  if (items.length >= spec.nodes.length) return
  throw new Error(
    `Este laboratorio pide ${spec.nodes.length} nodos y el cluster tiene ${items.length}. ` +
      'Usa un cluster mayor, o el motor incorporado: --cluster embedded.',
  )
}

async function labObjects(api: KubernetesObjectApi): Promise<KubernetesObject[]> {
  const lists = await Promise.all(
    labKinds.map(async ([apiVersion, kind]) => {
      const items = await api.list(apiVersion, kind).then((list) => list.items, whereNotServed)
      return items.map((item) => ({ ...item, apiVersion, kind }))
    }),
  )
  return lists.flat()
}

function uidOf(object: KubernetesObject): string {
  return object.metadata?.uid ?? ''
}

function existingCluster(
  id: string,
  kubeconfig: string,
  api: KubernetesObjectApi,
  before: { uids: Set<string>; nodes: NodesBefore },
  onStopped: () => void,
): Cluster {
  // Nothing that was there before, and nothing that nobody applied by hand, is touched.
  const mine = (object: KubernetesObject): boolean =>
    !before.uids.has(uidOf(object)) &&
    (object.metadata?.annotations?.[appliedAnnotation] !== undefined || isOfHelm(object) || isClaimOfTemplate(object))
  const stop = async (): Promise<void> => {
    onStopped()
    for (const object of (await labObjects(api)).filter(mine)) await remove(api, object).catch(ignoreMissing)
    await gone(api, (object) => mine(object) || isNewPod(object, before.uids))
    await restoreNodes(api, before.nodes)
  }
  return { id, kubeconfig, stop, [Symbol.asyncDispose]: stop }
}

/** What helm installed, and the Secrets in which it keeps its releases. */
function isOfHelm({ kind, metadata }: KubernetesObject): boolean {
  if (metadata?.namespace === systemNamespace) return false
  const release = kind === 'Secret' && metadata?.labels?.['owner'] === 'helm'
  return release || helmAnnotations.some((name) => metadata?.annotations?.[name] !== undefined)
}

/** Claims that a StatefulSet made stay when it goes; nobody applied them. */
function isClaimOfTemplate({ kind, metadata }: KubernetesObject): boolean {
  return kind === 'PersistentVolumeClaim' && metadata?.namespace === labNamespace
}

/** Pods go after what made them: the next lab must not find them, whether or not they have been told to end yet. */
function isNewPod({ kind, metadata }: KubernetesObject, before: Set<string>): boolean {
  const dependent = kind === 'Pod' || kind === 'ReplicaSet'
  return dependent && metadata?.namespace === labNamespace && !before.has(metadata.uid ?? '')
}

/** With what it made: where nothing is said, a Job leaves its pods behind. k8s: pkg/registry/batch/job/strategy.go DefaultGarbageCollectionPolicy */
async function remove(api: KubernetesObjectApi, object: KubernetesObject): Promise<void> {
  await api.delete(object, undefined, undefined, undefined, undefined, 'Background')
}

async function gone(api: KubernetesObjectApi, left: (object: KubernetesObject) => boolean): Promise<void> {
  const end = performance.now() + goneMaxMs
  while ((await labObjects(api)).some(left) && performance.now() < end) await wait(pollMs)
}

function whereNotServed(error: unknown): KubernetesObject[] {
  ignoreMissing(error)
  return []
}

function ignoreMissing(error: unknown): void {
  if ((error as { code?: number }).code !== 404) throw error
}
