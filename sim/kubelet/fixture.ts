// For tests: a real API server with node agents, on a clock that stands still until it is told to move.
import { parseAllDocuments } from 'yaml'
import { apiServices, events, namespaces, pods, serviceAccounts } from '../api/refs.ts'
import type { KubeObject, ResourceRef } from '../api/object.ts'
import { fakeClock, type FakeClock } from '../clock.ts'
import { createClient } from '../client/in-process.ts'
import type { Client } from '../client/client.ts'
import type { Context } from '../client/context.ts'
import { createEventRecorder } from '../client/event-recorder.ts'
import { createSeriesRecorder } from '../client/event-series.ts'
import { createHeartbeats } from '../client/heartbeats.ts'
import { withReaders } from '../client/readers.ts'
import { createInformers } from '../client/informer.ts'
import type { Event, Pod } from '../generated/types.ts'
import { runControllers } from '../controllers/index.ts'
import { createScheduler } from '../scheduler/scheduler.ts'
import { createNetwork, type Network } from '../network/network.ts'
import { seededRandom } from '../random.ts'
import { resources } from '../resources/index.ts'
import { createAggregator, type Aggregator } from '../server/aggregator.ts'
import { createApi } from '../server/api-server.ts'
import { createDiscovery } from '../server/discovery/discovery.ts'
import { createRegistry } from '../server/request-target.ts'
import { createConnect } from './connect.ts'
import { administrator, createAuth } from '../server/auth/auth.ts'
import { createStore } from '../store/store.ts'
import { createKubelet, type Kubelet } from './kubelet.ts'
import { createMachineRental } from './machine-rental.ts'
import type { NodeSpec } from './node-status.ts'
import { createVolumeContents } from './volumes/contents.ts'

export interface TestNodes {
  clock: FakeClock
  client: Client
  /** A client of somebody from outside: what it reads is written before. */
  outside: Client
  context: Context
  network: Network
  kubelets: Kubelet[]
  errors: unknown[]
  /** Asks a path that other servers answer for. */
  ask(path: string): Promise<Response>
  /** Creates the objects of a YAML text, bound to the first node unless they say where. */
  apply(yaml: string): Promise<void>
  pod(name: string): Promise<Pod | undefined>
  /** READY STATUS RESTARTS of a pod at each change, as `kubectl get pods -w` shows them, without repeats. */
  rows(name: string): string[]
  /** `reason: message` of the events about an object, in order of first appearance. */
  eventsOf(name: string): Promise<string[]>
  /** Moves the clock until a pod is as it should be; at most `seconds`. Returns how many passed. */
  until(name: string, holds: (pod: Pod | undefined) => boolean, seconds?: number): Promise<number>
}

/** @param names of the nodes. `controllers`: with scheduler and controllers, so that Deployments work too. */
export async function testNodes(names = ['node-1'], { controllers = false } = {}): Promise<TestNodes> {
  const clock = fakeClock()
  const random = seededRandom(7)
  const errors: unknown[] = []
  const store = createStore<KubeObject>({ historyMax: 20_000, onListenerError: (error) => errors.push(error) })
  const machine = { store, clock, random }
  const api = createApi(machine)
  const auth = createAuth(machine, { anonymous: administrator })
  const client = createClient(api, resources, 'test')
  const { api: outsideApi, readers } = withReaders(api)
  const informers = createInformers(client, (error) => errors.push(error))
  const context: Context = {
    clock,
    client,
    informers,
    random,
    onError: (_loop, error) => errors.push(error),
    recorderFor: (component, host) =>
      createEventRecorder(clock, client, { component, ...(host ? { host } : {}) }, (error) => errors.push(error)),
    seriesRecorderFor: (component) => createSeriesRecorder(clock, client, component, (error) => errors.push(error)),
  }
  const network = createNetwork(context)
  const contents = createVolumeContents(context)
  for (const name of ['default', 'kube-system', 'kube-node-lease']) {
    await client.create(namespaces, { metadata: { name } })
    await client.create(serviceAccounts, {
      metadata: { name: 'default', namespace: name },
      automountServiceAccountToken: false,
    })
  }
  const rows = new Map<string, string[]>()
  informers.for(pods).on({ added: note, updated: note })
  function note(pod: Pod): void {
    const name = pod.metadata.name!
    const row = rowOf(pod)
    const all = rows.get(name) ?? []
    rows.set(name, all.at(-1) === row ? all : [...all, row])
  }
  const heartbeats = createHeartbeats(() => clock.now())
  const kubelets: Kubelet[] = []
  const create = (node: NodeSpec): Kubelet =>
    createKubelet({
      context: { ...context, machines },
      heartbeats,
      readers,
      network,
      requestToken: auth.requestToken,
      contents,
      node,
    })
  const machines = createMachineRental({ context, kubelets, create })
  for (const [index, name] of names.entries()) {
    kubelets.push(create({ name, address: `172.18.0.${index + 2}`, podCIDR: `10.42.${index}.0/24` }))
  }
  const aggregator = createAggregator({
    services: () => informers.for(apiServices).list(),
    connect: createConnect(context, network, kubelets),
    discovery: createDiscovery(createRegistry(resources)),
  })
  const ask = async (path: string): Promise<Response> => {
    const url = new URL(path, 'https://kubernetes')
    return (await aggregator.answer(new Request(url), url)) ?? new Response(null, { status: 404 })
  }
  if (controllers) {
    const refs = resources.map(({ ref }) => ref)
    const reach: Aggregator['reach'] = (service, path) => aggregator.reach(service, path)
    runControllers(context, {
      rootCertificate: '',
      resources: refs,
      heartbeats,
      secretToken: auth.secretToken,
      ask,
      reach,
    })
    createScheduler(context, { resources: refs })
  }
  await informers.start()
  for (const kubelet of kubelets) await kubelet.start()
  await clock.advance(0)

  const strategies = new Map(resources.map((strategy) => [strategy.ref.kind, strategy]))
  return {
    clock,
    client,
    outside: createClient(outsideApi, resources, 'outside'),
    context,
    network,
    kubelets,
    errors,
    ask,
    async apply(yaml) {
      for (const document of parseAllDocuments(yaml)) {
        const object = document.toJS() as KubeObject & { spec?: { nodeName?: string } }
        const ref = strategies.get(object.kind!)!.ref as ResourceRef
        if (ref.namespaced) object.metadata.namespace ??= 'default'
        if (object.kind === 'Pod' && !controllers) object.spec!.nodeName ??= names[0]!
        await client.create(ref, object)
      }
      await clock.advance(0)
    },
    pod: (name) => client.get(pods, 'default', name),
    rows: (name) => rows.get(name) ?? [],
    async eventsOf(name) {
      await clock.advance(0)
      const { items } = await client.list(events, 'default')
      return items
        .filter((event) => event.involvedObject.name === name)
        .map((event: Event) => `${event.reason}: ${event.message}`)
    },
    async until(name, holds, seconds = 120) {
      const begun = clock.now()
      while (!holds(await client.get(pods, 'default', name))) {
        if (clock.now() - begun > seconds * 1000)
          throw new Error(`${name} after ${seconds} s: ${rowOf((await client.get(pods, 'default', name))!)}`)
        await clock.advance(100)
      }
      return (clock.now() - begun) / 1000
    },
  }
}

const podStrategy = resources.find(({ ref }) => ref.plural === 'pods')!

function rowOf(pod: Pod): string {
  const [, ready, status, restarts] = podStrategy.row!(pod, { now: 0 })
  return `${ready} ${status} ${String(restarts).replace(/ .*/, '')}`
}
