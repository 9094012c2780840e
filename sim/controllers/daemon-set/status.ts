// What a DaemonSet's status says. k8s: pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus
import type { DaemonSetStatus } from '../../generated/types.ts'
import { isPodReady } from '../workload/pod-state.ts'
import { fits } from './node-fit.ts'
import { hashLabel, isAvailable, type World } from './nodes.ts'

/** Counts nodes, each by its oldest pod. */
export function statusOf(world: World): DaemonSetStatus {
  const { set, nodes, podsByNode, hash } = world
  const first = (name: string): ReturnType<typeof podsByNode.get> => podsByNode.get(name)
  const running = nodes.filter((node) => fits(set, node).run)
  const misplaced = nodes.filter((node) => !running.includes(node) && first(node.metadata.name!)?.length)
  const pods = running.flatMap((node) => first(node.metadata.name!)?.[0] ?? [])
  const available = pods.filter((pod) => isAvailable(world, pod)).length
  const unavailable = running.length - available
  const updated = pods.filter(({ metadata }) => metadata.labels?.[hashLabel] === hash).length
  return {
    currentNumberScheduled: pods.length,
    numberMisscheduled: misplaced.length,
    desiredNumberScheduled: running.length,
    numberReady: pods.filter(isPodReady).length,
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    ...(updated ? { updatedNumberScheduled: updated } : {}),
    ...(available ? { numberAvailable: available } : {}),
    ...(unavailable ? { numberUnavailable: unavailable } : {}),
    ...(set.status?.collisionCount === undefined ? {} : { collisionCount: set.status.collisionCount }),
    ...(set.status?.conditions ? { conditions: set.status.conditions } : {}),
  }
}
