// From samples to a number of replicas. k8s: pkg/controller/podautoscaler/replica_calculator.go
import type { Pod } from '../../generated/types.ts'
import { isPodReady } from '../workload/pod-state.ts'
import type { PodMetrics } from './metrics-client.ts'
import { groupPods, requestsOf } from './pod-groups.ts'

/** Shares of the target within which nothing is done: 0.1 is 10 %. */
export interface Tolerances {
  down: number
  up: number
}

/** What a metric asks for. `usage` is in thousandths, `utilization` in percent. */
export interface Proposal {
  replicas: number
  usage: number
  utilization?: number
}

/** What all calculations look at. `current` is what the target has now. */
export interface Surroundings {
  current: number
  pods: Pod[]
  nowMs: number
  tolerances: Tolerances
}

const int32Max = 2 ** 31 - 1
const noPods = 'no pods returned by selector while calculating replica count'
const noMetrics = 'did not receive metrics for targeted pods (pods might be unready)'

/** By the share of what the pods request. Throws Error in the event's words. */
export function replicasForUtilization(
  metrics: PodMetrics,
  { target, resource, container }: { target: number; resource: string; container: string },
  around: Surroundings,
): Proposal {
  if (around.pods.length === 0) throw new Error(noPods)
  let requests: Map<string, number> | undefined
  const ratioOf = (samples: PodMetrics): Ratio => {
    requests ??= requestsOf(around.pods, container, resource)
    return utilizationRatio(samples, requests, target)
  }
  return propose(metrics, resource, around, {
    ratioOf,
    fallback: (name) => Math.trunc((requests!.get(name)! * Math.max(100, target)) / 100),
  })
}

/** By the average amount of each pod, in thousandths. Throws Error in the event's words. */
export function replicasForAmount(
  metrics: PodMetrics,
  { target, resource }: { target: number; resource: string },
  around: Surroundings,
): Proposal {
  if (around.pods.length === 0) throw new Error(noPods)
  return propose(metrics, resource, around, {
    ratioOf: (samples) => {
      const usage = Math.trunc(sum(samples) / samples.size)
      return { ratio: usage / target, usage }
    },
    fallback: () => target,
  })
}

interface Ratio {
  ratio: number
  usage: number
  utilization?: number
}

interface Rule {
  ratioOf(samples: PodMetrics): Ratio
  /** What a pod without a sample is taken to use when the others would bring the number down. */
  fallback(name: string): number
}

/** Pods that say nothing are counted against the change: it is never larger for them. */
function propose(all: PodMetrics, resource: string, around: Surroundings, rule: Rule): Proposal {
  const { current, tolerances, nowMs, pods } = around
  const { readyCount, unready, missing, ignored } = groupPods(pods, all, resource, nowMs)
  const samples = new Map(all)
  for (const name of [...ignored, ...unready]) samples.delete(name)
  if (samples.size === 0) throw new Error(noMetrics)
  const first = rule.ratioOf(samples)
  const keep: Proposal = { ...told(first), replicas: current }
  const upWithUnready = unready.length > 0 && first.ratio > 1
  if (!upWithUnready && missing.length === 0) {
    return isWithin(tolerances, first.ratio) ? keep : { ...keep, replicas: Math.ceil(first.ratio * readyCount) }
  }
  const guess = (name: string, value: number): void => void samples.set(name, { atMs: nowMs, windowMs: 0, value })
  if (first.ratio < 1) for (const name of missing) guess(name, rule.fallback(name))
  else if (first.ratio > 1) for (const name of missing) guess(name, 0)
  if (upWithUnready) for (const name of unready) guess(name, 0)
  const { ratio } = rule.ratioOf(samples)
  const turns = (first.ratio < 1 && ratio > 1) || (first.ratio > 1 && ratio < 1)
  if (isWithin(tolerances, ratio) || turns) return keep
  const replicas = Math.ceil(ratio * samples.size)
  const turnsBySize = (ratio < 1 && replicas > current) || (ratio > 1 && replicas < current)
  return turnsBySize ? keep : { ...keep, replicas }
}

function told({ usage, utilization }: Ratio): Omit<Proposal, 'replicas'> {
  return { usage, ...(utilization === undefined ? {} : { utilization }) }
}

function utilizationRatio(samples: PodMetrics, requests: Map<string, number>, target: number): Ratio {
  const known = [...samples].filter(([name]) => requests.has(name))
  const used = known.reduce((total, [, { value }]) => total + value, 0)
  const requested = known.reduce((total, [name]) => total + requests.get(name)!, 0)
  if (requested === 0) throw new Error('no metrics returned matched known pods')
  const utilization = Math.trunc((used * 100) / requested)
  return { ratio: utilization / target, usage: Math.trunc(used / known.length), utilization }
}

function sum(samples: PodMetrics): number {
  return [...samples.values()].reduce((total, { value }) => total + value, 0)
}

/** By one number for all pods together (of an object, or from outside). Throws Error where no pod is there. */
export function replicasForValue(usage: number, target: number, { current, tolerances, pods }: Surroundings): Proposal {
  const ratio = usage / target
  if (current === 0) return { replicas: Math.ceil(ratio), usage }
  if (isWithin(tolerances, ratio)) return { replicas: current, usage }
  if (pods.length === 0) throw new Error(`unable to calculate ready pods: ${noPods}`)
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isPodReady(pod)).length
  return { replicas: Math.min(Math.ceil(ratio * ready), int32Max), usage }
}

/** By one number that the pods share; `statusReplicas` is how many there are. */
export function replicasForShare(
  usage: number,
  target: number,
  statusReplicas: number,
  tolerances: Tolerances,
): Proposal {
  const ratio = usage / (target * statusReplicas)
  const replicas = isWithin(tolerances, ratio) ? statusReplicas : Math.min(Math.ceil(usage / target), int32Max)
  return { replicas, usage: Math.ceil(usage / statusReplicas) }
}

function isWithin({ down, up }: Tolerances, ratio: number): boolean {
  return 1 - down <= ratio && ratio <= 1 + up
}
