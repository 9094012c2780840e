// One simulated cluster: the composition root, the only file that knows all the rooms of sim/.
import { applyAddons } from './addons/apply.ts'
import { kubernetes } from './api/facts.ts'
import type { KubeObject } from './api/object.ts'
import { bootstrap, untilUsable } from './bootstrap.ts'
import { createClient } from './client/in-process.ts'
import type { Context } from './client/context.ts'
import { createEventRecorder } from './client/event-recorder.ts'
import { createSeriesRecorder } from './client/event-series.ts'
import { createInformers } from './client/informer.ts'
import type { Clock } from './clock.ts'
import { runControllers } from './controllers/index.ts'
import { createConnect } from './kubelet/connect.ts'
import { createKubelet } from './kubelet/kubelet.ts'
import { createVolumeContents, type SavedContents } from './kubelet/volumes/contents.ts'
import { createNetwork } from './network/network.ts'
import { limits } from './limits.ts'
import { seededRandom, seedOf } from './random.ts'
import { resources } from './resources/index.ts'
import { createApi } from './server/api-server.ts'
import { createHandler } from './server/handler.ts'
import { createScheduler } from './scheduler/scheduler.ts'
import { createRegistry } from './server/request-target.ts'
import { createUpgrade, type Streaming } from './server/streaming.ts'
import { createStore, type StoreOptions } from './store/store.ts'

/** What a cluster is made of. */
export interface SimClusterSpec {
  /** Seeds the cluster's chance, so that the same id repeats. */
  id: string
  nodes: { name: string; labels?: Record<string, string>; taints?: string[]; capacity?: Record<string, string> }[]
  ingress: boolean
  storage: boolean
}

export interface SimClusterOptions extends Pick<StoreOptions<KubeObject>, 'initial' | 'commit'> {
  spec: SimClusterSpec
  clock: Clock
  /** PEM of the authority that signs the API server's certificate: what kube-root-ca.crt holds. */
  rootCertificate: string
  /** What volumes and nodes' disks held when the cluster last stopped. */
  volumes?: SavedContents
  /** Told of what goes wrong inside; the cluster goes on. */
  onError: (where: string, error: unknown) => void
}

export interface SimCluster {
  /** `v1.35.1`. */
  readonly version: string
  /** The API. */
  handle(request: Request): Promise<Response>
  /** What a request to upgrade its connection is to become; undefined where `handle` answers it. */
  upgrade(request: Request): Streaming | Response | undefined
  /** A request from the learner's machine to a port of the cluster's nodes: its ingress, a node port. */
  outside(request: Request, target: { port: number }): Promise<Response>
  /** What volumes and nodes' disks hold now, as plain data. */
  volumes(): SavedContents
  /** Starts everything; resolves once the cluster can be used. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Makes a cluster; nothing runs before `start`. */
export function createCluster(options: SimClusterOptions): SimCluster {
  const { spec, clock } = options
  let stopped = false
  // What is still under way when the cluster stops finds its store closed: no news.
  const onError: SimClusterOptions['onError'] = (where, error) => void (stopped || options.onError(where, error))
  const random = seededRandom(seedOf(spec.id))
  const store = createStore<KubeObject>({
    ...(options.initial ? { initial: options.initial } : {}),
    ...(options.commit ? { commit: options.commit } : {}),
    historyMax: limits.historyChangesMax,
    onListenerError: (error) => onError('watch', error),
  })
  const registry = createRegistry(resources)
  const api = createApi({ store, clock, random })
  const informers = createInformers(createClient(api, resources, 'kube-controller-manager'), (error) =>
    onError('informer', error),
  )
  const contextFor = (fieldManager: string): Context => {
    const client = createClient(api, resources, fieldManager)
    return {
      clock,
      client,
      informers,
      random,
      onError,
      recorderFor: (component, host) =>
        createEventRecorder(clock, client, { component, ...(host ? { host } : {}) }, (error) =>
          onError('events', error),
        ),
      seriesRecorderFor: (component) =>
        createSeriesRecorder(clock, client, component, (error) => onError('events', error)),
    }
  }
  const context = contextFor('kube-controller-manager')
  const network = createNetwork(context)
  const contents = createVolumeContents(context, options.volumes)
  const kubelets = spec.nodes.map((node, index) =>
    createKubelet({
      context: contextFor('kubelet'),
      network,
      contents,
      node: { ...node, address: `172.18.0.${index + 2}`, podCIDR: `10.42.${index}.0/24` },
    }),
  )
  const connect = createConnect(context, network, kubelets)
  const stops: (() => void)[] = []
  return {
    version: String((kubernetes.discovery['/version'] as { gitVersion?: string }).gitVersion),
    handle: createHandler({ api, registry, clock, connect }),
    upgrade: createUpgrade({ api, registry, connect }),
    outside: (request, target) => network.outside(request, target),
    volumes: () => contents.save(),
    async start() {
      await bootstrap(contextFor('kube-apiserver').client)
      const resourceRefs = resources.map(({ ref }) => ref)
      stops.push(runControllers(context, { rootCertificate: options.rootCertificate, resources: resourceRefs }))
      const scheduler = createScheduler(contextFor('kube-scheduler'), { resources: resourceRefs })
      stops.push(() => scheduler.stop())
      await informers.start()
      for (const kubelet of kubelets) {
        stops.push(() => kubelet.stop())
        await kubelet.start()
      }
      const installs = spec.ingress || spec.storage
      await applyAddons(contextFor('deploy').client, { ingress: spec.ingress, storage: spec.storage, dns: installs })
      await untilUsable(informers)
    },
    async stop() {
      stopped = true
      for (const stop of stops.splice(0).reverse()) stop()
      informers.stop()
    },
  }
}
