// What a node agent says of its node. k8s: pkg/kubelet/nodestatus/setters.go, pkg/kubelet/kubelet_node_status.go
import type { EventRecorder } from '../client/event-recorder.ts'
import type { Clock } from '../clock.ts'
import type { Node, NodeStatus } from '../generated/types.ts'

export interface NodeEvents {
  starting(): void
  /** Of conditions that were otherwise. */
  changes(old: NodeStatus | undefined, now: NodeStatus): void
  /** Looks at the object: cordoned or no longer? */
  look(node: Node): void
  stop(): void
}

/** The agent goes round that often, and says then what it has noticed. */
const roundMs = 10_000
const healthyReasons: Record<string, string> = {
  MemoryPressure: 'NodeHasSufficientMemory',
  DiskPressure: 'NodeHasNoDiskPressure',
  PIDPressure: 'NodeHasSufficientPID',
  Ready: 'NodeReady',
}

export function createNodeEvents(recorder: EventRecorder, clock: Clock, name: string): NodeEvents {
  // The agent knows its node by name alone.
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name } }
  const beganMs = clock.now()
  const tell = (status: string): void => recorder.event(node, 'Normal', status, `Node ${name} status is now: ${status}`)
  let told: boolean | undefined
  let present = false
  let cancel: (() => void) | undefined

  function round(): void {
    cancel = undefined
    if (present !== told) tell(present ? 'NodeNotSchedulable' : 'NodeSchedulable')
    told = present
  }

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
      if (present === told || cancel) return
      cancel = clock.after(roundMs - ((clock.now() - beganMs) % roundMs), round)
    },
    stop: () => cancel?.(),
  }
}
