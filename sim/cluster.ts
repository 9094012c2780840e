// One simulated cluster: the composition root, where the store, the API and what acts on it come together.
import { apiServices, pods } from './api/refs.ts'
import { kubernetes } from './api/facts.ts'
import type { KubeObject } from './api/object.ts'
import type { Clock, SteeredClock } from './clock.ts'
import { createControl } from './control/control.ts'
import { createDemand, type Demand } from './control/demand.ts'
import type { NodeSpec } from './kubelet/node-status.ts'
import type { SavedContents } from './kubelet/volumes/contents.ts'
import type { APIService, Pod } from './generated/types.ts'
import { withReaders } from './client/readers.ts'
import { limits } from './limits.ts'
import type { Arrival, Entry } from './network/network.ts'
import { createEntries, type Outside } from './network/service-entries.ts'
import { createMachinery, type Machinery } from './machinery.ts'
import { seededRandom, seedOf } from './random.ts'
import { resources } from './resources/index.ts'
import { otherVersions } from './resources/versions/index.ts'
import { createApi } from './server/api-server.ts'
import { administrator, createAuth, type AuthOptions } from './server/auth/auth.ts'
import type { BroughtImage } from './kubelet/images/brought.ts'
import type { Connect } from './server/connect.ts'
import { createAggregator } from './server/aggregator.ts'
import { customResourcesOf } from './server/custom-resources.ts'
import { createDiscovery } from './server/discovery/discovery.ts'
import { createHandler } from './server/handler.ts'
import { storeKey } from './server/machine.ts'
import { createRegistry } from './server/request-target.ts'
import { createUpgrade, type Streaming } from './server/streaming.ts'
import { createStore, type StoreOptions } from './store/store.ts'

/** What a cluster is made of. */
export interface SimClusterSpec {
  /** Seeds the cluster's chance, so that the same id repeats. */
  id: string
  nodes: Pick<NodeSpec, 'name' | 'labels' | 'taints' | 'capacity' | 'sandboxMs'>[]
  ingress: boolean
  storage: boolean
  /** Measures what nodes and pods use (metrics-server). */
  metrics?: boolean
  /** False: no Service of type LoadBalancer gets an address until the cluster's users install who gives it. */
  serviceLb?: boolean
  /** Images of its own that every node has. */
  images?: BroughtImage[]
}

export interface SimClusterOptions extends Pick<StoreOptions<KubeObject>, 'initial' | 'commit'> {
  spec: SimClusterSpec
  /** One that can be steered lets people hold, hurry and put back the cluster. */
  clock: Clock | SteeredClock
  /** PEM of the authority that signs the API server's certificate: what kube-root-ca.crt holds. */
  rootCertificate: string
  /** Who has which token; without it, who comes with none is the administrator. */
  access?: AuthOptions
  /** What volumes and nodes' disks held when the cluster last stopped. */
  volumes?: SavedContents
  /** Machines that were off when the cluster last stopped. */
  off?: readonly string[]
  /** Told which machines are off whenever one is switched. */
  onPower?: (off: readonly string[]) => void
  /** Opens on the learner's machine what Services open to the outside. */
  outside?: Outside
  /** Told of what goes wrong inside; the cluster goes on. */
  onError: (where: string, error: unknown) => void
}

export interface SimCluster {
  /** `v1.35.1`. */
  readonly version: string
  /** The API. */
  handle(request: Request): Promise<Response>
  /** What a request to upgrade its connection is to become; undefined where `handle` answers it. */
  upgrade(request: Request): Promise<Streaming | Response | undefined>
  /** Who a connection from the learner's machine comes to; rejects with ConnectError. */
  arrive(at: Entry, signal?: AbortSignal): Promise<Arrival>
  /** What volumes and nodes' disks hold now, as plain data. */
  volumes(): SavedContents
  /** Starts everything; resolves once the cluster can be used. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Makes a cluster; nothing runs before `start`. */
export function createCluster(options: SimClusterOptions): SimCluster {
  const { spec, clock, onError } = options
  // One that starts again goes on with other chance: the same would give names and uids that are taken.
  const random = seededRandom(seedOf(options.initial ? `${spec.id}/${options.initial.revision}` : spec.id))
  const store = createStore<KubeObject>({
    ...(options.initial ? { initial: options.initial } : {}),
    ...(options.commit ? { commit: options.commit } : {}),
    now: () => clock.now(),
    historyMax: limits.historyChangesMax,
    onListenerError: (error) => onError('watch', error),
  })
  const registry = createRegistry([...resources, ...otherVersions], customResourcesOf(store))
  const machine = { store, clock, random }
  const api = createApi(machine)
  const outside = withReaders(api)
  const auth = createAuth(machine, options.access ?? { anonymous: administrator })
  const serve = (request: Request): Promise<Response> => handle(request)
  const followEntries = options.outside && createEntries(options.outside)
  const build = (off: readonly string[], volumes: SavedContents | undefined, resumes?: readonly Pod[]): Machinery =>
    createMachinery({
      spec,
      api,
      readers: outside.readers,
      registry,
      clock,
      random,
      rootCertificate: options.rootCertificate,
      auth,
      serve,
      off,
      aggregator: () => aggregator,
      ...(followEntries ? { followEntries } : {}),
      ...(volumes ? { volumes } : {}),
      ...(resumes ? { resumes } : {}),
      onError,
    })
  let machinery = build(options.off ?? [], options.volumes)
  const machinesOff = (): string[] => machinery.nodes().flatMap(({ name, on }) => (on ? [] : [name]))
  const demand = createDemand(clock)
  const connect = currentOf(() => machinery.connect, demand)
  const aggregator = createAggregator({
    services: () => store.list(storeKey(apiServices, '', '')).map(({ value }) => value as APIService),
    connect,
    discovery: createDiscovery(registry),
  })

  const control = createControl({
    store,
    clock,
    demand,
    registry,
    api,
    decisionOf: (uid) => machinery.decisionOf(uid),
    ports: () => options.outside?.ports() ?? [],
    power: {
      nodes: () => machinery.nodes(),
      async switch(node, on) {
        const known = await machinery.power(node, on)
        if (known) options.onPower?.(machinesOff())
        return known
      },
    },
    async rebuild(change) {
      const volumes = machinery.contents.save()
      const off = machinesOff()
      machinery.stop()
      change()
      machinery = build(
        off,
        volumes,
        store.list(storeKey(pods, '', '')).map(({ value }) => value as Pod),
      )
      await machinery.start()
    },
  })
  const handle = createHandler({ api: outside.api, registry, clock, connect, control, auth, aggregator })
  return {
    version: String((kubernetes.discovery['/version'] as { gitVersion?: string }).gitVersion),
    handle,
    upgrade: createUpgrade({ api, registry, connect, auth }),
    arrive: (at, signal) => machinery.network.arrive(at, signal),
    volumes: () => machinery.contents.save(),
    start: () => machinery.start(),
    async stop() {
      machinery.stop()
    },
  }
}

/** Passes every call to who is there when it comes; time is not held while a pod's answer is being waited for. */
function currentOf(connect: () => Connect, demand: Demand): Connect {
  return {
    exec: (...args) => connect().exec(...args),
    attach: (...args) => connect().attach(...args),
    forward: (pod) => connect().forward(pod),
    log: (...args) => connect().log(...args),
    proxy: (...args) => demand.whilePending(connect().proxy(...args)),
  }
}
