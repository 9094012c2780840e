// Why a pod is where it is and not elsewhere: the scheduler's own decision where the engine tells it, and from objects everywhere.
import { pluginInSpanish, whyNotThere } from '../diagnose/placement.ts'
import type { PlacedPod, PlacementWorld, Refusal } from '../diagnose/placement/objects.ts'
import { schedulingReasons } from '../diagnose/pending-pod.ts'
import { reasonInSpanish } from '../diagnose/scheduling-reason.ts'
import { ClusterApi } from './cluster-api.ts'
import { CourseError } from './course-error.ts'

/** A node's row. */
export interface PlacementNode {
  name: string
  /** Where the pod is, or will be. */
  chosen: boolean
  feasible: boolean
  /** What stands in the way, each with Kubernetes' sentence and its explanation. */
  refusals: Refusal[]
  /** Weighted points by rule. */
  points?: Record<string, number>
  total?: number
}

export interface Placement {
  pod: { namespace: string; name: string }
  node: string | undefined
  /** Spanish: the whole of it in a sentence. */
  because: string
  /** What Kubernetes says of a pod without a node. */
  says?: string
  /** `scheduler`: what it decided, at its moment. `objects`: worked out from the cluster as it is now. */
  from: 'scheduler' | 'objects'
  /** Rules that have something to say here, in the order in which they are asked. */
  rules: { plugin: string; asks: string; points: string; weight?: number }[]
  nodes: PlacementNode[]
}

/** The embedded server's report: sim/control/scheduling.ts. */
interface Decision {
  plugins: { name: string; weight?: number }[]
  nodes: {
    name: string
    feasible: boolean
    chosen: boolean
    refusedBy?: { plugin: string; reasons: string[] }
    points?: Record<string, number>
    total?: number
  }[]
  message?: string
}

/** Rejects with CourseError: `refused` when there is no such pod. */
export async function placementOf(kubeconfig: string, pod: { namespace: string; name: string }): Promise<Placement> {
  const api = new ClusterApi(kubeconfig)
  const world = await worldOf(api)
  const found = world.pods.find(({ metadata }) => metadata.name === pod.name && metadata.namespace === pod.namespace)
  if (!found) throw new CourseError('refused', `Ya no hay un pod ${pod.name}.`, 'Elige otro.')
  const path = `/timonel/v1/scheduling/${encodeURIComponent(pod.namespace)}/${encodeURIComponent(pod.name)}`
  const { status, body } = await api.call('GET', path)
  return placementIn(world, found, status === 200 ? (body as Decision) : undefined)
}

/** @param decision the scheduler's, where the engine tells it */
export function placementIn(world: PlacementWorld, found: PlacedPod, decision?: Decision): Placement {
  const objects = whyNotThere(found, world)
  const nodes = decision ? decided(decision, objects) : worked(found, objects)
  const node = found.spec.nodeName ?? nodes.find(({ chosen }) => chosen)?.name
  const says = found.spec.nodeName ? undefined : (decision?.message ?? scheduledMessage(found))
  return {
    pod: { namespace: found.metadata.namespace ?? '', name: found.metadata.name },
    node,
    because: inOneSentence(found, nodes, says),
    ...(says === undefined ? {} : { says }),
    from: decision ? 'scheduler' : 'objects',
    rules: rulesOf(nodes, decision),
    nodes,
  }
}

async function worldOf(api: ClusterApi): Promise<PlacementWorld> {
  const list = async <T>(path: string): Promise<T[]> => {
    const { status, body } = await api.call('GET', path)
    if (status !== 200) throw new CourseError('refused', `El cluster no deja leer ${path}.`, 'Prueba con otro usuario.')
    return (body as { items: T[] }).items
  }
  const [nodes, pods, claims, volumes] = await Promise.all([
    list<PlacementWorld['nodes'][number]>('/api/v1/nodes'),
    list<PlacedPod>('/api/v1/pods'),
    list<PlacementWorld['claims'][number]>('/api/v1/persistentvolumeclaims'),
    list<PlacementWorld['volumes'][number]>('/api/v1/persistentvolumes'),
  ])
  return { nodes, pods, claims, volumes }
}

