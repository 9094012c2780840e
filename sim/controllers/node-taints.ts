// Nodes as they come, go and fail: events, and taints for the scheduler to stay away.
// k8s: pkg/controller/nodelifecycle monitorNodeHealth, doNoScheduleTaintingPass
import { keyOf } from '../api/object.ts'
import { nodes } from '../api/refs.ts'
import type { Node, Taint } from '../generated/types.ts'
import { watching, type CreateController } from './controller.ts'

const unschedulable = 'node.kubernetes.io/unschedulable'
/** Condition → status → taint. */
const taintKeys: Record<string, Record<string, string>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
}
const ownKeys = new Set([unschedulable, ...Object.values(taintKeys).flatMap((statuses) => Object.values(statuses))])

export const createNodeTaintController: CreateController = (context) => {
  const { client, informers } = context
  const cache = informers.for(nodes)
  const recorder = context.recorderFor('node-controller')
  const known = new Map<string, Node>()

  function tell(node: Node, reason: string, what: string): void {
    const { name, uid } = node.metadata
    const reference = { apiVersion: 'v1', kind: 'Node', metadata: { name: name!, ...(uid ? { uid } : {}) } }
    recorder.event(reference, 'Normal', reason, `Node ${name} event: ${what}`)
  }

  function noteArrivals(name: string, node: Node | undefined): void {
    const before = known.get(name)
    if (node && !before) tell(node, 'RegisteredNode', `Registered Node ${name} in Controller`)
    if (!node && before) tell(before, 'RemovingNode', `Removing Node ${name} from Controller`)
    if (node) known.set(name, node)
    else known.delete(name)
  }

  return {
    name: 'node-lifecycle',
    watches: [watching(nodes, (node) => [keyOf(node)])],
    async sync(key) {
      const node = cache.get('', key)
      noteArrivals(key, node)
      if (!node) return
      const taints = taintsOf(node)
      if (JSON.stringify(taints) === JSON.stringify(node.spec?.taints ?? [])) return
      await client.update(nodes, { ...node, spec: { ...node.spec, taints } })
    },
  }
}

/** The taints that a node should have: others' as they are, ours by its conditions. */
export function taintsOf({ spec, status }: Node): Taint[] {
  const wanted = (status?.conditions ?? []).flatMap((condition) => {
    const key = taintKeys[condition.type]?.[condition.status]
    return key ? [key] : []
  })
  if (spec?.unschedulable) wanted.push(unschedulable)
  const isOurs = ({ key, effect }: Taint): boolean => ownKeys.has(key) && effect === 'NoSchedule'
  const kept = (spec?.taints ?? []).filter((taint) => !isOurs(taint) || wanted.includes(taint.key))
  const missing = wanted.filter((key) => !kept.some((taint) => isOurs(taint) && taint.key === key))
  return [...kept, ...missing.map((key) => ({ key, effect: 'NoSchedule' }))]
}
