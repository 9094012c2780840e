// On which nodes a DaemonSet runs, and how its pods say to which they belong.
// k8s: pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod, daemon/util/daemonset_util.go
import { nodeSelectorMatches } from '../../api/node-selector.ts'
import { tolerates } from '../../api/tolerations.ts'
import type { DaemonSet, Node, Pod, PodSpec, PodTemplateSpec, Toleration } from '../../generated/types.ts'

/** Taints that never keep a DaemonSet's pod away. */
function ownTolerations(spec: PodSpec): Toleration[] {
  return [
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
    ...(spec.hostNetwork
      ? [{ key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' }]
      : []),
  ]
}

function allTolerations(spec: PodSpec): Toleration[] {
  const own = ownTolerations(spec)
  const same = (a: Toleration, b: Toleration): boolean =>
    a.key === b.key && a.effect === b.effect && (a.operator ?? 'Equal') === b.operator && !a.value
  const others = (spec.tolerations ?? []).filter((toleration) => !own.some((standard) => same(toleration, standard)))
  return [...others, ...own]
}

/** The template of the pod for one node: its tolerations, and an affinity that no other node fulfils. */
export function templateFor(set: DaemonSet, template: PodTemplateSpec, nodeName: string): PodTemplateSpec {
  const spec = template.spec ?? { containers: [] }
  const nodeSelectorTerms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }]
  const nodeAffinity = {
    ...spec.affinity?.nodeAffinity,
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
  }
  return {
    ...template,
    spec: {
      ...spec,
      tolerations: allTolerations(spec),
      affinity: { ...spec.affinity, nodeAffinity },
    },
  }
}

/** The node of a pod, also of one that waits for the scheduler; undefined when it names none. */
export function targetNode(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  for (const { matchFields = [] } of required?.nodeSelectorTerms ?? []) {
    const named = matchFields.find(({ key, operator }) => key === 'metadata.name' && operator === 'In')
    if (named?.values?.length === 1) return named.values[0]
  }
  return undefined
}

/** Should a pod be made there (`run`); may one that is there stay (`stay`)? */
export function fits(set: DaemonSet, node: Node): { run: boolean; stay: boolean } {
  const spec = set.spec?.template.spec ?? { containers: [] }
  if (spec.nodeName && spec.nodeName !== node.metadata.name) return { run: false, stay: false }
  if (!matchesNode(spec, node)) return { run: false, stay: false }
  const tolerations = allTolerations(spec)
  const untolerated = (effects: string[]): boolean =>
    (node.spec?.taints ?? []).some(
      (taint) => effects.includes(taint.effect) && !tolerations.some((toleration) => tolerates(toleration, taint)),
    )
  if (!untolerated(['NoExecute', 'NoSchedule'])) return { run: true, stay: true }
  return { run: false, stay: !untolerated(['NoExecute']) }
}

function matchesNode({ nodeSelector = {}, affinity }: PodSpec, node: Node): boolean {
  const labels = node.metadata.labels ?? {}
  if (Object.entries(nodeSelector).some(([key, value]) => labels[key] !== value)) return false
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return !required || nodeSelectorMatches(required, node)
}
