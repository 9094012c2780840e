// Everything in a cluster that acts by itself: controllers, scheduler, node agents and the network, over an API that outlives them.
import { applyAddons } from './addons/apply.ts'
import { bootstrap, untilUsable } from './bootstrap.ts'
import type { Context } from './client/context.ts'
import { createEventRecorder } from './client/event-recorder.ts'
import { createSeriesRecorder } from './client/event-series.ts'
import { createClient } from './client/in-process.ts'
import { createHeartbeats } from './client/heartbeats.ts'
import { createInformers } from './client/informer.ts'
import type { Readers } from './client/readers.ts'
import { scopedClock, type Clock } from './clock.ts'
import type { ResourceRef } from './api/object.ts'
import type { SimClusterSpec } from './cluster.ts'
import { runControllers, type ControllersOptions } from './controllers/index.ts'
import { createConnect } from './kubelet/connect.ts'
import { createKubelet, type Kubelet } from './kubelet/kubelet.ts'
import { createMachineRental } from './kubelet/machine-rental.ts'
import type { NodeSpec } from './kubelet/node-status.ts'
import { createVolumeContents, type SavedContents, type VolumeContents } from './kubelet/volumes/contents.ts'
import { serveInside } from './network/api-server.ts'
import { createNetwork, type Network } from './network/network.ts'
import type { createEntries } from './network/service-entries.ts'
import { resources } from './resources/index.ts'
import type { ResourceStrategy } from './resources/resource.ts'
import type { Pod } from './generated/types.ts'
import type { Decision } from './scheduler/decision.ts'
import { createScheduler } from './scheduler/scheduler.ts'
import type { Aggregator } from './server/aggregator.ts'
import type { Api } from './server/api.ts'
import type { Auth } from './server/auth/auth.ts'
import type { Connect } from './server/connect.ts'
import type { Registry } from './server/request-target.ts'

export interface MachineryOptions {
  spec: SimClusterSpec
  api: Api
  /** Who from outside looks at what. */
  readers: Readers
  /** What the API serves at this instant. */
  registry: Registry
  clock: Clock
  random: () => number
  rootCertificate: string
  auth: Auth
  /** The API server, for programs in pods. */
  serve: (request: Request) => Promise<Response>
  /** What other servers answer for in the API. */
  aggregator: () => Aggregator
  volumes?: SavedContents
  /** Takes up these pods as they are said to be, where others would find that their containers are gone. */
  resumes?: readonly Pod[]
  /** Opens to the outside what Services do; see network/service-entries.ts. */
  followEntries?: ReturnType<typeof createEntries>
  /** Machines that stay off. */
  off?: readonly string[]
  onError: (where: string, error: unknown) => void
}

export interface Machinery {
  readonly connect: Connect
  readonly network: Network
  readonly contents: VolumeContents
  /** The scheduler's last decision about a pod, by its uid. */
  decisionOf(uid: string): Decision | undefined
  /** Every machine, on or off. */
  nodes(): { name: string; on: boolean }[]
  /** Switches a machine on or off. False when there is none of that name. */
  power(node: string, on: boolean): Promise<boolean>
  /** Starts everything; resolves once the cluster can be used, or, when it resumes, at once. */
  start(): Promise<void>
  /** Nothing of it acts any more, whatever it had under way. */
  stop(): void
}

