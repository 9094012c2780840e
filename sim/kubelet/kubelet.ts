// The agent of one node: registers it, runs the pods that are bound to it, and answers for their logs.
import { csiNodes, nodes, pods } from '../api/refs.ts'
import { quantityMilliValue } from '../api/quantity.ts'
import { ApiError } from '../api/status.ts'
import type { Context } from '../client/context.ts'
import type { Heartbeats } from '../client/heartbeats.ts'
import type { Readers } from '../client/readers.ts'
import type { Node, Pod } from '../generated/types.ts'
import { createAddressPool } from '../network/addresses.ts'
import type { Network } from '../network/network.ts'
import { admit } from './admission.ts'
import { createBackOff, restartBackOff } from './back-off.ts'
import type { BroughtImage } from './images/brought.ts'
import { createImageStore } from './image-store.ts'
import { createNodeEvents } from './node-events.ts'
import { createRounds } from './node-rounds.ts'
import type { NodeHost } from './node-host.ts'
import { createNodeReports } from './node-reports.ts'
import { csiNodeObject, nodeObject, nodeStatus, type NodeSpec } from './node-status.ts'
import { reject } from './pod-rejection.ts'
import { createPodWorker, type PodWorker } from './pod-worker.ts'
import { createResourceMetrics } from './resource-metrics.ts'
import { createFileSystem } from './runtime/file-system.ts'
import type { VolumeContents } from './volumes/contents.ts'
import { nodeDisk } from './volumes/node-disk.ts'
import { createNodeShell } from './volumes/node-shell.ts'
import { createPodTokens, type RequestToken } from './volumes/pod-tokens.ts'

export interface Kubelet {
  readonly nodeName: string
  readonly address: string
  /** False while the machine is off. */
  readonly isRunning: boolean
  /** Registers the node and takes up the pods bound to it. */
  start(): Promise<void>
  /** The machine goes off: every process ends at once, without a word to the API. It can start again. */
  stop(): void
  /** The worker of a pod of this node. */
  workerOf(uid: string): PodWorker | undefined
}

/** What agents of one cluster share. */
export interface KubeletOptions {
  context: Context
  network: Network
  contents: VolumeContents
  node: NodeSpec
  heartbeats: Heartbeats
  readers: Readers
  /** A token for a ServiceAccount, as the API server gives one to the node. */
  requestToken: RequestToken
  /** Images of the cluster's own. */
  brought?: readonly BroughtImage[]
  /** Its pods' containers were not lost with the agent before: they go on as the API says. */
  resumes?: boolean
}

/** Where an agent answers for what its containers use. */
const agentPort = 10_250
/** What a node has without pulling. */
const preloaded = [
  'busybox:1.36',
  'registry.k8s.io/pause:3.10',
  'rancher/mirrored-library-traefik:3.5.1',
  'rancher/local-path-provisioner:v0.0.32',
  'rancher/mirrored-coredns-coredns:1.13.1',
  'rancher/mirrored-metrics-server:v0.8.0',
  'registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.0',
]

