// The taints that the state of a node brings. k8s: pkg/controller/nodelifecycle doNoScheduleTaintingPass, doNoExecuteTaintingPass
import { timestamp } from '../../clock.ts'
import type { Node, Taint } from '../../generated/types.ts'
import { readyCondition } from './health.ts'

const unschedulable = 'node.kubernetes.io/unschedulable'
const notReady = 'node.kubernetes.io/not-ready'
const unreachable = 'node.kubernetes.io/unreachable'
/** Condition → status → taint. */
const taintKeys: Record<string, Record<string, string>> = {
  Ready: { False: notReady, Unknown: unreachable },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
}
const ownKeys = new Set([unschedulable, ...Object.values(taintKeys).flatMap((statuses) => Object.values(statuses))])

/** A node's taints with those that keep pods from coming: others' as they are, ours by its conditions. */
export function withKeepingAway({ spec, status }: Node, nowMs: number): Taint[] {
  const wanted = (status?.conditions ?? []).flatMap((condition) => {
    const key = taintKeys[condition.type]?.[condition.status]
    return key ? [key] : []
  })
  if (spec?.unschedulable) wanted.push(unschedulable)
  return withOwn(spec?.taints, 'NoSchedule', ownKeys, wanted, nowMs)
}

/** The taint that sends pods away from a node in its present state; undefined when it is well. */
export function sendingAwayKey(node: Node): string | undefined {
  const status = readyCondition(node)?.status
  return status === undefined ? undefined : taintKeys['Ready']![status]
}

/** A node's taints with the one that sends pods away, or without any. */
export function withSendingAway({ spec }: Node, key: string | undefined, nowMs: number): Taint[] {
  return withOwn(spec?.taints, 'NoExecute', new Set([notReady, unreachable]), key ? [key] : [], nowMs)
}

function withOwn(
  taints: Taint[] | undefined,
  effect: string,
  own: ReadonlySet<string>,
  wanted: readonly string[],
  nowMs: number,
): Taint[] {
  const isOwn = (taint: Taint): boolean => own.has(taint.key) && taint.effect === effect
  const kept = (taints ?? []).filter((taint) => !isOwn(taint) || wanted.includes(taint.key))
  const missing = wanted.filter((key) => !kept.some((taint) => isOwn(taint) && taint.key === key))
  return [...kept, ...missing.map((key) => ({ key, effect, timeAdded: timestamp(nowMs) }))]
}