type Objects = ReturnType<typeof whyNotThere>

/** The scheduler's verdicts, with the names and numbers that the objects give to the same rule. */
function decided({ nodes, message }: Decision, objects: Objects): PlacementNode[] {
  // Refused as a whole: no node was looked at.
  if (nodes.length === 0) {
    return objects.map(({ node, refusals }) => ({ name: node, chosen: false, feasible: false, refusals }))
  }
  return nodes
    .map(({ name, feasible, chosen, refusedBy, points, total }) => {
      const known = objects.find(({ node }) => node === name)?.refusals ?? []
      const refusals = (refusedBy?.reasons ?? []).map((says): Refusal => {
        const same = known.find((each) => each.says === says)
        return { plugin: refusedBy!.plugin, says, because: same?.because ?? reasonInSpanish(says) ?? says }
      })
      const scores = points && total !== undefined ? { points, total } : {}
      return { name, chosen: chosen && message === undefined, feasible, refusals, ...scores }
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'es', { numeric: true }))
}

function worked({ spec }: PlacedPod, objects: Objects): PlacementNode[] {
  return objects.map(({ node, refusals }) => ({
    name: node,
    chosen: node === spec.nodeName,
    feasible: refusals.length === 0,
    refusals,
  }))
}

function scheduledMessage({ status }: PlacedPod): string | undefined {
  return status?.conditions?.find(({ type, status: is }) => type === 'PodScheduled' && is === 'False')?.message
}

function inOneSentence(
  { metadata: { name }, spec }: PlacedPod,
  nodes: PlacementNode[],
  says: string | undefined,
): string {
  const node = spec.nodeName
  if (!node) {
    if (says !== undefined) return `El pod ${name} no tiene nodo: ${schedulingReasons(says).join('; ')}.`
    return `El pod ${name} espera a que el scheduler le busque un nodo.`
  }
  const rivals = nodes.filter(({ feasible, name: other }) => feasible && other !== node)
  const here = nodes.find(({ name: each }) => each === node)
  if (!here) return `El pod ${name} está en ${node}, que ya no está en el cluster.`
  const [against] = here.refusals
  if (against) {
    return `El pod ${name} está en ${node}, donde hoy el scheduler no lo pondría: ${against.because}. O lo puso ahí nodeName, que no le pregunta, o el nodo cambió después.`
  }
  if (rivals.length === 0) return `El pod ${name} está en ${node} porque era el único nodo que valía.`
  if (here.total === undefined) {
    return `El pod ${name} está en ${node}; también valía ${rivals.map((each) => each.name).join(', ')}: entre los que valen, el scheduler da puntos.`
  }
  const best = Math.max(...rivals.map(({ total = 0 }) => total))
  if (best === here.total) {
    return `El pod ${name} está en ${node} por sorteo: empató a ${here.total} puntos con ${rivals
      .filter(({ total }) => total === best)
      .map((each) => each.name)
      .join(', ')}.`
  }
  return `El pod ${name} está en ${node} porque sacó ${here.total} puntos; el siguiente, ${best}.`
}

function rulesOf(nodes: PlacementNode[], decision: Decision | undefined): Placement['rules'] {
  const spoken = new Set(
    nodes.flatMap(({ refusals, points = {} }) => [...refusals.map(({ plugin }) => plugin), ...Object.keys(points)]),
  )
  const order = decision?.plugins ?? [...spoken].map((name): Decision['plugins'][number] => ({ name }))
  return order
    .filter(({ name }) => spoken.has(name))
    .map(({ name, weight }) => ({
      plugin: name,
      asks: pluginInSpanish(name)?.asks ?? '',
      points: pluginInSpanish(name)?.points ?? '',
      ...(weight === undefined ? {} : { weight }),
    }))
}
