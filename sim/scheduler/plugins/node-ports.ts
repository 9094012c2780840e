// Ports of the node itself. k8s: plugins/nodeports
import type { ContainerPort, Pod } from '../../generated/types.ts'
import type { ClusterChange } from '../cluster-change.ts'
import { refuse, type Plugin } from '../plugin.ts'

const sentence = "node(s) didn't have free ports for the requested pod ports"

export const nodePorts: Plugin = {
  name: 'NodePorts',
  helps,
  filter(pod) {
    const wanted = hostPortsOf(pod)
    if (wanted.length === 0) return undefined
    return {
      of({ pods }) {
        const taken = pods.flatMap(hostPortsOf)
        return wanted.some((port) => taken.some((other) => clash(port, other))) ? refuse(sentence) : undefined
      },
    }
  },
}

function helps(pod: Pod, change: ClusterChange): boolean {
  if (change.of === 'node') return !change.old
  if (change.of !== 'pod' || !change.gone) return false
  const freed = hostPortsOf(change.now)
  return hostPortsOf(pod).some((port) => freed.some((other) => clash(port, other)))
}

function hostPortsOf(pod: Pod): ContainerPort[] {
  const sidecars = (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  return [...(pod.spec?.containers ?? []), ...sidecars].flatMap(({ ports }) =>
    (ports ?? []).filter(({ hostPort }) => (hostPort ?? 0) > 0),
  )
}

function clash(a: ContainerPort, b: ContainerPort): boolean {
  if (a.hostPort !== b.hostPort || (a.protocol ?? 'TCP') !== (b.protocol ?? 'TCP')) return false
  const [left, right] = [a.hostIP || '0.0.0.0', b.hostIP || '0.0.0.0']
  return left === right || left === '0.0.0.0' || right === '0.0.0.0'
}