/** Makes an agent; nothing runs before `start`. The node's name, address and range must be its own. */
export function createKubelet({
  context,
  network,
  contents,
  node: spec,
  heartbeats,
  readers,
  requestToken,
  resumes = false,
  brought = [],
}: KubeletOptions): Kubelet {
  const { clock, client, informers } = context
  const recorder = context.recorderFor('kubelet', spec.name)
  const rounds = createRounds(clock)
  const said = createNodeEvents(recorder, rounds, spec.name)
  const reports = createNodeReports({ context, node: spec, heartbeats, readers, said })
  const nextRound = rounds.once(
    () => void reports.write().catch((error: unknown) => error instanceof ApiError || onError(error)),
  )
  const status = nodeStatus(spec, undefined, clock.now())
  const onError = (error: unknown): void => context.onError(`kubelet ${spec.name}`, error)
  const podCache = informers.for(pods)
  const nodeCache = informers.for(nodes)
  const workers = new Map<string, PodWorker>()
  let release: (() => void)[] = []
  let isRunning = false
  let resuming = resumes
  const allocatable = status.allocatable!
  const cores = Number(quantityMilliValue(status.capacity?.cpu ?? '0')) / 1000
  const usage = createResourceMetrics(cores, () => clock.now())
  const disk = nodeDisk(contents, spec.name, clock.now())
  const host: NodeHost = {
    context,
    name: spec.name,
    address: spec.address,
    gateway: spec.podCIDR.replace(/\d+\/.*$/, '1'),
    network,
    addresses: createAddressPool(spec.podCIDR),
    images: createImageStore(clock, recorder, [...preloaded, ...(spec.images ?? [])], brought),
    volumes: {
      clock,
      client,
      nodeName: spec.name,
      files: createFileSystem(disk.root, disk.mounts, { now: () => clock.now() }),
      shell: createNodeShell({ context, network, node: spec, ...disk }),
      contents,
      heldAlone: new Map(),
      tokens: createPodTokens(clock, client, requestToken),
      node: { address: spec.address, allocatable },
    },
    recorder,
    restarts: createBackOff(clock, restartBackOff),
    allocatable,
    sandboxMs: spec.sandboxMs ?? 0,
    bootMs: clock.now(),
    get resumes() {
      return resuming
    },
    onError,
  }

  function take(pod: Pod): void {
    if (pod.spec?.nodeName !== spec.name) return
    const uid = pod.metadata.uid!
    const worker = workers.get(uid)
    if (worker) return worker.update(pod)
    const over = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
    if (over && !pod.metadata.deletionTimestamp) return
    if (!pod.metadata.deletionTimestamp && !resuming && rejects(pod)) return
    workers.set(
      uid,
      createPodWorker(host, pod, () => workers.delete(uid)),
    )
  }

  /** Tells a pod that the node does not take it; nothing of it ever runs. */
  function rejects(pod: Pod): boolean {
    const node = nodeCache.get('', spec.name)
    const others = [...workers.values()].flatMap((worker) => (worker.state.finished ? [] : [worker.pod]))
    const rejection = node && admit(pod, node, others)
    if (!rejection) return false
    const { reason, message } = rejection
    recorder.event(pod, 'Warning', reason, message)
    reject(context, pod, reason, `Pod was rejected: ${message}`).catch(onError)
    return true
  }

  async function register(): Promise<void> {
    const present = await client.get(nodes, '', spec.name)
    const node = present ?? (await client.create(nodes, nodeObject(spec, clock.now())))
    if (!(await client.get(csiNodes, '', spec.name))) await client.create(csiNodes, csiNodeObject(node))
    await reports.write()
  }

  return {
    nodeName: spec.name,
    address: spec.address,
    get isRunning() {
      return isRunning
    },
    async start() {
      if (isRunning) return
      isRunning = true
      release.push(network.attach(spec.address))
      const page = async (): Promise<Response> => new Response(usage.page(workers.values()))
      const close = network.listen(spec.address, agentPort, { serve: page, wire: 'https' })
      if (close) release.push(close)
      await register()
      heartbeats.begin(spec.name)
      if (!host.resumes) said.starting()
      reports.begin()
      const look = (node: Node): void => {
        if (node.metadata.name !== spec.name) return
        said.look(node)
        reports.look()
        if (hasMore(node)) nextRound.ask()
      }
      release.push(nodeCache.on({ added: look, updated: look }))
      release.push(
        podCache.on({
          added: take,
          updated: take,
          deleted: (pod) => workers.get(pod.metadata.uid!)?.remove(),
        }),
      )
      // What comes from now on is new to the node.
      resuming = false
    },
    stop() {
      if (!isRunning) return
      isRunning = false
      resuming = false
      heartbeats.end(spec.name)
      said.stop()
      nextRound.cancel()
      reports.stop()
      for (const end of release) end()
      release = []
      for (const worker of workers.values()) worker.stop()
      workers.clear()
    },
    workerOf: (uid) => workers.get(uid),
  }
}

/** Somebody gave the node a resource that it does not offer yet. */
function hasMore({ status }: Node): boolean {
  const { capacity = {}, allocatable = {} } = status ?? {}
  return Object.keys(capacity).some((name) => allocatable[name] === undefined)
}
