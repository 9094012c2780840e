// The conditions that the kubelet keeps on a pod. k8s: pkg/kubelet/status/generate.go
import type { ContainerStatus, Pod, PodCondition } from '../../generated/types.ts'
import { isSidecar, type PodState } from '../pod-state.ts'

/** What a condition says, before its times. */
type Fact = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>

/** The kubelet's conditions in its order. `others` are those of everyone else. */
export function conditionFacts(
  pod: Pod,
  state: PodState,
  phase: string,
  init: ContainerStatus[],
  regular: ContainerStatus[],
): Fact[] {
  const containersReady = containersReadyFact(pod, phase, init, regular)
  return [
    { type: 'PodReadyToStartContainers', status: truth(state.sandboxUp) },
    initializedFact(pod, phase, init, regular),
    readyFact(pod, containersReady),
    containersReady,
  ]
}

/** A resize that waits, or that is being carried out; each goes when it is over. */
export function resizeFacts({ allocation: { pending, inProgress } }: PodState): Fact[] {
  return [
    ...(pending
      ? [{ type: 'PodResizePending', status: 'True', reason: pending.reason, message: pending.message }]
      : []),
    ...(inProgress ? [{ type: 'PodResizeInProgress', status: 'True' }] : []),
  ]
}

function truth(value: boolean): string {
  return value ? 'True' : 'False'
}

function initializedFact(pod: Pod, phase: string, init: ContainerStatus[], regular: ContainerStatus[]): Fact {
  if (phase === 'Succeeded') return { type: 'Initialized', status: 'True', reason: 'PodCompleted' }
  const begun = regular.some(({ state, lastState }) => state?.running || state?.terminated || lastState?.terminated)
  const incomplete = (pod.spec?.initContainers ?? []).filter((container, index) => {
    const status = init[index]!
    return isSidecar(container) ? !status.started : !status.ready
  })
  if (begun || incomplete.length === 0) return { type: 'Initialized', status: 'True' }
  if (phase === 'Failed') return { type: 'Initialized', status: 'False', reason: 'PodFailed' }
  const names = incomplete.map(({ name }) => name).join(' ')
  const message = `containers with incomplete status: [${names}]`
  return { type: 'Initialized', status: 'False', reason: 'ContainersNotInitialized', message }
}

function containersReadyFact(pod: Pod, phase: string, init: ContainerStatus[], regular: ContainerStatus[]): Fact {
  const type = 'ContainersReady'
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' }
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' }
  const sidecars = init.filter((_, index) => isSidecar(pod.spec!.initContainers![index]!))
  const unready = [...sidecars, ...regular].filter(({ ready }) => !ready).map(({ name }) => name)
  if (unready.length === 0) return { type, status: 'True' }
  return {
    type,
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${unready.join(' ')}]`,
  }
}

function readyFact(pod: Pod, containersReady: Fact): Fact {
  if (containersReady.status !== 'True') return { ...containersReady, type: 'Ready' }
  const messages = (pod.spec?.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = pod.status?.conditions?.find(({ type }) => type === conditionType)
    if (!condition) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`]
    if (condition.status === 'True') return []
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`]
  })
  if (messages.length === 0) return { type: 'Ready', status: 'True' }
  return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') }
}

const resizeConditions = ['PodResizePending', 'PodResizeInProgress']

/** Conditions with their times: a fact that has not changed keeps its own. Those of others stay, in front, PodScheduled behind. */
export function withTimes(pod: Pod, facts: Fact[], now: string): PodCondition[] {
  const old = new Map((pod.status?.conditions ?? []).map((condition) => [condition.type, condition]))
  const observed = pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }
  const own = facts.map((fact): PodCondition => {
    const before = old.get(fact.type)
    const lastTransitionTime =
      before?.status === fact.status && before.lastTransitionTime ? before.lastTransitionTime : now
    return { ...observed, ...definedOnly(fact), lastTransitionTime }
  })
  const scheduled = old.get('PodScheduled') ?? { type: 'PodScheduled', status: 'True', lastTransitionTime: now }
  const names = new Set([...facts.map(({ type }) => type), 'PodScheduled', ...resizeConditions])
  const others = (pod.status?.conditions ?? []).filter(({ type }) => !names.has(type))
  return [...others, ...own, { ...observed, ...scheduled }]
}

function definedOnly<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T
}
