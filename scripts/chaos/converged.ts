// Whether a cluster has become what was declared: what is wrong, a line each.
import type { KubeObject } from '../../sim/api/object.ts'
import type {
  DaemonSet,
  Deployment,
  Endpoints,
  EndpointSlice,
  Job,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ReplicaSet,
  StatefulSet,
} from '../../sim/generated/types.ts'
import type { Declared, WorkloadKind } from './declared.ts'
import { namespace, nodeNames, type World } from './world.ts'

/** Empty where all is as it was asked for. */
export function differences(world: World, declared: readonly Declared[]): string[] {
  const view = viewOf(world)
  return [
    ...declared.flatMap((one) => judges[one.kind](view, one).map((what) => `${one.kind} ${one.name}: ${what}`)),
    ...orphans(view, declared),
    ...volumesLeft(world),
  ]
}

interface View {
  world: World
  pods: Pod[]
  of<T extends KubeObject>(kind: string): T[]
  find<T extends KubeObject>(kind: string, name: string): T | undefined
}

function viewOf(world: World): View {
  const of = <T extends KubeObject>(kind: string): T[] =>
    world.objects<T>(kind).filter(({ metadata }) => metadata.namespace === namespace)
  return {
    world,
    pods: of<Pod>('Pod'),
    of,
    find: <T extends KubeObject>(kind: string, name: string) =>
      of<T>(kind).find(({ metadata }) => metadata.name === name),
  }
}

const judges: Record<WorkloadKind, (view: View, declared: Declared) => string[]> = {
  Deployment(view, { name, count, version }) {
    const found = view.find<Deployment>('Deployment', name)
    if (!found) return ['no está']
    const { status = {}, metadata } = found
    const sets = view.of<ReplicaSet>('ReplicaSet').filter((set) => ownerOf(set) === metadata.uid)
    const pods = sets.flatMap((set) => ownedBy(view, set))
    return [
      ...observed(found, status.observedGeneration),
      ...numbers({ replicas: count, updatedReplicas: count, readyReplicas: count, availableReplicas: count }, status),
      ...wellAll(pods, count, version),
      ...(sets.filter(({ spec }) => (spec?.replicas ?? 0) > 0).length > 1 ? ['varios ReplicaSets con réplicas'] : []),
      ...(sets.length > 11 ? [`${sets.length} ReplicaSets`] : []),
    ]
  },
  ReplicaSet(view, { name, count }) {
    const found = view.find<ReplicaSet>('ReplicaSet', name)
    if (!found) return ['no está']
    const { status = { replicas: 0 } } = found
    return [
      ...observed(found, status.observedGeneration),
      ...numbers({ replicas: count, readyReplicas: count, availableReplicas: count }, status),
      ...wellAll(ownedBy(view, found), count),
    ]
  },
  StatefulSet(view, { name, count, version, volumes }) {
    const found = view.find<StatefulSet>('StatefulSet', name)
    if (!found) return ['no está']
    const { status = { replicas: 0 } } = found
    const pods = ownedBy(view, found)
    const names = sorted(pods.map(({ metadata }) => metadata.name))
    const wanted = Array.from({ length: count }, (_, at) => `${name}-${at}`)
    const claims = volumes
      ? wanted.map((pod) => view.find<PersistentVolumeClaim>('PersistentVolumeClaim', `datos-${pod}`))
      : []
    return [
      ...observed(found, status.observedGeneration),
      ...numbers({ replicas: count, readyReplicas: count, updatedReplicas: count, currentReplicas: count }, status),
      ...wellAll(pods, count, version),
      ...(names === wanted.join() ? [] : [`pods ${names}`]),
      ...(status.currentRevision === status.updateRevision ? [] : ['no acaba la actualización']),
      ...claims.flatMap((claim, at) => (claim?.status?.phase === 'Bound' ? [] : [`sin volumen para ${wanted[at]}`])),
    ]
  },
  DaemonSet(view, { name, version }) {
    const found = view.find<DaemonSet>('DaemonSet', name)
    if (!found) return ['no está']
    const count = nodeNames.length
    const pods = ownedBy(view, found)
    return [
      ...observed(found, found.status?.observedGeneration),
      ...numbers(
        { desiredNumberScheduled: count, numberReady: count, updatedNumberScheduled: count, numberMisscheduled: 0 },
        found.status ?? {},
      ),
      ...wellAll(pods, count, version),
      ...(new Set(pods.map(({ spec }) => spec?.nodeName)).size === count ? [] : ['no uno en cada nodo']),
    ]
  },
  Job(view, { name, count }) {
    const found = view.find<Job>('Job', name)
    if (!found) return ['no está']
    const complete = found.status?.conditions?.some(({ type, status }) => type === 'Complete' && status === 'True')
    return [
      ...numbers({ succeeded: Math.max(count, 1), active: 0, ready: 0 }, found.status ?? {}),
      ...(complete ? [] : ['no acaba']),
      ...ownedBy(view, found).flatMap((pod) => (finished(pod) ? [] : [`${pod.metadata.name} sigue`])),
    ]
  },
  CronJob(view, { name }) {
    const found = view.find<KubeObject>('CronJob', name)
    if (!found) return ['no está']
    const active = (found as { status?: { active?: unknown[] } }).status?.active ?? []
    const jobs = view.of<Job>('Job').filter((job) => ownerOf(job) === found.metadata.uid)
    return [
      ...(active.length > 0 ? [`${active.length} Jobs en marcha`] : []),
      ...(jobs.length > 4 ? [`${jobs.length} Jobs guardados`] : []),
    ]
  },
  Service(view, { name }) {
    const ready = view.pods.filter((pod) => pod.metadata.labels?.['app'] === name && isReady(pod))
    const wanted = sorted(ready.map(({ status }) => status?.podIP))
    const slices = view
      .of<EndpointSlice>('EndpointSlice')
      .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
    const inSlices = sorted(slices.flatMap(({ endpoints }) => endpoints ?? []).flatMap(({ addresses }) => addresses))
    const old = view.find<Endpoints>('Endpoints', name)?.subsets ?? []
    const inEndpoints = sorted(old.flatMap(({ addresses }) => addresses ?? []).map(({ ip }) => ip))
    return [
      ...(view.find('Service', name) ? [] : ['no está']),
      ...(inSlices === wanted ? [] : [`EndpointSlices ${inSlices}, pods ${wanted}`]),
      ...(inEndpoints === wanted ? [] : [`Endpoints ${inEndpoints}, pods ${wanted}`]),
    ]
  },
}

