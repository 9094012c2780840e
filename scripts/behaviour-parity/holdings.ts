// What the cluster holds, known by watching it, and which scenario each thing belongs to.
import type { KubeObject } from '../../sim/api/object.ts'
import type { Event, PersistentVolume } from '../../sim/generated/types.ts'
import type { ReplayCluster } from './cluster.ts'
import type { Run } from './run.ts'

/** Where a kind is served. */
interface Served {
  group: string
  plural: string
  namespaced: boolean
}

export interface Holdings {
  readonly runs: Set<Run>
  /** All of a kind that belong to a run (nodes: all there are), in order of appearance. */
  of(run: Run, kind: string): KubeObject[]
  has(kind: string, namespace: string, name: string): boolean
  /** Throws on a kind that the server does not have. */
  pathOf(run: Run, kind: string, name?: string, subresource?: string): string
  isNamespaced(kind: string): boolean
}

const kindsWatched = (
  'Pod Event Deployment ReplicaSet StatefulSet DaemonSet ControllerRevision Job CronJob Service Endpoints EndpointSlice ' +
  'PersistentVolumeClaim PersistentVolume PodDisruptionBudget ResourceQuota HorizontalPodAutoscaler Namespace Node ' +
  'ConfigMap ServiceAccount'
).split(' ')
const rowsOf = 'application/json;as=Table;v=v1;g=meta.k8s.io'

/** Watches everything; resolves when all has been listed once. */
export async function openHoldings(cluster: ReplayCluster): Promise<Holdings> {
  const served = await discover(cluster)
  const store = new Map<string, Map<string, KubeObject>>(kindsWatched.map((kind) => [kind, new Map()]))
  const runs = new Set<Run>()

  function runOf(object: KubeObject): Run | undefined {
    const { namespace, name } = object.metadata
    const claim = (object as PersistentVolume).spec?.claimRef?.namespace
    const home = [...runs].find((run) => run.namespace === (namespace ?? claim))
    if (home || (namespace && namespace !== 'default')) return home
    const about = (object as Event).involvedObject?.name ?? name!
    return [...runs].find((run) => about.startsWith(run.namespace))
  }

  function seen(kind: string, type: string, object: KubeObject): void {
    const { namespace = '', name, uid } = object.metadata
    const all = store.get(kind)!
    if (type === 'DELETED') all.delete(`${namespace}/${name}`)
    else all.set(`${namespace}/${name}`, object)
    const event = kind === 'Event' ? (object as Event) : undefined
    const ofNode = event?.involvedObject.kind === 'Node'
    const run = runOf(object) ?? (ofNode ? [...runs].find(({ scenario }) => scenario.exclusive) : undefined)
    if (!run) return
    if (!event) {
      run.changedMs = cluster.clock.now()
      run.see(kind, object)
    } else if (type !== 'DELETED') {
      if (!run.events.has(uid!)) run.changedMs = cluster.clock.now()
      run.events.set(uid!, event)
    }
  }

  function rowSeen(rows: readonly Row[]): void {
    for (const { cells, object } of rows) {
      const { namespace, name, uid } = object.metadata
      const run = [...runs].find((one) => one.namespace === namespace)
      if (!run) continue
      // READY, STATUS, RESTARTS without how long ago.
      const text = cells.slice(1, 4).join(' ').replace(/ \(.*/, '')
      const row = run.rows.get(uid!) ?? { name: `Pod/${name}`, texts: [] }
      if (row.texts.at(-1) !== text) row.texts.push(text)
      run.rows.set(uid!, row)
    }
  }

  const kinds = kindsWatched.filter((kind) => served.has(kind))
  await Promise.all([
    ...kinds.map((kind) =>
      cluster.follow(`${served.get(kind)!.group}/${served.get(kind)!.plural}`, 'application/json', {
        afresh: () => store.get(kind)!.clear(),
        event: (type, object) => void ((object as KubeObject).metadata?.name && seen(kind, type, object as KubeObject)),
      }),
    ),
    cluster.follow('/api/v1/pods?includeObject=Metadata', rowsOf, {
      afresh: () => undefined,
      event: (_type, object) => rowSeen((object as { rows?: Row[] }).rows ?? []),
    }),
  ])

  const servedAs = (kind: string): Served => {
    const found = served.get(kind)
    if (!found) throw new Error(`el servidor no tiene ningún ${kind}`)
    return found
  }
  return {
    runs,
    of: (run, kind) =>
      [...(store.get(kind)?.values() ?? [])]
        .filter((object) => kind === 'Node' || runOf(object) === run)
        .toSorted((a, b) => run.orderOf(a) - run.orderOf(b)),
    has: (kind, namespace, name) => store.get(kind)!.has(`${namespace}/${name}`),
    pathOf(run, kind, name, subresource) {
      const { group, plural, namespaced } = servedAs(kind)
      const home = namespaced ? `/namespaces/${run.namespace}` : ''
      return `${group}${home}/${plural}${name ? `/${name}` : ''}${subresource ? `/${subresource}` : ''}`
    },
    isNamespaced: (kind) => servedAs(kind).namespaced,
  }
}

interface Row {
  cells: unknown[]
  object: KubeObject
}

/** The first group that has a kind serves it, but slices are those of their own group. */
async function discover(cluster: ReplayCluster): Promise<Map<string, Served>> {
  const { groups } = (await cluster.call('GET', '/apis')).body as {
    groups: { preferredVersion: { groupVersion: string }; versions: { groupVersion: string }[] }[]
  }
  const versions = groups.flatMap(({ preferredVersion, versions: all }) => [preferredVersion, ...all])
  const served = new Map<string, Served>()
  for (const group of ['/api/v1', ...versions.map(({ groupVersion }) => `/apis/${groupVersion}`)]) {
    const { resources } = (await cluster.call('GET', group)).body as {
      resources?: { kind: string; name: string; namespaced: boolean }[]
    }
    for (const { kind, name, namespaced } of resources ?? []) {
      const taken = served.has(kind) && group !== '/apis/discovery.k8s.io/v1'
      if (!name.includes('/') && !taken) served.set(kind, { group, plural: name, namespaced })
    }
  }
  return served
}
