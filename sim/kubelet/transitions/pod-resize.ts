// Other CPU and memory for a pod that runs: whether the node has them, and the steps until its containers do. k8s: pkg/kubelet/allocation/allocation_manager.go, kuberuntime_manager.go computePodResizeAction
import { pods } from '../../api/refs.ts'
import { aggregateResources } from '../../api/aggregate-resources.ts'
import { quantityMilliValue, quantityValue } from '../../api/quantity.ts'
import { sameValue } from '../../api/meta-validation.ts'
import type { Container, Pod, PodSpec, ResourceRequirements } from '../../generated/types.ts'
import type { NodeHost } from '../node-host.ts'
import { isSidecar, lastRun, type PodState } from '../pod-state.ts'
import type { Plan } from './pod-plan.ts'

/** What a pod's containers have been given, and why it is not what they ask for now. */
export interface Allocation {
  /** By container: what the node keeps free for it. */
  granted: Map<string, ResourceRequirements>
  /** By container: what it runs with. */
  actual: Map<string, ResourceRequirements>
  pending?: { reason: 'Infeasible' | 'Deferred'; message: string; generation: number }
  inProgress: boolean
}

/** What the agent notes when it takes a pod up. */
export function firstAllocation(pod: Pod): Allocation {
  const asked = askedFor(pod)
  return { granted: asked, actual: new Map(asked), inProgress: false }
}

/** Grants what the pod asks for now, or says why not. True when something was granted and has to be carried out. */
export function grantResize(host: NodeHost, pod: Pod, state: PodState): boolean {
  const { allocation } = state
  const asked = askedFor(pod)
  if ([...asked].every(([name, resources]) => sameValue(resources, allocation.granted.get(name) ?? {}))) {
    delete allocation.pending
    return allocation.inProgress
  }
  const refused = refusalOf(host, pod)
  const generation = pod.metadata.generation ?? 0
  if (refused) {
    const known = allocation.pending
    if (known?.generation !== generation || known.reason !== refused.reason) {
      const told = toldOf(pod, asked, refused.message)
      host.recorder.event(pod, 'Warning', `Resize${refused.reason}`, `Pod resize ${refused.reason}: ${told}`)
    }
    allocation.pending = { ...refused, generation }
    return false
  }
  delete allocation.pending
  allocation.granted = asked
  allocation.inProgress = true
  host.recorder.event(pod, 'Normal', 'ResizeStarted', `Pod resize started: ${toldOf(pod, asked)}`)
  return true
}

/** Adds to the plan the containers that take what they were granted only with a new start. */
export function planRestarts(pod: Pod, state: PodState, plan: Plan): void {
  for (const container of resizable(pod)) {
    const run = lastRun(state, container.name)
    if (!run || run.exit || plan.kill.some((one) => one.run === run)) continue
    const { granted, actual } = state.allocation
    const changed = changedResources(granted.get(container.name) ?? {}, actual.get(container.name) ?? {})
    const restarts = container.resizePolicy?.some(
      ({ resourceName, restartPolicy }) => restartPolicy === 'RestartContainer' && changed.has(resourceName),
    )
    if (!restarts) continue
    plan.kill.push({ run, message: `Container ${container.name} resize requires restart` })
    if (!plan.start.includes(container)) plan.start.push(container)
  }
}

/** Every container runs with what it was granted. */
export function completeResize(host: NodeHost, pod: Pod, state: PodState): void {
  const { allocation } = state
  for (const [name, resources] of allocation.granted) {
    lastRun(state, name)?.machine.memory.setLimit(memoryLimit(resources))
  }
  allocation.actual = new Map(allocation.granted)
  allocation.inProgress = false
  const told = toldOf(pod, allocation.granted)
  host.recorder.event(pod, 'Normal', 'ResizeCompleted', `Pod resize completed: ${told}`)
}

/** Bytes; undefined for no limit. */
export function memoryLimit({ limits }: ResourceRequirements): number | undefined {
  return limits?.['memory'] === undefined ? undefined : Number(quantityValue(limits['memory']))
}

function resizable(pod: Pod): Container[] {
  return [...(pod.spec?.initContainers ?? []).filter(isSidecar), ...(pod.spec?.containers ?? [])]
}

function askedFor(pod: Pod): Map<string, ResourceRequirements> {
  return new Map(resizable(pod).map(({ name, resources = {} }) => [name, resources]))
}

function changedResources(after: ResourceRequirements, before: ResourceRequirements): Set<string> {
  const names = ['cpu', 'memory'].filter((name) =>
    (['limits', 'requests'] as const).some((kind) => after[kind]?.[name] !== before[kind]?.[name]),
  )
  return new Set(names)
}

function refusalOf(host: NodeHost, pod: Pod): { reason: 'Infeasible' | 'Deferred'; message: string } | undefined {
  const others = host.context.informers
    .for(pods)
    .list()
    .filter(({ metadata, spec, status }) => {
      const over = status?.phase === 'Succeeded' || status?.phase === 'Failed'
      return spec?.nodeName === host.name && metadata.uid !== pod.metadata.uid && !over
    })
  for (const [name, amount] of [
    ['cpu', quantityMilliValue],
    ['memory', quantityValue],
  ] as const) {
    const ofPod = (spec: PodSpec): bigint => {
      const sum = aggregateResources(spec, 'requests').get(name)
      return sum ? amount(sum) : 0n
    }
    const [requested, capacity] = [ofPod(pod.spec!), amount(host.allocatable[name] ?? '0')]
    if (requested > capacity) {
      const message = `Node didn't have enough capacity: ${name}, requested: ${requested}, capacity: ${capacity}`
      return { reason: 'Infeasible', message }
    }
    const used = others.reduce((sum, { spec }) => sum + ofPod(spec!), 0n)
    if (used + requested > capacity) {
      const message = `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${used}, capacity: ${capacity}`
      return { reason: 'Deferred', message }
    }
  }
  return undefined
}

/** The containers' resources as the events write them. */
function toldOf(pod: Pod, asked: Map<string, ResourceRequirements>, error?: string): string {
  const sorted = (amounts: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(amounts).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const containers = [...asked].map(([name, { limits, requests }]) => ({
    name,
    resources: { ...(limits ? { limits: sorted(limits) } : {}), ...(requests ? { requests: sorted(requests) } : {}) },
  }))
  return JSON.stringify({ containers, generation: pod.metadata.generation, ...(error ? { error } : {}) })
}