/** Kinds that others make, which must go with who made them. */
export const made = [
  'Pod',
  'ReplicaSet',
  'Job',
  'ControllerRevision',
  'EndpointSlice',
  'PersistentVolumeClaim',
  'Endpoints',
]

function orphans(view: View, declared: readonly Declared[]): string[] {
  const { world } = view
  const owners: string[] = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Service', 'Pod']
  const alive = new Set(owners.flatMap((kind) => world.objects(kind)).map(({ metadata }) => metadata.uid))
  const wanted = new Set(declared.map(({ kind, name }) => `${kind} ${name}`))
  const all = made.flatMap((kind) => view.of(kind))
  // A claim that somebody deleted stays for as long as a pod has it.
  const used = new Set(
    view.pods
      .flatMap(({ spec }) => spec?.volumes ?? [])
      .map(({ persistentVolumeClaim }) => `PersistentVolumeClaim ${persistentVolumeClaim?.claimName}`),
  )
  const addresses = view.pods.flatMap(({ status }) => (status?.phase === 'Running' ? [status.podIP] : []))
  return [
    ...all.flatMap(({ kind, metadata: { name, ownerReferences = [], deletionTimestamp } }) => [
      ...ownerReferences.flatMap(({ uid }) => (alive.has(uid) ? [] : [`${kind} ${name}: su dueño ya no está`])),
      ...(deletionTimestamp === undefined || used.has(`${kind} ${name}`) ? [] : [`${kind} ${name}: no acaba de irse`]),
    ]),
    ...view.pods.flatMap((pod) => (ownerOf(pod) === undefined ? [`Pod ${pod.metadata.name}: de nadie`] : [])),
    ...owners.slice(0, -1).flatMap((kind) =>
      view.of(kind).flatMap((object) => {
        const id = `${kind} ${object.metadata.name}`
        return ownerOf(object) !== undefined || wanted.has(id) ? [] : [`${id}: nadie lo ha pedido`]
      }),
    ),
    ...(new Set(addresses).size === addresses.length ? [] : ['dos pods con la misma dirección']),
    ...view
      .of<Endpoints>('Endpoints')
      .flatMap(({ metadata }) =>
        view.find('Service', metadata.name!) ? [] : [`Endpoints ${metadata.name}: sin Service`],
      ),
  ]
}

function volumesLeft(world: World): string[] {
  const claims = new Set(world.objects('PersistentVolumeClaim').map(({ metadata }) => metadata.uid))
  return world.objects<PersistentVolume>('PersistentVolume').flatMap(({ metadata, spec, status }) => {
    const known = claims.has(spec?.claimRef?.uid)
    return status?.phase === 'Bound' && known ? [] : [`PersistentVolume ${metadata.name}: ${status?.phase}`]
  })
}

function ownerOf({ metadata }: KubeObject): string | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller)?.uid
}

function ownedBy(view: View, { metadata }: KubeObject): Pod[] {
  return view.pods.filter((pod) => ownerOf(pod) === metadata.uid)
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false
}

function finished({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed'
}

/** Failed ones (an evicted pod of a lost node) count for nobody. */
function wellAll(pods: Pod[], count: number, version?: number): string[] {
  const live = pods.filter((pod) => !finished(pod))
  return [
    ...(live.length === count ? [] : [`${live.length} pods, se piden ${count}`]),
    ...live.flatMap((pod) => {
      const shown = pod.spec?.containers[0]?.env?.find(({ name }) => name === 'VERSION')?.value
      const told = `${pod.metadata.name} en ${pod.spec?.nodeName}: ${pod.status?.phase} ${pod.status?.reason ?? ''}`
      return [
        ...(isReady(pod) ? [] : [`${told}, no está listo`]),
        ...(version === undefined || shown === String(version)
          ? []
          : [`${told}, versión ${shown}, se pide ${version}`]),
      ]
    }),
  ]
}

function sorted(words: (string | undefined)[]): string {
  return words
    .map(String)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join()
}

function numbers(wanted: Record<string, number>, status: object): string[] {
  const shown = status as Record<string, unknown>
  return Object.entries(wanted).flatMap(([field, value]) =>
    (shown[field] ?? 0) === value ? [] : [`${field} es ${String(shown[field])}, se pide ${value}`],
  )
}

function observed({ metadata }: KubeObject, generation: number | undefined): string[] {
  return metadata.generation === generation ? [] : [`vista la generación ${generation} de ${metadata.generation}`]
}