/** Nothing runs before `start`. */
export function createMachinery(options: MachineryOptions): Machinery {
  const { spec, random } = options
  const clock = scopedClock(options.clock)
  const off = new Set(options.off)
  let stopped = false
  // What is still under way when it stops finds its door closed: no news.
  const onError: MachineryOptions['onError'] = (where, error) => void (stopped || options.onError(where, error))
  const api = doorTo(options.api, () => !stopped)
  const { registry } = options
  const added = (ref: ResourceRef): ResourceStrategy | undefined => registry.find(ref.group, ref.version, ref.plural)
  const informers = createInformers(createClient(api, resources, 'kube-controller-manager', added), (error) =>
    onError('informer', error),
  )
  const contextFor = (fieldManager: string): Context => {
    const client = createClient(api, resources, fieldManager, added)
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
  const heartbeats = createHeartbeats(() => clock.now())
  const create = (node: NodeSpec): Kubelet =>
    createKubelet({
      context: { ...contextFor('kubelet'), machines: rental },
      network,
      contents,
      node: { ...node, images: (options.resumes ?? []).flatMap((pod) => imagesOn(node.name, pod)) },
      heartbeats,
      readers: options.readers,
      brought: spec.images ?? [],
      // A machine that is off has lost what ran on it.
      resumes: options.resumes !== undefined && !off.has(node.name),
      requestToken: options.auth.requestToken,
    })
  const kubelets: Kubelet[] = []
  const rental = createMachineRental({ context, kubelets, create })
  for (const [index, node] of spec.nodes.entries()) {
    kubelets.push(create({ ...node, address: `172.18.0.${index + 2}`, podCIDR: `10.42.${index}.0/24` }))
  }
  const resourceRefs = resources.map(({ ref }) => ref)
  const scheduler = createScheduler(contextFor('kube-scheduler'), { resources: resourceRefs })
  const stops: (() => void)[] = []

  return {
    connect: createConnect(context, network, kubelets),
    network,
    contents,
    decisionOf: (uid) => scheduler.decisionOf(uid),
    async start() {
      await bootstrap(contextFor('kube-apiserver').client)
      const { rootCertificate, auth, serve } = options
      stops.push(serveInside(network, serve))
      const others = askOthers(options.aggregator)
      stops.push(
        runControllers(context, {
          rootCertificate,
          resources: resourceRefs,
          added: () => registry.strategies.filter(({ custom }) => custom).map(({ ref }) => ref),
          heartbeats,
          secretToken: auth.secretToken,
          ...(spec.serviceLb === undefined ? {} : { serviceLb: spec.serviceLb }),
          ...others,
        }),
      )
      stops.push(() => scheduler.stop())
      await informers.start()
      if (options.followEntries) stops.push(options.followEntries(informers))
      stops.push(() => kubelets.forEach((kubelet) => kubelet.stop()))
      for (const kubelet of kubelets) if (!off.has(kubelet.nodeName)) await kubelet.start()
      stops.push(() => rental.stop())
      await rental.resume()
      const { ingress, storage, metrics = false } = spec
      await applyAddons(contextFor('deploy').client, { ingress, storage, metrics, dns: ingress || storage })
      // Once everything was taken up, how long it takes to be well is the cluster's own affair.
      if (options.resumes === undefined && off.size === 0) await untilUsable(informers)
    },
    nodes: () => kubelets.map(({ nodeName, isRunning }) => ({ name: nodeName, on: isRunning })),
    async power(node, on) {
      const kubelet = kubelets.find(({ nodeName }) => nodeName === node)
      if (!kubelet) return false
      if (on) await kubelet.start()
      else kubelet.stop()
      return true
    },
    stop() {
      stopped = true
      for (const stop of stops.splice(0).reverse()) stop()
      informers.stop()
      clock.end()
    },
  }
}

/** How controllers reach what other servers answer for: with nobody's name, past everyone's rights. */
function askOthers(aggregator: () => Aggregator): Required<Pick<ControllersOptions, 'ask' | 'reach'>> {
  return {
    async ask(path) {
      const url = new URL(path, 'https://kubernetes')
      return (await aggregator().answer(new Request(url), url)) ?? new Response(null, { status: 404 })
    },
    reach: (service, path) => aggregator().reach(service, path),
  }
}

/** Images that the node must have, since containers of the pod began there. */
function imagesOn(node: string, { spec, status }: Pod): string[] {
  if (spec?.nodeName !== node) return []
  const begun = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  return begun.flatMap(({ containerID, image }) => (containerID ? [image] : []))
}

/** The API for as long as `open` says so: what comes later finds nobody. */
function doorTo(api: Api, open: () => boolean): Api {
  const through = (): Api => {
    if (open()) return api
    throw new Error('this part of the cluster has stopped')
  }
  return {
    get: (...args) => through().get(...args),
    list: (...args) => through().list(...args),
    watch: (...args) => through().watch(...args),
    create: (...args) => through().create(...args),
    update: (...args) => through().update(...args),
    patch: (...args) => through().patch(...args),
    delete: (...args) => through().delete(...args),
    deleteCollection: (...args) => through().deleteCollection(...args),
  }
}
