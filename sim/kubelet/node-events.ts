// What a node agent says of its node. k8s: pkg/kubelet/nodestatus/setters.go, pkg/kubelet/kubelet_node_status.go
import type { EventRecorder } from '../client/event-recorder.ts'
import type { Node, NodeStatus } from '../generated/types.ts'
import type { Rounds } from './node-rounds.ts'

export interface NodeEvents {
  starting(): void
  /** Of conditions that were otherwise. */
  changes(old: NodeStatus | undefined, now: NodeStatus): void
  /** Looks at the object: cordoned or no longer? */
  look(node: Node): void
  stop(): void
}

const healthyReasons: Record<string, string> = {
  MemoryPressure: 'NodeHasSufficientMemory',
  DiskPressure: 'NodeHasNoDiskPressure',
  PIDPressure: 'NodeHasSufficientPID',
  Ready: 'NodeReady',
}

export function createNodeEvents(recorder: EventRecorder, rounds: Rounds, name: string): NodeEvents {
  // The agent knows its node by name alone.
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name } }
  const tell = (status: string): void => recorder.event(node, 'Normal', status, `Node ${name} status is now: ${status}`)
  let told: boolean | undefined
  let present = false
  const next = rounds.once(() => {
    if (present !== told) tell(present ? 'NodeNotSchedulable' : 'NodeSchedulable')
    told = present
  })

  return {
    starting: () => recorder.event(node, 'Normal', 'Starting', 'Starting kubelet.'),
    changes(old, now) {
      if (!old?.conditions) return
      for (const { type, status } of now.conditions ?? []) {
        const before = old.conditions.find((one) => one.type === type)
        if (before?.status !== status) tell(healthyReasons[type]!)
      }
    },
    look({ spec }) {
      present = spec?.unschedulable === true
      told ??= present
      if (present !== told) next.ask()
    },
    stop: () => next.cancel(),
  }
}
