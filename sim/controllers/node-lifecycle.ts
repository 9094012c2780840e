// Nodes as they come, fall silent and go: events, conditions, taints, and what that means for their pods.
// k8s: pkg/controller/nodelifecycle/node_lifecycle_controller.go
import { keyOf } from '../api/object.ts'
import { nodes, pods } from '../api/refs.ts'
import type { Context } from '../client/context.ts'
import type { Heartbeats } from '../client/heartbeats.ts'
import type { Node, Taint } from '../generated/types.ts'
import type { WorkQueue } from '../client/work-queue.ts'
import { later, watching, type Controller } from './controller.ts'
import { isNodeReady, readyCondition, unknownConditions } from './node/health.ts'
import { patchCondition, podsByNode } from './node/pods-on-node.ts'
import { sendingAwayKey, withKeepingAway, withSendingAway } from './node/taints.ts'
import { createZones } from './node/zones.ts'

/** k8s: --node-monitor-period, --node-monitor-grace-period, --node-startup-grace-period */
const periodMs = 5_000
const graceMs = 50_000
const startupGraceMs = 60_000
/** The scheduler hears of a node as soon as this controller, and looks at it before anything has been written. */
const writtenMs = 20

/** When a node was last known to be alive. */
interface Health {
  probeMs: number
  /** The status heartbeat that was seen last. */
  beat: string | undefined
}

/** @param heartbeats who of the nodes renews its lease */
export function createNodeLifecycleController(context: Context, heartbeats: Heartbeats): Controller {
  const { clock, client, informers } = context
  const cache = informers.for(nodes)
  const podsOn = podsByNode(context)
  const recorder = context.recorderFor('node-controller')
  const known = new Map<string, Node>()
  const health = new Map<string, Health>()
  const beganMs = clock.now()
  const zones = createZones(() => clock.now())

  function tell(node: Node, reason: string, message: string): void {
    const { name, uid } = node.metadata
    const reference = { apiVersion: 'v1', kind: 'Node', metadata: { name: name!, ...(uid ? { uid } : {}) } }
    recorder.event(reference, 'Normal', reason, message)
  }

  function noteArrivals(name: string, node: Node | undefined): void {
    const before = known.get(name)
    if (node && !before) tell(node, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`)
    if (!node && before) tell(before, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`)
    if (node) known.set(name, node)
    else known.delete(name)
  }

  /** When a node that goes on as it does is given up, milliseconds; it is alive until then. */
  function deadlineOf(node: Node): number {
    const name = node.metadata.name!
    const ready = readyCondition(node)
    const beat = ready?.lastHeartbeatTime
    const seen = health.get(name) ?? {
      probeMs: ready ? clock.now() : Date.parse(node.metadata.creationTimestamp!),
      beat,
    }
    if (seen.beat !== beat) Object.assign(seen, { probeMs: clock.now(), beat })
    seen.probeMs = Math.max(seen.probeMs, heartbeats.lastMs(name) ?? 0)
    health.set(name, seen)
    return seen.probeMs + (ready ? graceMs : startupGraceMs)
  }

  const isAlive = (node: Node): boolean => heartbeats.isAlive(node.metadata.name!) || clock.now() <= deadlineOf(node)

  /** The monitor looks round at instants of its own: until the first of them after `fromMs`, 0 at one of them. */
  function lookIn(fromMs: number): number {
    const rounds = Math.ceil((Math.max(fromMs, clock.now()) - beganMs) / periodMs)
    return beganMs + rounds * periodMs - clock.now()
  }

  /** False when the node has been given up before. */
  async function giveUp(node: Node): Promise<boolean> {
    const conditions = unknownConditions(node, clock.now())
    if (!conditions) return false
    const wasReady = isNodeReady(node)
    await client.updateStatus(nodes, { ...node, status: { ...node.status, conditions } })
    if (wasReady) tell(node, 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`)
    return true
  }

  // Not only when the node changes: a pod may come to one that is silent already.
  async function markPods(node: Node): Promise<void> {
    for (const pod of podsOn(node.metadata.name!)) {
      const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready')
      if (ready?.status !== 'True') continue
      if (await patchCondition(context, pod, { ...ready, status: 'False' }))
        recorder.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready')
    }
  }

  return {
    name: 'node-lifecycle',
    workers: 1,
    watches: [
      later(
        writtenMs,
        watching(nodes, (node) => [keyOf(node)]),
      ),
      { attach: (_context, add) => heartbeats.on((node) => add([node])) },
      watching(pods, ({ spec }) => (spec?.nodeName ? [spec.nodeName] : []), {
        when: (pod, old) => pod.spec?.nodeName !== old.spec?.nodeName,
      }),
    ],
    async sync(key, queue) {
      const node = cache.get('', key)
      noteArrivals(key, node)
      if (!node) return void health.delete(key)
      if (!heartbeats.isAlive(key)) {
        const waitMs = lookIn(deadlineOf(node) + 1)
        if (waitMs > 0) queue.addAfter(key, waitMs)
        else if (await giveUp(node)) return
      }
      if (await retaint(node, withKeepingAway(node, clock.now()))) return
      const all = cache.list()
      if (zones.note(all.map((one) => ({ node: one, isWell: isNodeReady(one) && isAlive(one) }))))
        for (const one of all) if (!isNodeReady(one)) queue.addAfter(keyOf(one), 0)
      if (!isNodeReady(node)) await markPods(node)
      await sendAway(node, queue)
    },
  }

  /** False when nothing had to change. */
  async function retaint(node: Node, taints: Taint[]): Promise<boolean> {
    if (JSON.stringify(taints) === JSON.stringify(node.spec?.taints ?? [])) return false
    await client.update(nodes, { ...node, spec: { ...node.spec, taints } })
    return true
  }

  async function sendAway(node: Node, queue: Pick<WorkQueue, 'addAfter'>): Promise<void> {
    const key = zones.allDown ? undefined : sendingAwayKey(node)
    const taints = withSendingAway(node, key, clock.now())
    const had = node.spec?.taints ?? []
    if (JSON.stringify(taints) === JSON.stringify(had)) return
    const again = (waitMs: number): void => queue.addAfter(keyOf(node), waitMs)
    if (key === undefined) {
      const waitMs = lookIn(clock.now())
      if (waitMs > 0) return again(waitMs)
    } else if (taints.length > had.length) {
      const waitMs = zones.turnIn(node)
      if (waitMs === undefined) return
      if (waitMs > 0) return again(waitMs)
    }
    await retaint(node, taints)
  }
}
