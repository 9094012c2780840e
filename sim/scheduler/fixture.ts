// Nodes, pods and snapshots of the scheduler's tests.
import type { Lister } from '../client/informer.ts'
import type { Node, NodeSpec, Pod, PodSpec } from '../generated/types.ts'
import { nodeInfo, type Snapshot } from './snapshot.ts'

export interface TestNode {
  labels?: Record<string, string>
  spec?: NodeSpec
  cpu?: string
  pods?: string
}

/** A node of 4 cpus, 8 GiB and 110 pods unless told. */
export function testNode(name: string, { labels, spec, cpu = '4', pods = '110' }: TestNode = {}): Node {
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    ...(spec ? { spec } : {}),
    status: { allocatable: { cpu, memory: '8Gi', pods }, conditions: [{ type: 'Ready', status: 'True' }] },
  }
}

/** A pod of the app web. */
export function testPod(name: string, spec: Partial<PodSpec> = {}): Pod {
  return {
    metadata: { namespace: 'default', name, uid: `uid-${name}`, labels: { app: 'web' } },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
  }
}

export function emptyLister<T>(): Lister<T> {
  return { get: () => undefined, list: () => [], byIndex: () => [] }
}

export function testSnapshot(nodes: Node[], pods: Pod[], more: Partial<Snapshot> = {}): Snapshot {
  const on = (name: string): Pod[] => pods.filter(({ spec }) => spec?.nodeName === name)
  return {
    nodes: nodes.map((node) => nodeInfo(node, on(node.metadata.name!))),
    claims: emptyLister(),
    volumes: emptyLister(),
    classes: emptyLister(),
    csiNodes: emptyLister(),
    csiDrivers: emptyLister(),
    capacities: emptyLister(),
    services: emptyLister(),
    replicaSets: emptyLister(),
    replicationControllers: emptyLister(),
    statefulSets: emptyLister(),
    namespaces: emptyLister(),
    budgets: emptyLister(),
    nominated: new Map(),
    ...more,
  }
}
