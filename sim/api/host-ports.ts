// Ports of the node itself that pods take. k8s: pkg/scheduler/framework/types.go HostPortInfo
import type { ContainerPort, Pod } from '../generated/types.ts'

/** Those of containers and sidecars; other init containers have given theirs back before anything else begins. */
export function hostPortsOf(pod: Pod): ContainerPort[] {
  const sidecars = (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  return [...(pod.spec?.containers ?? []), ...sidecars].flatMap(({ ports }) =>
    (ports ?? []).filter(({ hostPort }) => (hostPort ?? 0) > 0),
  )
}

/** Can both not be had on one node? */
export function hostPortsClash(a: ContainerPort, b: ContainerPort): boolean {
  if (a.hostPort !== b.hostPort || (a.protocol ?? 'TCP') !== (b.protocol ?? 'TCP')) return false
  const [left, right] = [a.hostIP || '0.0.0.0', b.hostIP || '0.0.0.0']
  return left === right || left === '0.0.0.0' || right === '0.0.0.0'
}
