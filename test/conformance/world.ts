// A namespace of one real or simulated cluster, and what a scenario does and sees in it. Scenarios know nothing of engines.
import { Readable, Writable } from 'node:stream'
import {
  CoreV1Api,
  Exec,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  setHeaderOptions,
  type CoreV1Event,
  type KubernetesObject,
  type V1Status,
} from '@kubernetes/client-node'
import { setTimeout as wait } from 'node:timers/promises'
import { parse, parseAllDocuments } from 'yaml'

/** A body that must pass, unchanged, on every engine. */
export interface Scenario {
  name: string
  /** Somebody in the cluster enforces NetworkPolicies, which not every network does. */
  needsPolicies?: true
  /** What k3s's own ingress controller does, and that of the small node image does otherwise: no wildcard hosts, 502 where nobody stands behind a rule. */
  needsTraefik?: true
  run(world: World): Promise<void>
}

export interface World {
  readonly namespace: string
  readonly nodes: string[]
  /** Creates the documents of a YAML text in the namespace; `$NS` and `$NODE1`… are filled in. */
  create(yaml: string): Promise<void>
  /** Posts one document that is answered and not kept (a review), and gives the answer. */
  ask(yaml: string): Promise<KubernetesObject & Loose>
  get<T extends KubernetesObject = KubernetesObject & Loose>(kind: Kind, name: string): Promise<T>
  list(kind: Kind): Promise<(KubernetesObject & Loose)[]>
  /** Merge-patches an object. */
  patch(kind: Kind, name: string, body: object): Promise<void>
  /** Patches a pod through one of its subresources, strategically. */
  patchPart(pod: string, part: 'status' | 'ephemeralcontainers' | 'resize', body: object): Promise<void>
  remove(kind: Kind, name: string, options?: { grace?: number; propagation?: string }): Promise<void>
  /** Asks to evict a pod; gives the server's words when it refuses. */
  evict(pod: string): Promise<string | undefined>
  /** Asks until `read` gives something true (an error counts as not yet) and gives that; rejects after `withinS` seconds with the last answer. */
  until<T>(what: string, read: () => Promise<T | false | undefined>, withinS?: number): Promise<T>
  /** `Type Reason (component): message` of the events about an object, first seen first, each once, names of the run masked. */
  events(kind: string, name: string): Promise<string[]>
  /** Runs a command in a pod's only container; `input` is its standard input. */
  exec(pod: string, command: string[], input?: string): Promise<Ran>
  /** The log of a pod's only container, or of the one that is named. */
  log(pod: string, options?: { previous?: boolean; container?: string }): Promise<string>
  /** Text with what differs from run to run masked: namespace, nodes, uids, IPs, random suffixes. */
  mask(text: string): string
}

/** What a command in a pod gave. */
export interface Ran {
  /** undefined where the command could not be run. */
  code: number | undefined
  stdout: string
  stderr: string
}

/** What scenarios read of objects without a type of their own. */
export interface Loose {
  spec: Record<string, unknown>
  status: Record<string, unknown>
}

/** `Pod`, or with its group version: `apps/v1/Deployment`. */
export type Kind = string

/** Makes the namespace; the disposer deletes it without waiting. */
export async function openWorld(kubeconfig: string, namespace: string): Promise<World & AsyncDisposable> {
  const config = new KubeConfig()
  config.loadFromString(kubeconfig)
  const api = KubernetesObjectApi.makeApiClient(config)
  const core = config.makeApiClient(CoreV1Api)
  const nodes = (await core.listNode()).items.map(({ metadata }) => metadata!.name!).toSorted()
  await core.createNamespace({ body: { metadata: { name: namespace } } })
  const world: World = {
    namespace,
    nodes,
    async create(yaml) {
      const filled = nodes.reduce((text, node, index) => text.replaceAll(`$NODE${index + 1}`, node), yaml)
      for (const document of parseAllDocuments(filled.replaceAll('$NS', namespace))) {
        const object = document.toJS() as KubernetesObject | null
        if (object === null) continue
        object.metadata = Object.assign({ namespace }, object.metadata)
        await api.create(object)
      }
    },
    ask: async (yaml) => (await api.create(parse(yaml.replaceAll('$NS', namespace)) as KubernetesObject)) as never,
    get: async (kind, name) =>
      (await api.read<never>({ ...typeOf(kind), metadata: { name, namespace } } as never)) as never,
    list: async (kind) => {
      const { apiVersion, kind: name } = typeOf(kind)
      return (await api.list(apiVersion, name, namespace)).items as never
    },
    async patch(kind, name, body) {
      const target = { ...typeOf(kind), metadata: { name, namespace }, ...body }
      await api.patch(target, undefined, undefined, undefined, undefined, 'application/merge-patch+json' as never)
    },
    async patchPart(name, part, body) {
      const strategic = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch)
      const request = { name, namespace, body }
      if (part === 'status') await core.patchNamespacedPodStatus(request, strategic)
      else if (part === 'resize') await core.patchNamespacedPodResize(request, strategic)
      else await core.patchNamespacedPodEphemeralcontainers(request, strategic)
    },
    async remove(kind, name, { grace, propagation } = {}) {
      await api.delete(
        { ...typeOf(kind), metadata: { name, namespace } },
        undefined,
        undefined,
        grace,
        undefined,
        propagation,
      )
    },
    async evict(name) {
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } }
      try {
        await core.createNamespacedPodEviction({ name, namespace, body })
        return undefined
      } catch (error) {
        return (JSON.parse((error as { body: string }).body) as V1Status).message
      }
    },
    until: (what, read, withinS = 60) => until(what, read, withinS),
    async events(kind, name) {
      const { items } = await core.listNamespacedEvent({
        namespace,
        fieldSelector: `involvedObject.kind=${kind},involvedObject.name=${name}`,
      })
      const lines = items
        .toSorted(byFirstSeen)
        .map(({ type, reason, source, reportingComponent, message }) =>
          world.mask(`${type} ${reason} (${source?.component || reportingComponent}): ${message}`),
        )
      return [...new Set(lines)]
    },
    exec: (name, command, input) => exec(config, namespace, name, command, input),
    log: (name, { previous = false, container } = {}) =>
      core.readNamespacedPodLog({ name, namespace, previous, ...(container === undefined ? {} : { container }) }),
    mask: (text) => maskText(text, namespace, nodes),
  }
  const gone = async (): Promise<void> => {
    await core.deleteNamespace({ name: namespace }).catch(ignoreMissing)
  }
  return { ...world, [Symbol.asyncDispose]: gone }
}

