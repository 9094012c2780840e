// Ports of the node itself. k8s: plugins/nodeports
import { hostPortsClash, hostPortsOf } from '../../api/host-ports.ts'
import type { Pod } from '../../generated/types.ts'
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
        return wanted.some((port) => taken.some((other) => hostPortsClash(port, other))) ? refuse(sentence) : undefined
      },
    }
  },
}

function helps(pod: Pod, change: ClusterChange): boolean {
  if (change.of === 'node') return !change.old
  if (change.of !== 'pod' || !change.gone) return false
  const freed = hostPortsOf(change.now)
  return hostPortsOf(pod).some((port) => freed.some((other) => hostPortsClash(port, other)))
}
