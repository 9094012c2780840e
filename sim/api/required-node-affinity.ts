// The nodes that a pod asks for: nodeSelector and required node affinity together.
// k8s: component-helpers/scheduling/corev1/nodeaffinity GetRequiredNodeAffinity
import { nodeSelectorMatches } from './node-selector.ts'
import type { Node, Pod } from '../generated/types.ts'

export function matchesRequiredNodeAffinity(pod: Pod, node: Node): boolean {
  const wanted = Object.entries(pod.spec?.nodeSelector ?? {})
  if (!wanted.every(([key, value]) => node.metadata.labels?.[key] === value)) return false
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return !required || nodeSelectorMatches(required, node)
}