async function exec(
  config: KubeConfig,
  namespace: string,
  pod: string,
  command: string[],
  input?: string,
): Promise<Ran> {
  const text = { stdout: '', stderr: '' }
  const gather = (stream: keyof typeof text): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        text[stream] += chunk.toString()
        done()
      },
    })
  const { spec } = await config.makeApiClient(CoreV1Api).readNamespacedPod({ name: pod, namespace })
  const container = spec!.containers[0]!.name
  const stdin = input === undefined ? null : Readable.from([Buffer.from(input)])
  const status = await new Promise<V1Status>((resolve, reject) => {
    new Exec(config)
      .exec(namespace, pod, container, command, gather('stdout'), gather('stderr'), stdin, false, resolve)
      .then((socket) => socket.on('close', () => resolve({ status: 'Lost' })))
      .catch((error: unknown) => reject(error instanceof Error ? error : new Error(String(error))))
  })
  const exit = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message
  return { code: status.status === 'Success' ? 0 : exit === undefined ? undefined : Number(exit), ...text }
}

/** The sentence with which the server refused; rejects when it did not. */
export async function refusalOf(action: Promise<unknown>): Promise<string> {
  const error = await action.then(
    () => undefined,
    (reason: unknown) => reason as { body?: unknown },
  )
  if (error === undefined) throw new Error('the server accepted it')
  return (JSON.parse(String(error.body)) as { message: string }).message
}

function ignoreMissing(error: unknown): void {
  if ((error as { code?: number }).code !== 404) throw error
}

const groups: Record<string, string> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ControllerRevision: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  StorageClass: 'storage.k8s.io/v1',
  VolumeAttachment: 'storage.k8s.io/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
}

function typeOf(kind: Kind): { apiVersion: string; kind: string } {
  return { apiVersion: groups[kind] ?? 'v1', kind }
}

async function until<T>(what: string, read: () => Promise<T | false | undefined>, withinS: number): Promise<T> {
  const end = Date.now() + withinS * 1000
  let last: unknown
  for (;;) {
    try {
      const answer = await read()
      if (answer !== undefined && answer !== false) return answer
      last = answer
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${withinS} s; last: ${String(last)}`)
    await wait(50)
  }
}

// `firstTimestamp` has whole seconds, and an event that repeats gets a new resourceVersion: the instant is in the name, as the recorder writes it.
function byFirstSeen(a: CoreV1Event, b: CoreV1Event): number {
  const at = ({ metadata, firstTimestamp, eventTime }: CoreV1Event): number => {
    const nanoseconds = /\.([0-9a-f]{16})$/.exec(metadata.name ?? '')?.[1]
    return nanoseconds ? Number(`0x${nanoseconds}`) / 1e6 : new Date(String(firstTimestamp ?? eventTime)).getTime()
  }
  return at(a) - at(b)
}

function maskText(text: string, namespace: string, nodes: string[]): string {
  let masked = text.replaceAll(namespace, '<ns>')
  for (const node of nodes) masked = masked.replaceAll(new RegExp(`\\b${node}\\b`, 'g'), '<node>')
  return masked
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uid>')
    .replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<ip>')
    .replaceAll(/-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-<hash>-<x>')
    .replaceAll(/-[bcdfghjklmnpqrstvwxz2456789]{8,10}\b/g, '-<hash>')
}
