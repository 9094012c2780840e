// What the conditions of a node say of it, and what they become when it says nothing. k8s: nodelifecycle tryUpdateNodeHealth
import { timestamp } from '../../clock.ts'
import type { Node, NodeCondition } from '../../generated/types.ts'

export function readyCondition({ status }: Node): NodeCondition | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready')
}

export function isNodeReady(node: Node): boolean {
  return readyCondition(node)?.status === 'True'
}

const kubeletTypes = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']

/** The conditions of a node that has been silent too long; undefined where they say so already. */
export function unknownConditions({ metadata, status }: Node, nowMs: number): NodeCondition[] | undefined {
  const conditions = status?.conditions ?? []
  const known = (type: string): NodeCondition | undefined => conditions.find((one) => one.type === type)
  if (kubeletTypes.every((type) => known(type)?.status === 'Unknown')) return undefined
  const lastTransitionTime = timestamp(nowMs)
  const silent = { status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' }
  return [
    ...conditions.map((condition) =>
      kubeletTypes.includes(condition.type) && condition.status !== 'Unknown'
        ? { ...condition, ...silent, lastTransitionTime }
        : condition,
    ),
    ...kubeletTypes
      .filter((type) => !known(type))
      .map((type) => ({
        type,
        status: 'Unknown',
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
        ...(metadata.creationTimestamp ? { lastHeartbeatTime: metadata.creationTimestamp } : {}),
        lastTransitionTime,
      })),
  ]
}
