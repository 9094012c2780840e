// What labs do to nodes, which outlive them: labels, taints, cordons. Remembered at the start, put back at the end.
import { type KubernetesObject, KubernetesObjectApi, PatchStrategy, type V1Node } from '@kubernetes/client-node'

/** What a lab may change of a node. */
interface Before {
  labels: Record<string, string>
  annotations: Record<string, string>
  spec: Pick<NonNullable<V1Node['spec']>, 'taints' | 'unschedulable'>
}

export type NodesBefore = Map<string, Before>

/** The control plane's own taints: they tell how the machine is, and no lab sets them. */
const ofTheControlPlane = /^(?:[^/]+\.)?(?:kubernetes\.io|k8s\.io|cattle\.io)\//
const appliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

/** Nodes as they are now. */
export async function rememberNodes(api: KubernetesObjectApi): Promise<NodesBefore> {
  const { items } = await api.list<V1Node>('v1', 'Node')
  return new Map(items.map((node) => [node.metadata!.name!, stateOf(node)]))
}

/** Puts the nodes back that were there before, and removes those that a lab registered itself. */
export async function restoreNodes(api: KubernetesObjectApi, before: NodesBefore): Promise<void> {
  const { items } = await api.list<V1Node>('v1', 'Node')
  for (const node of items) {
    const was = before.get(node.metadata!.name!)
    const target = { apiVersion: 'v1', kind: 'Node', metadata: { name: node.metadata!.name! } }
    if (!was) {
      if (node.metadata!.annotations?.[appliedAnnotation] !== undefined) await api.delete(target)
      continue
    }
    const is = stateOf(node)
    if (JSON.stringify(is) === JSON.stringify(was)) continue
    const metadata = {
      ...target.metadata,
      labels: changes(is.labels, was.labels),
      annotations: changes(is.annotations, was.annotations),
    }
    const kept = (node.spec?.taints ?? []).filter(({ key }) => ofTheControlPlane.test(key))
    const spec = { taints: [...kept, ...(was.spec.taints ?? [])], unschedulable: was.spec.unschedulable ?? null }
    const patch = { ...target, metadata, spec } as unknown as KubernetesObject
    await api.patch(patch, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch)
  }
}

function stateOf({ metadata, spec }: V1Node): Before {
  const applied = metadata?.annotations?.[appliedAnnotation]
  return {
    labels: sorted(metadata?.labels ?? {}),
    annotations: applied === undefined ? {} : { [appliedAnnotation]: applied },
    spec: {
      taints: (spec?.taints ?? []).filter(({ key }) => !ofTheControlPlane.test(key)),
      ...(spec?.unschedulable ? { unschedulable: true } : {}),
    },
  }
}

function sorted(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** A merge patch from one record to the other: null takes a key away. */
function changes(is: Record<string, string>, was: Record<string, string>): Record<string, string | null> {
  const gone = Object.keys(is).filter((key) => !(key in was))
  return { ...Object.fromEntries(gone.map((key) => [key, null])), ...was }
}
